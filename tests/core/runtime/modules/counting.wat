;; Ticks three times, 1,000 ms apart, reporting each, and finishes with code 3.
(module
  (import "report" "event" (func $event (param i32 i32) (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "{\"tick\":1}")
  (global $ticks (mut i32) (i32.const 0))
  (func (export "start") (result i32) (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (drop (call $event (i32.const 0) (i32.const 10)))
    (global.set $ticks (i32.add (global.get $ticks) (i32.const 1)))
    (if (i32.eq (global.get $ticks) (i32.const 3))
      (then (drop (call $finish (i32.const 3)))))
    (i64.add (local.get $now) (i64.const 1000))))
