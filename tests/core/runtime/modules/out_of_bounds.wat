;; Hands the host a range that ends beyond the linear memory.
(module
  (import "log" "write" (func $write (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "start") (result i32)
    (call $write (i32.const 2) (i32.const 65530) (i32.const 100)))
  (func (export "tick") (param i64) (result i64) (i64.const 0)))
