/** Events as the board sends them, for tests. */
import type { EndEvent, StoredEvent, VerifiedEvent } from "../../scripts/run/board_events.ts";

export function hashOf(number: number): string {
  return number.toString(16).padStart(64, "0");
}

export function stored(number: number): StoredEvent {
  return {
    kind: "stored",
    number,
    path: `webcam/20260621/20260621-12000${number}-CAM1.jpg`,
    bytes: 70_000 + number,
    content_hash: hashOf(number),
    save_ms: 2.5,
    local_time: `2026-06-21T12:00:0${number}+02:00`,
    period: number % 2 === 0 ? "night" : "day",
    late_ms: 1,
  };
}

export function verified(number: number): VerifiedEvent {
  return {
    kind: "verified",
    number,
    upload_ms: 35.2,
    kilobytes_per_second: 2000,
    content_hash: hashOf(number),
  };
}

export function end(exit_code: number, reason = ""): EndEvent {
  return {
    kind: "end",
    exit_code,
    reason,
    wasm_bytes: 90_000,
    linear_memory_peak: 393_216,
    host_heap_peak: 500_000,
    start_us: 30_000,
    ticks: 40,
    control_us: 9_001,
    control_us_max: 700,
    import_us: 20_000,
    executed_instructions: null,
  };
}
