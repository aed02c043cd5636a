/** The time server of the local cloud, asked by this file, by ntplib and by chrony. */
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import type { NtpFault } from "../../scripts/cloud/cloud.ts";
import { startCloud } from "../../scripts/cloud/cloud.ts";
import { fields, packet_bytes } from "../../scripts/cloud/time/ntp.ts";
import { cloudForTest } from "./client.ts";
import { run, works } from "./program.ts";

const nonce = Buffer.from("f00dcafe01234567", "hex");

/** A client's question of some version and mode. */
function question(version = 4, mode = 3): Buffer {
  const packet = Buffer.alloc(packet_bytes);
  packet[0] = (version << 3) | mode;
  nonce.copy(packet, fields.transmit);
  return packet;
}

/**
 * Send packets and collect what comes back until there are `count` answers. Whatever the server
 * leaves unanswered it has left before it answers the last one: over the loopback nothing overtakes.
 */
function askAll(port: number, packets: readonly Buffer[], count: number): Promise<Buffer[]> {
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  return new Promise((resolve, reject) => {
    const answers: Buffer[] = [];
    socket.on("error", reject);
    socket.on("message", (answer) => {
      if (answers.push(answer) === count) resolve(answers);
    });
    socket.connect(port, "127.0.0.1", () => {
      for (const packet of packets) socket.send(packet);
    });
  });
}

async function ask(port: number, packet = question()): Promise<Buffer> {
  const [answer] = await askAll(port, [packet], 1);
  return answer ?? Buffer.alloc(0);
}

/** Seconds since 1900, modulo 2^32, with their fraction. */
function time(packet: Buffer, at: number): number {
  return packet.readUInt32BE(at) + packet.readUInt32BE(at + 4) / 2 ** 32;
}

const clock = () => new Date("2026-11-23T13:00:00.250Z");
const seconds = 4_004_427_600.25;

async function faulty(...ntp: NtpFault[]) {
  return cloudForTest({ clock, faults: { ntp } });
}

describe("the time server", () => {
  it("answers as RFC 5905 says", async () => {
    const cloud = await cloudForTest({ clock });
    const answer = await ask(cloud.ntpPort);
    expect(answer).toHaveLength(packet_bytes);
    expect([answer[0], answer[fields.stratum]]).toEqual([0x24, 2]);
    expect(answer.subarray(fields.originate, fields.receive)).toEqual(nonce);
    expect(time(answer, fields.receive)).toBeCloseTo(seconds, 6);
    expect(time(answer, fields.transmit)).toBeCloseTo(seconds, 6);
    expect(time(answer, fields.reference)).toBeLessThan(seconds);
    expect(cloud.counters()).toEqual({ ntp: 1 });
  });

  it.each([1, 2, 3, 4])("answers version %d in that version", async (version) => {
    const { ntpPort } = await cloudForTest();
    expect((await ask(ntpPort, question(version)))[0]).toBe((version << 3) | 4);
  });

  it("answers clients only, and whole packets", async () => {
    const cloud = await cloudForTest();
    const strange = [question(0), ...[0, 1, 2, 4, 5, 6, 7].map((mode) => question(4, mode))];
    const short = question().subarray(0, packet_bytes - 1);
    const answers = await askAll(cloud.ntpPort, [...strange, short, question()], 1);
    expect(answers).toHaveLength(1);
    expect(cloud.counters()).toEqual({ ntp: 1 });
  });

  it("goes on where the seconds begin anew", async () => {
    // The first day of era 1 in figure 4 of RFC 5905.
    const { ntpPort } = await cloudForTest({ clock: () => new Date("2036-02-08T00:00:00Z") });
    expect(time(await ask(ntpPort), fields.transmit)).toBe(63_104);
  });

  it("is gone while the cloud is down, and comes back on its port", async () => {
    const cloud = await cloudForTest({ faults: { down: true } });
    const { ntpPort } = cloud;
    await expect(ask(ntpPort)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await cloud.setFaults({});
    expect(cloud.ntpPort).toBe(ntpPort);
    expect(await ask(ntpPort)).toHaveLength(packet_bytes);
  });

  it("needs a port of its own", async () => {
    const { ntpPort } = await cloudForTest();
    await expect(startCloud({ ntpPort })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});

describe("faults of the time server", () => {
  it("are counted by question", async () => {
    const { ntpPort } = await faulty(
      { requests: 1, action: { kind: "silence" } },
      { requests: { from: 2, to: 3 }, action: { kind: "unsynchronised" } },
    );
    const answers = await askAll(
      ntpPort,
      [1, 2, 3, 4].map(() => question()),
      3,
    );
    expect(answers.map((answer) => answer[0])).toEqual([0xe4, 0xe4, 0x24]);
    expect(answers.map((answer) => answer[fields.stratum])).toEqual([16, 16, 2]);
  });

  it.each(["DENY", "RSTR", "RATE"] as const)("kiss of death: %s", async (code) => {
    const { ntpPort } = await faulty({ action: { kind: "kiss", code } });
    const answer = await ask(ntpPort);
    expect([answer[0], answer[fields.stratum]]).toEqual([0xe4, 0]);
    expect(answer.toString("latin1", fields.referenceId, fields.reference)).toBe(code);
    expect(answer.subarray(fields.originate, fields.receive)).toEqual(nonce);
  });

  it("a time that is hours off", async () => {
    const { ntpPort } = await faulty({ action: { kind: "shifted", by_s: -3 * 3600 } });
    const answer = await ask(ntpPort);
    for (const at of [fields.receive, fields.transmit])
      expect(time(answer, at)).toBeCloseTo(seconds - 3 * 3600, 6);
  });

  it("an answer to another question", async () => {
    const { ntpPort } = await faulty({ action: { kind: "forged" } });
    const answer = await ask(ntpPort);
    expect(answer.subarray(fields.originate, fields.receive)).not.toEqual(nonce);
    expect(time(answer, fields.transmit)).toBeCloseTo(seconds + 3600, 6);
  });

  it("garbage", async () => {
    const { ntpPort } = await faulty({ action: { kind: "garbage" } });
    const answer = await ask(ntpPort);
    expect(answer).toHaveLength(packet_bytes);
    expect(answer.subarray(fields.originate, fields.receive)).not.toEqual(nonce);
  });
});

const python = process.env["WAMCAM_PYTHON"] ?? "python3";
const hasNtplib = works(python, "-c", "import ntplib");
const ntplibProgram = `
import json, ntplib, sys
answer = ntplib.NTPClient().request("127.0.0.1", port=int(sys.argv[1]), version=4, timeout=40)
json.dump([answer.offset, answer.stratum, answer.leap, answer.mode], sys.stdout)
`;

describe.skipIf(!hasNtplib)("ntplib (skipped where Python cannot import it)", () => {
  it("is told how much its clock is off", async () => {
    const { ntpPort } = await cloudForTest({ clock: () => new Date(Date.now() + 7_000_000) });
    const { output, errors } = await run(python, ["-c", ntplibProgram, String(ntpPort)]);
    expect(errors).toBe("");
    const [offset_s, ...rest] = JSON.parse(output) as number[];
    expect(offset_s).toBeCloseTo(7000, 0);
    expect(rest).toEqual([2, 0, 4]);
  });
});

const chronyd = process.env["WAMCAM_CHRONYD"] ?? "chronyd";
const hasChrony = works(chronyd, "-v");

/** Ask once, without touching this machine's clock; without a good answer it asks for so long. */
async function askWithChrony(port: number, patience_s: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "chrony-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const settings = [`server 127.0.0.1 port ${port} iburst maxsamples 1`, "cmdport 0"];
  const pidFile = `pidfile ${join(folder, "pid")}`;
  const options = [
    "-Q",
    "-U",
    "-u",
    userInfo().username,
    "-t",
    String(patience_s),
    ...settings,
    pidFile,
  ];
  const { output, errors } = await run(chronyd, options);
  return output + errors;
}

describe.skipIf(!hasChrony)("chrony (skipped where there is no chronyd)", () => {
  it("is told how much its clock is off", async () => {
    const { ntpPort } = await cloudForTest({ clock: () => new Date(Date.now() + 7_000_000) });
    const wrong = /clock wrong by (\d+\.\d+) seconds/.exec(await askWithChrony(ntpPort, 40))?.[1];
    expect(Number(wrong)).toBeCloseTo(7000, 0);
  });

  it.each<NtpFault["action"]>([
    { kind: "unsynchronised" },
    { kind: "forged" },
    { kind: "garbage" },
    { kind: "kiss", code: "DENY" },
  ])("does not believe $kind", async (action) => {
    const { ntpPort } = await faulty({ action });
    const told = await askWithChrony(ntpPort, 3);
    expect(told).not.toContain("clock wrong by");
    expect(told).toMatch(/No suitable source|Timeout/i);
  });
});
