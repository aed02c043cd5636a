;; A small camera: a photo every 10 s, each under another name. It installs what it finds in the file
;; "update.bin" on the card (size, flags and trial_s as i32, 32 bytes of SHA-256, then the
;; application) and removes it. After as many ticks as the byte behind the letter says it behaves as
;; the letter behind "BEHAVIOUR:" says: g well, t traps, l never
;; returns, m takes all memory, s asks to be called in a thousand years, n takes no photos, f ends,
;; o ends with exit code 1, as a camera does that has missed photos, e well, but ends so when it is
;; asked to.
(module
  (import "app" "finish" (func $finish (param i32) (result i32)))
  (import "app" "stopping" (func $stopping (result i32)))
  (import "camera" "open" (func $open (param i32 i32 i32) (result i32)))
  (import "camera" "shoot" (func $shoot (result i32)))
  (import "camera" "result" (func $result (result i32)))
  (import "camera" "frame_release" (func $release (param i32) (result i32)))
  (import "card" "read" (func $read (param i32 i32 i64 i32 i32) (result i32)))
  (import "card" "remove" (func $remove (param i32 i32) (result i32)))
  (import "card" "store" (func $store (param i32 i32 i32 i32 i32) (result i32)))
  (import "random" "fill" (func $random (param i32 i32) (result i32)))
  (import "update" "begin" (func $begin (param i32 i32 i32 i32 i32) (result i32)))
  (import "update" "write" (func $write (param i32 i32 i32) (result i32)))
  (import "update" "end" (func $end (result i32)))
  (memory (export "memory") 1 4)
  (data (i32.const 0) "SVGA")
  (data (i32.const 16) "p/........")
  (data (i32.const 128) "BEHAVIOUR:g\00")
  (data (i32.const 256) "update.bin")
  (global $opened (mut i32) (i32.const 0))
  (global $ticks (mut i32) (i32.const 0))
  (global $photos (mut i32) (i32.const 0))
  (global $shoot_at (mut i64) (i64.const 0))

  ;; Eight letters from a number at 80 and the count of photos.
  (func $name_photo
    (local $number i32)
    (local $at i32)
    (global.set $photos (i32.add (global.get $photos) (i32.const 1)))
    (local.set $number (i32.add (i32.load (i32.const 80)) (global.get $photos)))
    (loop $letter
      (i32.store8 offset=18 (local.get $at)
        (i32.add (i32.const 97) (i32.and (local.get $number) (i32.const 15))))
      (local.set $number (i32.shr_u (local.get $number) (i32.const 4)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $letter (i32.lt_u (local.get $at) (i32.const 8)))))

  (func $begin_to_open
    (drop (call $open (i32.const 0) (i32.const 4) (i32.const 10))))

  (func $take_photos (param $now i64)
    (local $r i32)
    (local.set $r (call $result))
    (if (i32.eq (local.get $r) (i32.const -11)) (then (return)))
    (if (i32.gt_s (local.get $r) (i32.const 0))
      (then
        (call $name_photo)
        (drop (call $store (local.get $r) (i32.const 16) (i32.const 10) (i32.const 64) (i32.const 40)))
        (drop (call $random (i32.const 80) (i32.const 4)))
        (drop (call $release (local.get $r)))))
    (if (i32.eqz (global.get $opened))
      (then
        (if (i32.eqz (local.get $r))
          (then (global.set $opened (i32.const 1)))
          (else (call $begin_to_open)))
        (return)))
    (if (i64.ge_s (local.get $now) (global.get $shoot_at))
      (then
        (global.set $shoot_at (i64.add (local.get $now) (i64.const 10000)))
        (drop (call $shoot)))))

  ;; 0 = the file can go, else it is needed once more.
  (func $install (result i32)
    (local $at i32)
    (local $n i32)
    (local.set $at (call $begin (i32.load (i32.const 512)) (i32.const 524) (i32.const 32)
      (i32.load (i32.const 516)) (i32.load (i32.const 520))))
    (if (i32.lt_s (local.get $at) (i32.const 0))
      (then (return (i32.or (i32.eq (local.get $at) (i32.const -16))
        (i32.eq (local.get $at) (i32.const -5))))))
    (loop $more
      (local.set $n (call $read (i32.const 256) (i32.const 10)
        (i64.extend_i32_u (i32.add (local.get $at) (i32.const 44))) (i32.const 4096) (i32.const 4096)))
      (if (i32.gt_s (local.get $n) (i32.const 0))
        (then
          (if (call $write (local.get $at) (i32.const 4096) (local.get $n))
            (then (return (i32.const 1))))
          (local.set $at (i32.add (local.get $at) (local.get $n)))
          (br $more))))
    (i32.eq (call $end) (i32.const -5)))

  (func $look_for_update
    (if (i32.ne (call $read (i32.const 256) (i32.const 10) (i64.const 0) (i32.const 512) (i32.const 44))
        (i32.const 44))
      (then (return)))
    (if (i32.eqz (call $install))
      (then (drop (call $remove (i32.const 256) (i32.const 10))))))

  (func $is_bad (result i32)
    (i32.and
      (i32.ne (i32.load8_u (i32.const 138)) (i32.const 101))
      (i32.ne (i32.load8_u (i32.const 138)) (i32.const 103))))

  (func $misbehave (param $now i64) (result i64)
    (local $kind i32)
    (local.set $kind (i32.load8_u (i32.const 138)))
    (if (i32.eq (local.get $kind) (i32.const 116)) (then (unreachable)))
    (if (i32.eq (local.get $kind) (i32.const 108)) (then (loop $again (br $again))))
    (if (i32.eq (local.get $kind) (i32.const 109))
      (then
        (loop $grow (br_if $grow (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
        (unreachable)))
    (if (i32.eq (local.get $kind) (i32.const 102)) (then (drop (call $finish (i32.const 0)))))
    (if (i32.eq (local.get $kind) (i32.const 111)) (then (drop (call $finish (i32.const 1)))))
    (if (i32.eq (local.get $kind) (i32.const 115))
      (then (return (i64.add (local.get $now) (i64.const 31536000000000)))))
    (i64.add (local.get $now) (i64.const 60000)))

  (func (export "start") (result i32)
    (drop (call $random (i32.const 80) (i32.const 4)))
    (call $begin_to_open)
    (i32.const 0))
  (func (export "tick") (param $now i64) (result i64)
    (if (call $stopping)
      (then
        (drop (call $finish (i32.eq (i32.load8_u (i32.const 138)) (i32.const 101))))
        (return (local.get $now))))
    (global.set $ticks (i32.add (global.get $ticks) (i32.const 1)))
    (if (i32.and (call $is_bad) (i32.gt_u (global.get $ticks) (i32.load8_u (i32.const 139))))
      (then (return (call $misbehave (local.get $now)))))
    (call $take_photos (local.get $now))
    (call $look_for_update)
    (i64.add (local.get $now) (i64.const 1000))))
