;; Reports what was kept over the sleep before, and the first 4 bytes of it, asking each time; then
;; asks for a sleep until the uptime 60000 and keeps those 4 bytes. Finishes with the error if it may
;; not sleep.
(module
  (import "power" "sleep" (func $sleep (param i64 i32 i32) (result i32)))
  (import "power" "kept" (func $kept (param i32 i32) (result i32)))
  (import "report" "event" (func $event (param i32 i32) (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $length (mut i32) (i32.const 0))
  (func (export "start") (result i32)
    (global.set $length (call $kept (i32.const 0) (i32.const 256)))
    (drop (call $event (i32.const 0) (global.get $length)))
    ;; Nothing is left to be given.
    (drop (call $kept (i32.const 0) (i32.const 256)))
    (if (i32.gt_u (global.get $length) (i32.const 4)) (then (global.set $length (i32.const 4))))
    (drop (call $event (i32.const 0) (global.get $length)))
    (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (local $status i32)
    (local.set $status
      (call $sleep (i64.const 60000) (i32.const 0) (global.get $length)))
    (if (i32.lt_s (local.get $status) (i32.const 0)) (then
      (drop (call $finish (i32.sub (i32.const 0) (local.get $status))))))
    (i64.add (local.get $now) (i64.const 1000))))
