;; Exports a number of instructions, as an application does that counts them, and finishes.
(module
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (global $executed (export "executed_instructions") (mut i64) (i64.const 0))
  (func (export "start") (result i32)
    (global.set $executed (i64.const 5000000000))
    (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (global.set $executed (i64.add (global.get $executed) (i64.const 42)))
    (drop (call $finish (i32.const 0)))
    (local.get $now)))
