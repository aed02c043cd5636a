/**
 * Applications that try to get out of the sandbox, on the desktop board with its core under
 * sanitizers: each is stopped or gets an error, and the board comes to its end in order.
 */
import { beforeAll, describe, expect, it } from "vitest";

import { readImportTable } from "../../scripts/generate/import_table.ts";
import { assemble, withAnyManifest } from "../package/modules.ts";
import { fateOf, sanitizedBoard } from "./sanitized_board.ts";
import { memory_bytes, Script } from "./script.ts";

const table = readImportTable();
const errorOf = (name: string): number =>
  table.errors.find((error) => error.name === name)?.value ?? NaN;

beforeAll(async () => {
  await sanitizedBoard();
}, 600_000);

/** A module with its own code in tick. */
function ticking(code: string, more = ""): Buffer {
  return withAnyManifest(
    assemble(`(module ${more} (memory (export "memory") 1)
      (func (export "start") (result i32) (i32.const 0))
      (func $tick (export "tick") (param i64) (result i64) ${code}))`),
    { memory_kib: 512 },
  );
}

describe("what the manifest does not name", () => {
  const importing = `(import "random" "fill" (func $fill (param i32 i32) (result i32)))`;

  it("is no import at all", async () => {
    const file = ticking("unreachable", importing);
    const allowed = await fateOf(file);
    // The same bytes, but for the one that makes it another capability.
    const text = Buffer.from("use random\n");
    const at = file.indexOf(text);
    file.write("use report\n", at);
    const refused = await fateOf(file);
    expect(allowed.reason).toContain("unreachable");
    expect(refused).toMatchObject({ exit_code: 1 });
    expect(refused.reason).toContain("imports random.fill, which its manifest does not ask for");
  });

  it("is out of reach: hosts and time servers", async () => {
    const script = new Script();
    const hosts = ["example.com", "api.example.org.", "xapi.example.org", "127.0.0.1", "*", ""];
    hosts.forEach((host) => script.call("net.open", ...script.text(host), 443));
    script.call("sntp.ask", ...script.text("time.example.com"), 0);
    script.call("net.open", ...script.text("API.example.org"), 443);
    const manifest = {
      hosts: ["api.example.org"],
      time_servers: ["pool.ntp.org"],
      folders: ["/webcam"],
    };
    const { results } = await fateOf(script.module(manifest));
    expect(results.slice(0, 4)).toEqual(Array(4).fill(errorOf("ACCESS")));
    expect(results[4]).toBeLessThan(0);
    expect(results[5]).toBeLessThan(0);
    expect(results[6]).toBe(errorOf("ACCESS"));
    expect(results[7]).toBeGreaterThan(0);
  });
});

describe("paths outside of the folders", () => {
  const paths = [
    ...["wamcam/ledger.csv", "webcamera/a", "web", "", "/webcam/a", "../webcam/a", "webcam/../a"],
    ...["webcam/./a", "webcam//a", "webcam/a/", "./webcam/a", "webcam\\..\\a", "webcam/a\0b"],
    ...["WEBCAM/a", "webcam./a", "webcam /a", "WEBCAM~1/a", "C:webcam/a"],
    ...[
      "webcam/a.tmp",
      "webcam/a.TMP",
      "webcam/a.bak",
      "webcam/a.Bak",
      "webcam/a.tmp.",
      "incoming.tmp",
    ],
    ...["webcam/a.", "webcam/a ", "webcam/a. .", "webcam/a.tmp ", "webcam/.../a"],
    ...[`webcam/${"a".repeat(300)}`, `webcam/${"a/".repeat(150)}`, `webcam/${"é".repeat(120)}`],
  ];

  it("cannot be opened, and nothing appears on the card", async () => {
    const script = new Script();
    const room = script.room(64);
    const good = script.text("webcam/good");
    script.call("card.write", ...good, 0, 8);
    for (const path of paths) {
      const at = script.text(path);
      script.call("card.write", ...at, 0, 8);
      script.call("card.append", ...at, 0, 8);
      script.call("card.read", ...at, 0n, ...room);
      script.call("card.size", ...at);
      script.call("card.truncate", ...at, 0n);
      script.call("card.remove", ...at);
      script.call("card.rename", ...good, ...at);
      script.call("card.rename", ...at, ...good);
      script.call("card.store", 1, ...at, ...room);
    }
    const { results } = await fateOf(script.module({ folders: ["/webcam"] }));
    expect(results).toHaveLength(1 + 9 * paths.length);
    expect(results[0]).toBe(0);
    const refusals = ["ACCESS", "INVALID", "NAME_TOO_LONG", "BAD_HANDLE"].map(errorOf);
    paths.forEach((path, index) => {
      const own = results.slice(1 + 9 * index, 10 + 9 * index);
      expect(
        own.filter((result) => !refusals.includes(result)),
        path,
      ).toEqual([]);
    });
  });

  it("cannot be sent", async () => {
    const script = new Script();
    const connection = script.call("net.open", ...script.text("example.org"), 443);
    const handle = script.result(connection);
    for (const path of ["wamcam/ledger.csv", "webcam/../state.toml", "state.toml"]) {
      script.call("net.send_file", handle, ...script.text(path), 0n, 1n);
    }
    const { results } = await fateOf(script.module({ folders: ["/webcam"] }));
    expect(results.slice(1)).toEqual(Array(3).fill(errorOf("ACCESS")));
  });

  it("of settings and state are none", async () => {
    const script = new Script();
    for (const name of ["../card/a", "passwd", "/etc/passwd", "settings.toml\0", "state.toml/"]) {
      script.call("settings.read", ...script.text(name), 0, ...script.room(64));
      script.call("settings.write", ...script.text(name), 0, 1);
    }
    script.call("settings.write", ...script.text("settings.toml"), 0, 1);
    const { results } = await fateOf(script.module());
    expect(results.filter((result) => result >= 0)).toEqual([]);
  });
});

describe("too much", () => {
  it("memory is not given: the manifest's ceiling, or the board's if that is lower", async () => {
    const grow = `(drop (memory.grow (i32.const 1))) (drop (memory.grow (i32.const 65535)))`;
    const growing = (memory_kib: number): Buffer => {
      const script = new Script();
      for (let times = 0; times < 12; times++) script.code(grow);
      return script.module({ memory_kib });
    };
    expect((await fateOf(growing(192))).linear_memory_peak).toBe(192 * 1024);
    expect((await fateOf(growing(64))).linear_memory_peak).toBe(64 * 1024);
    expect((await fateOf(growing(65_472))).linear_memory_peak).toBe(512 * 1024);
  });

  it("time is not given, whoever runs: the application or what it calls", async () => {
    const limit = ["--call-ms-max", "300"];
    const endless = await fateOf(ticking("(loop $l (br $l)) (i64.const 0)"), ...limit);
    expect(endless.reason).toMatch(/did not return within/);
    const asks = `(import "random" "fill" (func $fill (param i32 i32) (result i32)))`;
    const loop =
      "(loop $l (drop (call $fill (i32.const 0) (i32.const 65536))) (br $l)) (i64.const 0)";
    expect((await fateOf(ticking(loop, asks), ...limit)).reason).toMatch(/did not return within/);
  });

  it("depth ends in a trap", async () => {
    const deep = await fateOf(ticking("(call $tick (local.get 0))"));
    expect(deep).toMatchObject({ exit_code: 1 });
    expect(deep.reason).toMatch(/stack overflow/);
  });

  it("lines of log and events are left out", async () => {
    const script = new Script();
    const text = script.text(`{"kind":"flood"}`);
    for (let times = 0; times < 20; times++) {
      script.code(`(local.set $i (i32.const 100)) (loop $l
        (drop (call $log.write (i32.const 2) (i32.const ${text[0]}) (i32.const ${text[1]})))
        (local.set $i (i32.sub (local.get $i) (i32.const 1))) (br_if $l (local.get $i)))`);
    }
    script.call("log.write", 2, ...text);
    script.call("report.event", ...text);
    const { results, lines } = await fateOf(script.module());
    expect(results).toEqual([errorOf("BUSY"), errorOf("BUSY")]);
    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.length).toBeLessThan(1100);
    expect(JSON.stringify(lines)).toContain("from here on some are left out");
  });

  it("connections are not opened, and each that is closed makes room", async () => {
    const script = new Script();
    const host = script.text("example.org");
    const opened = Array.from({ length: 12 }, () => script.call("net.open", ...host, 443));
    for (const number of opened) script.call("net.close", script.result(number));
    // A lookup goes on when its connection is closed: only so many are under way at once.
    for (let times = 0; times < 50; times++) {
      const number = script.call("net.open", ...host, 443);
      script.call("net.close", script.result(number));
    }
    const patient = script.awaitOtherThan(errorOf("NO_MEMORY"), "net.open", ...host, 443);
    const { results } = await fateOf(script.module());
    expect(results.slice(0, 12).filter((result) => result > 0)).toHaveLength(4);
    expect(results.slice(4, 12)).toEqual(Array(8).fill(errorOf("NO_MEMORY")));
    const quick = results.slice(24, patient).filter((_, index) => index % 2 === 0);
    expect(quick.filter((one) => one <= 0 && one !== errorOf("NO_MEMORY"))).toEqual([]);
    expect(results[patient]).toBeGreaterThan(0);
  });
});

describe("handles", () => {
  const forged = [0, -1, 1, 2, 255, 256, 257, 0x7fffffff, -0x80000000, 0x01000001];

  it("that were never given out, or closed, are bad", async () => {
    const script = new Script();
    const room = script.room(64);
    const uses = (handle: string | number): number[] => [
      script.call("net.state", handle),
      script.call("net.deadlines", handle, 1, 1, 1),
      script.call("net.pace", handle, 1, 1, 1),
      script.call("net.socket_options", handle, 1, 1, 1, 1),
      script.call("net.send", handle, 0, 8),
      script.call("net.send_file", handle, ...script.text("webcam/a"), 0n, 1n),
      script.call("net.unsent", handle),
      script.call("net.sent_hash", handle, ...room),
      script.call("net.receive", handle, ...room),
      script.call("net.statistics", handle, ...room),
      script.call("net.describe", handle, ...room),
      script.call("net.close", handle),
      script.call("camera.frame_info", handle, ...room),
      script.call("camera.frame_release", handle),
      script.call("card.store", handle, ...script.text("webcam/a"), ...room),
    ];
    const bad = forged.flatMap(uses);
    const open = script.call("net.open", ...script.text("example.org"), 443);
    script.call("net.close", script.result(open));
    bad.push(...uses(script.result(open)));
    // The slot is used again: the old handle must not become good with that.
    script.call("net.open", ...script.text("example.org"), 443);
    bad.push(...uses(script.result(open)));
    const { results } = await fateOf(script.module());
    expect(new Set(bad.map((number) => results[number]))).toEqual(new Set([errorOf("BAD_HANDLE")]));
  });

  it("of frames are no good after their release, nor as connections", async () => {
    const script = new Script();
    const room = script.room(64);
    script.call("camera.open", ...script.text("SVGA"), 12);
    script.await("camera.result");
    script.call("camera.shoot");
    const frame = script.result(script.await("camera.result"));
    const good = script.call("card.store", frame, ...script.text("webcam/a.jpg"), ...room);
    const mixed = [script.call("net.state", frame), script.call("net.close", frame)];
    const released = script.call("camera.frame_release", frame);
    const bad = [
      script.call("camera.frame_release", frame),
      script.call("camera.frame_info", frame, ...room),
      script.call("card.store", frame, ...script.text("webcam/b.jpg"), ...room),
    ];
    const { results } = await fateOf(script.module());
    expect([results[good], results[released]]).toEqual([0, 0]);
    expect([...mixed, ...bad].map((number) => results[number])).toEqual(
      Array(5).fill(errorOf("BAD_HANDLE")),
    );
  });
});

describe("pointers and lengths", () => {
  /** What each import could be lured with: beyond the end, the last byte, around zero. */
  const ranges: [number, number][] = [
    [memory_bytes - 15, 16],
    [-1, 1],
    [-16, 32],
    [0, -1],
  ];
  const functions = table.capabilities.flatMap(({ functions }) => functions);
  const cases = functions.flatMap(({ capability, name, parameters }) =>
    parameters.flatMap(({ name: parameter, type }, place) =>
      type !== "bytes"
        ? []
        : ranges.map(([pointer, length]) => {
            const script = new Script();
            const args = parameters.flatMap((other, at) =>
              at === place
                ? [pointer, length]
                : other.type === "bytes"
                  ? script.text("webcam/x")
                  : [other.type === "i32" ? 1 : 1n],
            );
            script.call(`${capability}.${name}`, ...args);
            const title = `${capability}.${name} ${parameter} at ${pointer}, ${length} bytes`;
            return { title, file: script.module() };
          }),
    ),
  );

  it("are checked in every import, whole", { timeout: 300_000 }, async () => {
    expect(cases.length).toBeGreaterThan(150);
    const left = [...cases];
    const work = async (): Promise<void> => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const { exit_code, reason } = await fateOf(next.file);
        expect(`${exit_code} ${reason}`, next.title).toMatch(/^1 .*out of bounds memory/);
      }
    };
    await Promise.all([work(), work()]);
  });

  it("of abort, which have no lengths, are checked, too", async () => {
    const abort = `(import "env" "abort" (func $abort (param i32 i32 i32 i32)))`;
    for (const pointer of [0, 1, 3, 4, -1, -2, memory_bytes - 1, memory_bytes, 2048]) {
      const code = `(i32.store (i32.const 2044) (i32.const -1))
        (call $abort (i32.const ${pointer}) (i32.const ${pointer}) (i32.const 1) (i32.const 1))
        (i64.const 0)`;
      const { exit_code, reason } = await fateOf(ticking(code, abort));
      expect(exit_code).toBe(1);
      expect(reason).toMatch(/abort|out of bounds/);
    }
  });
});
