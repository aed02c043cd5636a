;; At each tick it begins an installation of its own and writes a part of it. Finishes, when it is
;; asked to, with the sum of what has happened: 1 one of its own was begun, 2 update.write and
;; update.end have said that it is another's now, with a sentence, 4 none could be begun while a
;; person's was under way. Any other answer is a trap.
(module
  (import "app" "stopping" (func $stopping (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (import "report" "event" (func $event (param i32 i32) (result i32)))
  (import "update" "begin" (func $begin (param i32 i32 i32 i32 i32) (result i32)))
  (import "update" "write" (func $write (param i32 i32 i32) (result i32)))
  (import "update" "end" (func $end (result i32)))
  (import "update" "describe" (func $describe (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $seen (mut i32) (i32.const 0))

  (func $note (param $what i32)
    (if (i32.eqz (i32.and (global.get $seen) (local.get $what)))
      (then
        (drop (call $event (i32.const 1024) (call $describe (i32.const 1024) (i32.const 256))))))
    (global.set $seen (i32.or (global.get $seen) (local.get $what))))

  (func $check_taken
    (if (i32.ne (call $write (i32.const 0) (i32.const 0) (i32.const 1000)) (i32.const -2))
      (then (unreachable)))
    (if (i32.ne (call $end) (i32.const -2)) (then (unreachable)))
    (call $note (i32.const 2)))

  (func $try
    (local $r i32)
    (local.set $r (call $begin (i32.const 5000) (i32.const 512) (i32.const 32) (i32.const 0)
      (i32.const 0)))
    (if (i32.eqz (local.get $r))
      (then
        (global.set $seen (i32.or (global.get $seen) (i32.const 1)))
        (if (call $write (i32.const 0) (i32.const 0) (i32.const 1000)) (then (unreachable)))
        (return)))
    (if (i32.ne (local.get $r) (i32.const -16)) (then (unreachable)))
    (call $note (i32.const 4))
    (call $check_taken))

  (func (export "start") (result i32) (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (if (call $stopping)
      (then (drop (call $finish (global.get $seen))))
      (else (call $try)))
    (i64.add (local.get $now) (i64.const 1))))
