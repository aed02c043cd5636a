import { DropboxAccount } from "../../assembly/cloud/dropbox/account";
import { TokenKeeper } from "../../assembly/cloud/dropbox/token_keeper";
import { HttpClient } from "../../assembly/cloud/http/client";
import { UpdateConfig } from "../../assembly/config/camconfig";
import { HostError } from "../../assembly/host/errors";
import { setNowMs } from "../../assembly/host/clock";
import { kept } from "../../assembly/power/kept";
import { Puller } from "../../assembly/update/puller";
import {
  answer,
  netAnswer,
  netClearSent,
  netOpenCount,
  netOpened,
  netOpenFail,
  netSent,
  netSetState,
  sentField,
} from "../cloud/net_script";
import { logCount, logText, reportCount, reportText, resetDoubles } from "../double";
import { updateAnswers, updateAsked, updateEnds, updateWritten } from "./update_script";

const HASH = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const OTHER = "ffff456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const HOUR_MS: i64 = 3600000;
const BYTES: i32 = 9000;

let puller: Puller = made("", "", 1);

function made(dropboxFile: string, index: string, every_h: i32): Puller {
  const config = new UpdateConfig();
  config.dropboxFile = dropboxFile;
  config.index = index;
  config.every_h = every_h;
  const client = new HttpClient();
  const account = new DropboxAccount("key", "", "", "sl.access", 0);
  return new Puller(config, "CAM 1", client, new TokenKeeper(client, account));
}

function restart(dropboxFile: string, index: string, every_h: i32 = 1): void {
  resetDoubles();
  kept.refused = kept.refusedInIndex = kept.lookUtcMs = 0;
  puller = made(dropboxFile, index, every_h);
}

function restartWithDropbox(): void {
  restart("/wamcam/timelapse.wasm", "");
}

function restartWithIndex(): void {
  restart("", "https://updates.example.com/a/index.json");
}

/** Let the request that is due, or under way, be answered over a connection. */
function say(now: i64, connection: i32, text: string, isQuiet: bool = true): void {
  puller.step(now, isQuiet);
  netSetState(connection, 3);
  puller.step(now, isQuiet);
  netAnswer(connection, text);
  puller.step(now, isQuiet);
}

function metadata(hash: string = HASH): string {
  const file = '{".tag":"file","rev":"0123456789","size":' + BYTES.toString();
  return answer(200, "", file + ',"content_hash":"' + hash + '"}');
}

function index(hash: string = HASH): string {
  const entry = '{"name":"timelapse","url":"t.wasm","bytes":' + BYTES.toString();
  return answer(200, "", '{"applications":[' + entry + ',"sha256":"' + hash + '"}]}');
}

function piece(bytes: i32, status: i32 = 206): string {
  return answer(status, "", "x".repeat(bytes));
}

function lastLog(): string {
  return logCount() > 0 ? logText(logCount() - 1) : "";
}

describe("an application in Dropbox", () => {
  beforeEach(restartWithDropbox);

  it("is received in pieces of its revision, and ended", () => {
    updateAnswers(0);
    say(0, 1, metadata());
    expect(netOpened(0)).toBe("api.dropboxapi.com:443");
    expect(netSent(1).endsWith('{"path":"/wamcam/timelapse.wasm"}')).toBe(true);
    expect(updateAsked()).toBe(BYTES.toString() + " " + HASH + " 8 0");
    say(0, 2, piece(4096));
    expect(netOpened(1)).toBe("content.dropboxapi.com:443");
    expect(sentField(2, "Dropbox-API-Arg")).toBe('{"path":"rev:0123456789"}');
    expect(sentField(2, "Range")).toBe("bytes=0-4095");
    netClearSent(2);
    say(0, 2, piece(4096));
    expect(sentField(2, "Range")).toBe("bytes=4096-8191");
    netClearSent(2);
    expect(updateEnds()).toBe(0);
    say(0, 2, piece(808));
    expect(sentField(2, "Range")).toBe("bytes=8192-8999");
    expect(updateWritten()).toBe("0+4096 4096+4096 8192+808");
    expect(updateEnds()).toBe(1);
    expect(reportText(reportCount() - 1).includes('"outcome":"taken"')).toBe(true);
    expect(puller.nextAtMs).toBe(HOUR_MS);
  });

  it("goes on after what is there already, and is not begun anew by a cut", () => {
    updateAnswers(4096);
    say(0, 1, metadata());
    say(0, 2, piece(4096));
    puller.step(0, true);
    // The kept connection was lost in between: once, another one is tried at once.
    netSetState(2, HostError.CONNECTION_RESET);
    puller.step(0, true);
    expect(puller.isBusy).toBe(true);
    netSetState(3, HostError.CONNECTION_RESET);
    puller.step(0, true);
    expect(updateWritten()).toBe("4096+4096");
    const again = puller.nextAtMs;
    expect(again).toBeGreaterThan(20000);
    expect(again).toBeLessThan(60000);
    updateAnswers(8192);
    say(again, 1, metadata());
    say(again, 4, piece(808));
    expect(sentField(4, "Range")).toBe("bytes=8192-8999");
    expect(updateEnds()).toBe(1);
  });

  it("is written only while no shot is near", () => {
    updateAnswers(0);
    say(0, 1, metadata());
    say(0, 2, piece(4096), false);
    expect(updateWritten()).toBe("");
    expect(puller.isBusy).toBe(true);
    puller.step(5, true);
    expect(updateWritten()).toBe("0+4096");
  });

  it("that is not there says nothing, and is looked for again", () => {
    const error = '{".tag":"path","path":{".tag":"not_found"}}';
    say(0, 1, answer(409, "", '{"error_summary":"path/not_found/.","error":' + error + "}"));
    expect(logCount()).toBe(0);
    expect(puller.nextAtMs).toBe(HOUR_MS);
  });

  it("that is no file is told, as any other error of Dropbox", () => {
    say(0, 1, answer(200, "", '{".tag":"folder","name":"timelapse.wasm"}'));
    expect(lastLog()).toBe("/wamcam/timelapse.wasm: its size or hash is missing");
    restartWithDropbox();
    updateAnswers(0);
    say(0, 1, metadata());
    say(0, 2, answer(409, "", '{"error":{".tag":"unsupported_file"}}'));
    expect(lastLog().includes("(unsupported_file)")).toBe(true, lastLog());
    expect(updateWritten()).toBe("");
  });

  it("with a token that is refused waits for another one", () => {
    say(0, 1, answer(401, "", '{"error":{".tag":"expired_access_token"}}'));
    puller.step(puller.nextAtMs, true);
    expect(lastLog().includes("DBX_REFRESH_TOKEN")).toBe(true, lastLog());
  });
});

describe("an application that the host refuses", () => {
  it("for good is told once, and its bytes are not asked for again", () => {
    restartWithDropbox();
    updateAnswers(0, 0, HostError.ACCESS, "the signature is not valid");
    say(0, 1, metadata());
    say(0, 2, piece(4096));
    say(0, 2, piece(4096));
    say(0, 2, piece(808));
    expect(lastLog()).toBe("/wamcam/timelapse.wasm: the signature is not valid");
    expect(reportText(reportCount() - 1).includes('"outcome":"refused"')).toBe(true);
    const lines = logCount();
    const opened = netOpenCount();
    for (let hour = 1; hour < 4; hour++) say(HOUR_MS * hour, 1, metadata());
    expect(logCount()).toBe(lines);
    expect(netOpenCount()).toBe(opened);
    // Another file in its place is looked at.
    updateAnswers(0);
    say(HOUR_MS * 4, 1, metadata(OTHER));
    expect(updateAsked().includes(OTHER)).toBe(true);
  });

  it("in both places stays refused in both", () => {
    restart("/t.wasm", "https://updates.example.com/a/index.json");
    updateAnswers(HostError.ACCESS, 0, 0, "it has failed before");
    say(0, 1, metadata());
    say(0, 2, index(OTHER));
    expect(reportCount()).toBe(2);
    say(HOUR_MS, 1, metadata());
    say(HOUR_MS, 2, index(OTHER));
    expect(reportCount()).toBe(2);
  });

  it("since it is installed, or another one is on trial, is no matter for the log", () => {
    const answers: i32[] = [HostError.EXISTS, HostError.BUSY];
    for (let at = 0; at < answers.length; at++) {
      restartWithDropbox();
      updateAnswers(answers[at]);
      say(0, 1, metadata());
      expect(logCount()).toBe(0);
      expect(puller.nextAtMs).toBe(HOUR_MS);
    }
  });

  it("for now is asked for again", () => {
    const answers: i32[] = [HostError.IO, HostError.NOT_FOUND];
    for (let at = 0; at < answers.length; at++) {
      restartWithDropbox();
      updateAnswers(0, answers[at], 0, "another installation was begun meanwhile");
      say(0, 1, metadata());
      say(0, 2, piece(4096));
      expect(lastLog().includes("was begun meanwhile")).toBe(true);
      expect(puller.nextAtMs).toBeGreaterThan(20000);
      expect(puller.nextAtMs).toBeLessThan(60000);
      expect(kept.refused).toBe(0);
    }
  });
});

describe("an index on the web", () => {
  beforeEach(restartWithIndex);

  it("is told who asks", () => {
    updateAnswers(0);
    say(0, 1, index());
    expect(
      netSent(1).startsWith("GET /a/index.json HTTP/1.1\r\nHost: updates.example.com\r\n"),
    ).toBe(true);
    expect(sentField(1, "Wamcam-Camera")).toBe("CAM%201");
    expect(sentField(1, "Wamcam-Board")).toBe("double");
    expect(sentField(1, "User-Agent").startsWith("wamcam/")).toBe(true);
    expect(updateAsked()).toBe(BYTES.toString() + " " + HASH + " 0 0");
    netClearSent(1);
    say(0, 1, piece(4096));
    expect(netSent(1).startsWith("GET /a/t.wasm HTTP/1.1\r\n")).toBe(true);
    expect(sentField(1, "Range")).toBe("bytes=0-4095");
    expect(updateWritten()).toBe("0+4096");
  });

  it("of a host that the manifest does not name says what to do", () => {
    netOpenFail(HostError.ACCESS);
    puller.step(0, true);
    expect(lastLog().startsWith("updates.example.com: ")).toBe(true);
    expect(lastLog().endsWith("; add it to hosts in as-app/manifest.json")).toBe(true);
  });

  it("that cannot be read says why, once", () => {
    const says = (text: string, sentence: string): void => {
      restartWithIndex();
      say(0, 1, text);
      expect(lastLog().includes(sentence)).toBe(true, lastLog());
    };
    says(answer(404, "", "<html>"), "updates.example.com answered with status 404");
    says(answer(302, "Location: /b\r\n", ""), "status 302; write the address that it leads to");
    says(answer(200, "", "<html>"), "is no JSON with applications");
    says(answer(200, "", '{"applications":[{"name":"timelapse","url":"t"}]}'), "hash is missing");
    const lines = logCount();
    say(puller.nextAtMs, 1, answer(200, "", '{"applications":[{"name":"timelapse","url":"t"}]}'));
    expect(logCount()).toBe(lines);
  });

  it("whose server sends no parts says so", () => {
    const answers: string[] = [piece(9000, 200), piece(100, 200)];
    for (let at = 0; at < answers.length; at++) {
      restartWithIndex();
      updateAnswers(0);
      say(0, 1, index());
      say(0, 1, answers[at]);
      expect(lastLog()).toBe(
        "updates.example.com sends whole files only, not the part asked for (Range)",
      );
      expect(updateWritten()).toBe("");
    }
  });

  it("without an entry for the camera is asked again", () => {
    say(0, 1, answer(200, "", '{"applications":[]}'));
    expect(logCount()).toBe(0);
    expect(puller.nextAtMs).toBe(HOUR_MS);
  });
});

describe("the looks at the places", () => {
  it("follow each other, one place behind the other, also after a failure", () => {
    restart("/t.wasm", "https://updates.example.com/index.json");
    say(0, 1, answer(500, "", ""));
    say(0, 2, answer(200, "", '{"applications":[]}'));
    expect(netOpened(1)).toBe("updates.example.com:443");
    expect(puller.nextAtMs).toBeGreaterThan(20000);
    expect(puller.nextAtMs).toBeLessThan(60000);
  });

  it("are none without a place, and one where that is wanted", () => {
    const config = new UpdateConfig();
    expect(config.isOn()).toBe(false);
    config.index = "https://updates.example.com/index.json";
    expect(config.isOn()).toBe(true);
    restart("", "https://updates.example.com/index.json", 0);
    say(0, 1, answer(200, "", '{"applications":[]}'));
    expect(puller.nextAtMs).toBeGreaterThan(HOUR_MS * 24 * 366);
  });

  it("go on over a deep sleep", () => {
    restartWithIndex();
    setNowMs(1782000000000);
    say(0, 1, answer(200, "", '{"applications":[]}'));
    expect(kept.lookUtcMs).toBe(1782000000000 + HOUR_MS);
    puller = made("", "https://updates.example.com/a/index.json", 1);
    setNowMs(1782000000000 + HOUR_MS - 5000);
    puller.wake(100);
    expect(puller.nextAtMs).toBe(5100);
  });

  it("end with the run", () => {
    restartWithIndex();
    puller.step(0, true);
    puller.abandon();
    expect(puller.isBusy).toBe(false);
    expect(puller.nextAtMs).toBe(i64.MAX_VALUE);
  });
});
