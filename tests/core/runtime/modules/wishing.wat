;; Asks what is wanted at every call, and ends with that once it is something.
(module
  (import "app" "asked" (func $asked (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "start") (result i32) (call $asked))
  (func (export "tick") (param $now i64) (result i64)
    (local $what i32)
    (local.set $what (call $asked))
    (if (local.get $what) (then (drop (call $finish (local.get $what)))))
    (i64.add (local.get $now) (i64.const 1000000))))
