import { fromUtf8, utf8 } from "../../assembly/host/text";
import { crc32 } from "../../assembly/ledger/crc32";
import { Ledger } from "../../assembly/ledger/ledger";
import { LineReader } from "../../assembly/ledger/line_reader";
import { LineWriter } from "../../assembly/ledger/line_writer";
import { PendingOrder } from "../../assembly/ledger/pending_window";
import { Photo } from "../../assembly/ledger/photo";
import { RecordKind, kindWord } from "../../assembly/ledger/record_kind";
import { cardGet, cardPut, cardRecord, resetDoubles } from "../double";
import { Run, finish } from "./run";

const LOG = "wamcam/ledger/0000/000000.log";
const DONE = "wamcam/ledger/0000/000000.done";
const CHECKPOINT = "wamcam/ledger/checkpoint";

let seed: u32 = 1;

function random(below: u32): u32 {
  seed = seed * 1664525 + 1013904223;
  return (seed >> 8) % below;
}

/** Use a ledger with whatever the card holds: it must open, come to an end, and go on. */
function use(order: PendingOrder): void {
  const ledger = new Ledger(order);
  assert(ledger.open() == 0, "opens");
  assert(finish(ledger), "comes to an end");
  for (let count = 0; count < 5; count++) {
    const photo = ledger.nextPending(0);
    if (photo == null) break;
    ledger.verified(photo);
    ledger.step(0);
  }
  ledger.oldestVerified();
  assert(finish(ledger), "comes to an end again");
  const deletable = ledger.oldestVerified();
  if (deletable != null) ledger.remove(deletable);
  const number = ledger.nextNumber();
  const photo = new Photo();
  photo.path = "new.jpg";
  assert(ledger.plan(photo) == 0, "plans");
  assert(photo.number == number && number > 0, "with the next number");
  assert(ledger.missed(photo.number, -1, 0, "test") == 0, "goes on");
}

function randomBytes(length: i32): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) bytes[index] = <u8>random(256);
  return bytes;
}

/**
 * A line with a right checksum and a field of nonsense, or a number near a limit, at each place.
 */
function nonsenseLine(): string {
  const fields = ["-", "0", "1", "2", "511", "4294967295", "2147483647", "999999999999999", "x"];
  const more = ["20250615T150640.000Z", "99999999T999999.999Z", "ffffffff", "", "é \t", "a/b.jpg"];
  let line = kindWord(<RecordKind>random(15));
  for (let count = random(9); count > 0; count--) {
    const index = random(fields.length + more.length);
    line += " " + (index < <u32>fields.length ? fields[index] : more[index - fields.length]);
  }
  const bytes = utf8(line);
  const sum = crc32(bytes.dataStart, bytes.length);
  return line + " " + (0x100000000 + <i64>sum).toString(16).substring(1) + "\n";
}

function nonsenseFile(): Uint8Array {
  let text = "";
  for (let count = random(40); count > 0; count--) text += nonsenseLine();
  return utf8(text);
}

describe("the ledger with any bytes as its files", () => {
  beforeEach(() => {
    resetDoubles();
  });

  it("works with random bytes", () => {
    for (let round = 0; round < 300; round++) {
      resetDoubles();
      cardPut(LOG, randomBytes(random(6000)));
      cardPut(DONE, randomBytes(random(6000)));
      cardPut(CHECKPOINT, randomBytes(random(100)));
      use(PendingOrder.NEWEST_FIRST);
    }
  });

  it("works with whole lines of nonsense", () => {
    for (let round = 0; round < 3000; round++) {
      resetDoubles();
      cardPut(LOG, nonsenseFile());
      cardPut(DONE, nonsenseFile());
      cardPut("wamcam/ledger/0000/000001.log", nonsenseFile());
      cardPut("wamcam/ledger/0000/000001.done", nonsenseFile());
      cardPut(CHECKPOINT, utf8(nonsenseLine()));
      use(round % 2 == 0 ? PendingOrder.NEWEST_FIRST : PendingOrder.OLDEST_FIRST);
    }
  });

  it("works with files that were damaged here and there", () => {
    cardRecord();
    const run = new Run(3, 2000, PendingOrder.NEWEST_FIRST);
    for (let action = 0; action < 60; action++) run.act();
    const log = cardGet(LOG);
    const done = cardGet(DONE);
    expect(log != null && done != null).toBe(true);
    if (log == null || done == null) return;
    for (let round = 0; round < 500; round++) {
      for (let count = 1 + random(10); count > 0; count--) {
        log[random(log.length)] = <u8>random(256);
        done[random(done.length)] = <u8>random(256);
      }
      cardPut(LOG, log);
      cardPut(DONE, done);
      use(PendingOrder.NEWEST_FIRST);
    }
  });

  it("works with many segments in which nothing can be read, and reuses no number", () => {
    for (let segment = 0; segment < 40; segment++) {
      const digits = (1000000 + segment).toString().substring(1);
      cardPut("wamcam/ledger/0000/" + digits + ".log", randomBytes(3000));
    }
    const ledger = new Ledger();
    expect(ledger.open()).toBe(0);
    expect(ledger.nextNumber()).toBeGreaterThan(40 * 512 - 1);
  });

  it("works with foreign files in its folder", () => {
    cardPut("wamcam/ledger/0000/readme.txt", utf8("x"));
    cardPut("wamcam/ledger/notes/000009.log", utf8("x"));
    cardPut("wamcam/ledger/0003/000001.log", utf8("x"));
    use(PendingOrder.NEWEST_FIRST);
    expect(cardGet(LOG) != null).toBe(true);
  });
});

describe("lines", () => {
  it("keep times of all years", () => {
    resetDoubles();
    const writer = new LineWriter();
    const times: i64[] = [0, 1, 951782399999, 951782400000, 253402300799999, 1750000000123];
    for (let index = 0; index < times.length; index++) {
      writer.begin(RecordKind.OPENED);
      writer.number(index);
      writer.time(times[index]);
      writer.end();
    }
    cardPut("lines", writer.batch());
    const bytes = writer.batch();
    const text = fromUtf8(bytes, 0, bytes.length);
    expect(text.includes(" 20000228T235959.999Z ")).toBe(true);
    expect(text.includes(" 20000229T000000.000Z ")).toBe(true);
    const line = new LineReader("lines");
    for (let index = 0; index < times.length; index++) {
      expect(line.next()).toBe(true);
      expect(line.number()).toBe(index);
      expect(line.time()).toBe(times[index]);
      expect(line.ok).toBe(true);
    }
    expect(line.next()).toBe(false);
  });

  it("are found again behind a line that is too long for the buffer", () => {
    resetDoubles();
    const writer = new LineWriter();
    writer.begin(RecordKind.DELETED);
    writer.number(7);
    writer.end();
    const bytes = writer.batch();
    const whole = utf8("x".repeat(10000) + "\n" + fromUtf8(bytes, 0, bytes.length) + "torn");
    cardPut("lines", whole);
    const line = new LineReader("lines");
    expect(line.next()).toBe(true);
    expect(line.offset).toBe(10001);
    expect(line.number()).toBe(7);
    expect(line.next()).toBe(false);
    expect(line.damagedCount).toBe(2);
  });
});
