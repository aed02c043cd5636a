;; Opens the camera, takes one frame, stores it as "a/b.jpg" and finishes with code 0.
(module
  (import "camera" "open" (func $open (param i32 i32 i32) (result i32)))
  (import "camera" "shoot" (func $shoot (result i32)))
  (import "camera" "result" (func $result (result i32)))
  (import "card" "store" (func $store (param i32 i32 i32 i32 i32) (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "SVGAa/b.jpg")
  (global $opened (mut i32) (i32.const 0))
  (func (export "start") (result i32) (call $open (i32.const 0) (i32.const 4) (i32.const 10)))
  (func (export "tick") (param $now i64) (result i64)
    (local $r i32)
    (local.set $r (call $result))
    (if (i32.and (i32.eqz (local.get $r)) (i32.eqz (global.get $opened)))
      (then (global.set $opened (i32.const 1)) (drop (call $shoot))))
    (if (i32.gt_s (local.get $r) (i32.const 0))
      (then
        (drop (call $finish
          (i32.and (i32.const 127)
            (call $store (local.get $r) (i32.const 4) (i32.const 7) (i32.const 64) (i32.const 40)))))))
    (i64.add (local.get $now) (i64.const 10))))
