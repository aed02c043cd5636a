;; Asks to be called in the past and never finishes, not even when asked to stop.
(module
  (memory (export "memory") 1)
  (func (export "start") (result i32) (i32.const 0))
  (func (export "tick") (param i64) (result i64) (i64.const 0)))
