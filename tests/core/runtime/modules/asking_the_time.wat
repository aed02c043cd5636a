;; Asks "127.0.0.1" for the time and finishes with the error of the answer, its sign turned, and the
;; question still open. Before that: exit code 1 if a call in the wrong order gives a wrong result.
(module
  (import "sntp" "ask" (func $ask (param i32 i32 i32) (result i32)))
  (import "sntp" "answer" (func $answer (param i32 i32) (result i32)))
  (import "sntp" "describe" (func $describe (param i32 i32) (result i32)))
  (import "sntp" "close" (func $close (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "127.0.0.1")
  (func (export "start") (result i32)
    (i32.or
      (i32.or
        (i32.or
          (i32.ne (call $answer (i32.const 64) (i32.const 16)) (i32.const -2))
          (i32.ne (call $describe (i32.const 64) (i32.const 16)) (i32.const -2)))
        (i32.or
          (i32.ne (call $close) (i32.const 0))
          (i32.ne (call $ask (i32.const 0) (i32.const 300) (i32.const 0)) (i32.const -36))))
      (i32.or
        (i32.or
          (i32.ne (call $ask (i32.const 0) (i32.const 9) (i32.const 10000)) (i32.const 0))
          (i32.ne (call $ask (i32.const 0) (i32.const 9) (i32.const 10000)) (i32.const -16)))
        (i32.or
          (i32.ne (call $close) (i32.const 0))
          (i32.or
            (i32.ne (call $ask (i32.const 0) (i32.const 9) (i32.const 10000)) (i32.const 0))
            (i32.ne (call $answer (i32.const 64) (i32.const 15)) (i32.const -22)))))))
  (func (export "tick") (param $now i64) (result i64)
    (local $r i32)
    (local.set $r (call $answer (i32.const 64) (i32.const 16)))
    (if (i32.ne (local.get $r) (i32.const -11))
      (then (drop (call $finish (i32.sub (i32.const 0) (local.get $r))))))
    (i64.add (local.get $now) (i64.const 60000))))
