;; Sleeps for a year, and finishes with code 0 when it is asked to stop.
(module
  (import "app" "stopping" (func $stopping (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "start") (result i32) (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (if (call $stopping) (then (drop (call $finish (i32.const 0)))))
    (i64.add (local.get $now) (i64.const 31536000000))))
