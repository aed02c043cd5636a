/** The board as a child process, played by small programs that do one thing each. */
import { describe, expect, it } from "vitest";

import type { BoardEvent, UnknownLine } from "../../scripts/run/board_events.ts";
import { boardArguments, type BoardEnding, BoardProcess } from "../../scripts/run/board_process.ts";
import { end, stored } from "./events.ts";

interface Played {
  ending: BoardEnding;
  events: (BoardEvent | UnknownLine)[];
}

/** Run a program in place of the board; `onEvent` may act on the process while it runs. */
async function play(
  script: string,
  onEvent: (event: BoardEvent | UnknownLine, board: BoardProcess) => void = () => undefined,
): Promise<Played> {
  const events: (BoardEvent | UnknownLine)[] = [];
  const board = new BoardProcess(process.execPath, ["-e", script], (event) => {
    events.push(event);
    onEvent(event, board);
  });
  return { ending: await board.ended, events };
}

const say = (event: object): string => `console.log(${JSON.stringify(JSON.stringify(event))});`;
const stayAlive = "setInterval(() => undefined, 1000);";

describe("the board's process", () => {
  it("is read to its last line before its end is told", async () => {
    const { ending, events } = await play(
      `for (let i = 0; i < 3000; i++) ${say(stored(1))} ${say(end(3))} process.exitCode = 3;`,
    );
    expect(ending).toEqual({ code: 3, signal: null, complaint: "" });
    expect(events).toHaveLength(3001);
    expect(events.at(-1)).toEqual(end(3));
  });

  it("may speak nonsense without stopping the reader", async () => {
    const { events } = await play(`console.log("no JSON"); console.log(""); ${say(end(0))}`);
    expect(events.map(({ kind }) => kind)).toEqual(["unknown", "unknown", "end"]);
  });

  it("has the last word when it crashes", async () => {
    const { ending } = await play(
      'console.error("out of luck"); process.kill(process.pid, "SIGABRT");',
    );
    expect(ending).toEqual({ code: null, signal: "SIGABRT", complaint: "out of luck" });
  });

  it("that cannot be started ends with a sentence", async () => {
    const board = new BoardProcess("/nonexistent/board", [], () => undefined);
    const ending = await board.ended;
    expect(ending.code).toBeNull();
    expect(ending.complaint).toContain("could not be started");
  });

  it("is asked to stop once, however often stop is called", async () => {
    const script = `let asked = 0;
      process.on("SIGINT", () => { asked++; ${stayAlive}
        setImmediate(() => { console.log(JSON.stringify({ kind: "asked", asked })); process.exit(0); });
      });
      ${stayAlive} ${say(stored(1))}`;
    const { ending, events } = await play(script, (event, board) => {
      if (event.kind === "stored") {
        board.stop();
        board.stop();
      }
    });
    expect(ending).toMatchObject({ code: 0, signal: null });
    expect(events.at(-1)).toMatchObject({ line: '{"kind":"asked","asked":1}' });
  });

  it("can be ended by force when it does not listen", async () => {
    const script = `process.on("SIGINT", () => undefined); ${stayAlive} ${say(stored(1))}`;
    const { ending } = await play(script, (_event, board) => {
      board.stop();
      board.kill();
    });
    expect(ending).toMatchObject({ code: null, signal: "SIGKILL" });
  });
});

describe("the board's command line", () => {
  const plain = {
    ...{ application: "a.wasm", card: "/c", settings: "/s", state: "/t", camera: "scene" },
    ...{ speed: 1, start_utc_ms: null, cloud: null, ca: null },
  };

  it("sends nothing astray for the real services", () => {
    const args = boardArguments(plain);
    expect(args).toEqual([
      ...["--app", "a.wasm", "--card", "/c", "--settings", "/s", "--state", "/t"],
      ...["--camera", "scene", "--speed", "1"],
    ]);
  });

  it("leads every host to the local cloud, with its authority and its time", () => {
    const start_utc_ms = Date.UTC(2026, 5, 21, 20, 30, 0, 250);
    const cloud = { port: 8443, ntpPort: 10123 };
    const args = boardArguments({ ...plain, start_utc_ms, cloud, ca: "/ca.pem" });
    expect(args.slice(12)).toEqual([
      ...["--start-time", "2026-06-21T20:30:00.250Z"],
      ...["--connect-to", "*:443:127.0.0.1:8443", "--connect-to", "*:123:127.0.0.1:10123"],
      ...["--ca", "/ca.pem"],
    ]);
  });
});
