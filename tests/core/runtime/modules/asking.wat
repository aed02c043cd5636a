;; Asks for the board's health and writes the answer to the file "health", and what fits of it in a
;; byte less to the file "short"; reports the board's name
;; with the blanks and the ! that stand behind it in memory, and what fits of the firmware's version.
;; Finishes with the error for too little room.
(module
  (import "board" "health" (func $health (param i32 i32) (result i32)))
  (import "board" "name" (func $name (param i32 i32) (result i32)))
  (import "board" "firmware" (func $firmware (param i32 i32) (result i32)))
  (import "card" "write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "report" "event" (func $event (param i32 i32) (result i32)))
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "healthshort")
  (data (i32.const 200) "        !")
  (data (i32.const 300) "        ")
  (func (export "start") (result i32) (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (drop (call $write (i32.const 0) (i32.const 6) (i32.const 100)
      (call $health (i32.const 100) (i32.const 64))))
    (drop (call $write (i32.const 6) (i32.const 5) (i32.const 100)
      (call $health (i32.const 100) (i32.const 63))))
    (drop (call $event (i32.const 200) (i32.add (call $name (i32.const 200) (i32.const 8))
      (i32.const 3))))
    ;; Room for three characters of five.
    (drop (call $event (i32.const 300) (call $firmware (i32.const 300) (i32.const 3))))
    (drop (call $finish (i32.sub (i32.const 0) (call $health (i32.const 100) (i32.const 55)))))
    (i64.add (local.get $now) (i64.const 1000))))
