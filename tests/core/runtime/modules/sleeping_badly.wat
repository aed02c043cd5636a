;; Asks for sleeps that cannot be: too much to keep, until a moment that has passed, until the end of
;; all time; then for a good one, which finish takes back. Finishes with the number of cases that
;; were answered as they should be.
(module
  (import "power" "sleep" (func $sleep (param i64 i32 i32) (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $good (mut i32) (i32.const 0))
  (func $case (param $expected i32) (param $status i32)
    (global.set $good (i32.add (global.get $good)
      (i32.eq (local.get $expected) (local.get $status)))))
  (func (export "start") (result i32) (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (call $case (i32.const -27)
      (call $sleep (i64.const 60000) (i32.const 0) (i32.const 257)))
    (call $case (i32.const -22)
      (call $sleep (local.get $now) (i32.const 0) (i32.const 0)))
    (call $case (i32.const -22)
      (call $sleep (i64.const 9223372036854775807) (i32.const 0) (i32.const 0)))
    (call $case (i32.const 0)
      (call $sleep (i64.const 60000) (i32.const 0) (i32.const 256)))
    (drop (call $finish (global.get $good)))
    (i64.add (local.get $now) (i64.const 1000))))
