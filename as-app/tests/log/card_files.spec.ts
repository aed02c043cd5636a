import { append, entry } from "../../assembly/host/card";
import { HostError } from "../../assembly/host/errors";
import { utf8 } from "../../assembly/host/text";
import { Level } from "../../assembly/log/level";
import * as log from "../../assembly/log/log";
import { logInformation } from "../../assembly/log/log";
import {
  cardCalls,
  cardCut,
  cardFail,
  cardFailCalls,
  cardFailReading,
  cardGet,
  cardPoints,
  cardPut,
  cardRecord,
  cardRemove,
  cardSetFree,
  cardText,
  logCount,
} from "../double";
import {
  begin,
  cardConfig,
  cardLog,
  consoleText,
  FOLDER,
  pass,
  start,
  timesOnCard,
} from "./log_fixture";

const FIRST = FOLDER + "/000001.log";
const HOUR_MS: i64 = 3600000;

/** What a card can answer. */
const errors = [
  HostError.NO_DEVICE,
  HostError.IO,
  HostError.READ_ONLY,
  HostError.NO_SPACE,
  HostError.NO_MEMORY,
  HostError.NOT_FOUND,
  HostError.ACCESS,
];

/** How many files the log has, and that each is no larger than allowed. */
function countFiles(bytesMax: i32): i32 {
  let count = 0;
  for (let name = entry(FOLDER, 0); name != null; name = entry(FOLDER, count)) {
    expect(cardGet(FOLDER + "/" + name)!.length).toBeLessThanOrEqual(bytesMax);
    count++;
  }
  return count;
}

/** Write lines "line 0", "line 1" ..., with time to write them in between. */
function writeLines(count: i32, text: string = "line "): void {
  for (let index = 0; index < count; index++) {
    logInformation(text + index.toString());
    pass(1000);
  }
}

describe("files of the log", () => {
  it("have a largest size and a largest number, and the oldest goes first", () => {
    const config = cardConfig();
    config.cardFile_kb = 16;
    config.cardFiles = 3;
    begin(config);
    const filler = "x".repeat(200) + " ";
    for (let index = 0; index < 600; index++) {
      logInformation(filler + index.toString());
      pass(1000);
      if (index % 50 == 49) expect(countFiles(16000)).toBeLessThanOrEqual(3);
    }
    log.end();
    expect(countFiles(16000)).toBe(3);
    expect(cardGet(FIRST) == null).toBe(true);
    // Three files are there without a gap between them, up to the last line.
    const lines = cardLog().split("\n");
    const kept = lines.length - 1;
    expect(kept).toBeGreaterThan(2 * (16000 / 250));
    for (let index = 0; index < kept; index++) {
      expect(lines[index].endsWith(" " + (600 - kept + index).toString())).toBe(true);
    }
  });

  it("become fewer when fewer are wanted", () => {
    begin(cardConfig());
    for (let number = 1; number <= 9; number++) {
      cardPut(FOLDER + "/00000" + number.toString() + ".log", utf8("old\n"));
    }
    const config = cardConfig();
    config.cardFiles = 2;
    start(config);
    for (let index = 0; index < 8; index++) {
      logInformation("line");
      log.end();
    }
    expect(countFiles(1000)).toBe(2);
    expect(cardText(FOLDER + "/000009.log").startsWith("old\n2025")).toBe(true);
  });

  it("are told from files of others", () => {
    begin(cardConfig());
    const others = ["a", "12345.log", "0000007.log", "00000x.log", "000008.txt", "000009.log/a"];
    for (let index = 0; index < others.length; index++) {
      cardPut(FOLDER + "/" + others[index], utf8("mine"));
    }
    cardPut(FOLDER + "/000004.log", utf8("old\n"));
    logInformation("line");
    log.end();
    expect(cardText(FOLDER + "/000004.log").endsWith("information line\n")).toBe(true);
    for (let index = 0; index < others.length; index++) {
      expect(cardText(FOLDER + "/" + others[index])).toBe("mine");
    }
  });

  it("do not run out of numbers", () => {
    const config = cardConfig();
    config.cardFile_kb = 16;
    begin(config);
    cardPut(FOLDER + "/999999.log", utf8("x".repeat(15999) + "\n"));
    logInformation("line");
    log.end();
    expect(countFiles(16000)).toBe(1);
    expect(timesOnCard("line")).toBe(1);
  });

  it("may be taken away by a person", () => {
    begin(cardConfig());
    logInformation("one");
    log.end();
    cardRemove(FIRST);
    logInformation("two");
    log.end();
    expect(cardText(FIRST).endsWith("information two\n")).toBe(true);
  });

  it("go on behind a line that was torn", () => {
    begin(cardConfig());
    cardPut(FIRST, utf8("whole\ntor"));
    logInformation("line");
    log.end();
    logInformation("line");
    log.end();
    const line = "2025-06-15T03:10:00+02:00 information line\n";
    expect(cardText(FIRST)).toBe("whole\ntor\n" + line + line);
  });
});

/** The bytes of the two files that the next test cuts; what was cut need not be UTF-8. */
function logBytes(): Uint8Array {
  const first = cardGet(FIRST)!;
  const found = cardGet(FOLDER + "/000002.log");
  if (found == null) return first;
  const second: Uint8Array = found;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function beginsWith(bytes: Uint8Array, beginning: Uint8Array): bool {
  if (bytes.length < beginning.length) return false;
  return memory.compare(bytes.dataStart, beginning.dataStart, <usize>beginning.length) == 0;
}

describe("a cut of power", () => {
  it("anywhere spoils no line before it and none after it", () => {
    const config = cardConfig();
    config.cardFile_kb = 16;
    config.cardFiles = 2;
    begin(config);
    const full = ("y".repeat(99) + "\n").repeat(159);
    cardPut(FIRST, utf8(full));
    cardRecord();
    for (let batch = 0; batch < 3; batch++) {
      for (let line = 0; line < 4; line++) logInformation("line " + (batch * 4 + line).toString());
      log.end();
    }
    expect(cardText(FIRST)).toBe(full);
    const points = cardPoints();
    expect(points).toBeGreaterThan(500);
    for (let point = 0; point <= points; point++) {
      for (let garbage = 0; garbage < 2; garbage++) {
        cardCut(point, garbage);
        const before = logBytes();
        start(config);
        logInformation("after");
        log.end();
        const after = logBytes();
        if (!beginsWith(after, before)) expect(point).toBe(-1);
        const line = utf8("\n2025-06-15T03:10:00+02:00 information after\n");
        if (!beginsWith(after.subarray(after.length - line.length), line)) expect(point).toBe(-1);
      }
    }
  });
});

describe("a card that fails", () => {
  it("at any call, in any way, loses no line", () => {
    for (let call = 1; call <= 16; call++) {
      for (let error = 0; error < errors.length; error++) {
        begin(cardConfig());
        cardFailCalls(call, call, errors[error]);
        writeLines(20);
        pass(HOUR_MS);
        writeLines(20, "later ");
        pass(HOUR_MS);
        cardFailCalls(0, 0, 0);
        for (let index = 0; index < 20; index++) {
          if (timesOnCard("line " + index.toString()) < 1) expect(call).toBe(-1);
          if (timesOnCard("later " + index.toString()) < 1) expect(call).toBe(-1);
        }
      }
    }
  });

  it("for long keeps the newest lines, and says how many are lost", () => {
    for (let error = 0; error < errors.length; error++) {
      begin(cardConfig());
      cardFailCalls(1, i32.MAX_VALUE / 2, errors[error]);
      for (let index = 0; index < 1000; index++) {
        logInformation("line " + index.toString());
        pass(10000);
      }
      cardFailCalls(0, 0, 0);
      pass(HOUR_MS);
      const lines = cardLog().split("\n");
      const kept = lines.length - 2;
      if (error < 5) {
        const lost = (1000 - kept).toString();
        expect(lines[0].endsWith("(" + lost + " lines are lost)")).toBe(true);
        expect(kept).toBeGreaterThan(200);
      }
      expect(timesOnCard("line 999")).toBeGreaterThanOrEqual(1);
    }
  });

  it("is left alone for longer and longer, and told of once", () => {
    const config = cardConfig();
    config.consoleLevel = Level.WARNING;
    begin(config);
    cardFail(HostError.IO);
    cardFailReading(HostError.IO);
    logInformation("line");
    pass(60000);
    expect(cardCalls()).toBeGreaterThan(0);
    pass(24 * HOUR_MS);
    expect(logCount()).toBe(1);
    expect(consoleText()).toBe(
      "the log is not written to the card: the card or the device failed while reading or writing\n",
    );
    // At most four calls every 7.5 minutes at the end, and few more at the beginning.
    expect(cardCalls()).toBeLessThan(4 * (24 * 8 + 12));
    cardFail(0);
    cardFailReading(0);
    pass(HOUR_MS);
    expect(timesOnCard("line")).toBe(1);
    cardFail(HostError.NO_SPACE);
    logInformation("line");
    pass(HOUR_MS);
    expect(logCount()).toBe(2);
    expect(consoleText().endsWith("the log is not written to the card: the card is full\n")).toBe(
      true,
    );
  });

  it("ends nothing at the end of a run", () => {
    for (let error = 0; error < errors.length; error++) {
      begin(cardConfig());
      logInformation("line");
      cardFailCalls(1, i32.MAX_VALUE / 2, errors[error]);
      log.end();
      expect(cardCalls()).toBeLessThan(8);
    }
  });

  it("keeps its last 2 MiB", () => {
    begin(cardConfig());
    cardSetFree((2 << 20) + 4095);
    logInformation("line");
    pass(HOUR_MS);
    expect(cardGet(FIRST) == null).toBe(true);
    cardSetFree((2 << 20) + 4096);
    pass(HOUR_MS);
    expect(timesOnCard("line")).toBe(1);
  });

  it("and comes back as another one gets the lines that wait, and keeps its own", () => {
    begin(cardConfig());
    cardFail(HostError.NO_DEVICE);
    logInformation("line");
    pass(HOUR_MS);
    cardFail(0);
    cardPut(FOLDER + "/000007.log", utf8("its own\n"));
    pass(HOUR_MS);
    expect(cardText(FOLDER + "/000007.log").startsWith("its own\n2025")).toBe(true);
    expect(timesOnCard("line")).toBe(1);
  });
});

describe("another writer of the same file", () => {
  it("is not disturbed", () => {
    begin(cardConfig());
    logInformation("one");
    log.end();
    append(FIRST, utf8("by hand"));
    logInformation("two");
    log.end();
    expect(cardText(FIRST).includes("\nby hand\n2025")).toBe(true);
  });
});
