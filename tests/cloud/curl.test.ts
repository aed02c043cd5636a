/** curl as a client, which takes the cloud for the real thing by --connect-to and --cacert. */
import { describe, expect, it } from "vitest";

import type { Cloud, CloudOptions } from "../../scripts/cloud/cloud.ts";
import { accessToken, appKey, cloudForTest, refreshToken } from "./client.ts";
import { caFile, run, works } from "./program.ts";

const hasCurl = works("curl", "--version");

function curl(cloud: Cloud, ...options: string[]) {
  const target = ["--connect-to", `::127.0.0.1:${cloud.port}`, "--cacert", caFile(cloud)];
  return run("curl", ["--silent", "--show-error", "--max-time", "30", ...target, ...options]);
}

const token = `Authorization: Bearer ${accessToken}`;
const argument = 'Dropbox-API-Arg: {"path":"/a.jpg"}';
const octets = "Content-Type: application/octet-stream";
const uploadUrl = "https://content.dropboxapi.com/2/files/upload";
const uploading = ["--header", token, "--header", argument, "--header", octets];

function uploadWith(cloud: Cloud, ...options: string[]) {
  return curl(cloud, ...uploading, "--data-binary", "hello world", ...options, uploadUrl);
}

async function faulty(action: CloudFaultsAction): Promise<Cloud> {
  return cloudForTest({ faults: { requests: [{ route: "files/upload", action }] } });
}

type Faults = NonNullable<CloudOptions["faults"]>;
type CloudFaultsAction = NonNullable<Faults["requests"]>[number]["action"];

describe.skipIf(!hasCurl)("curl (skipped where curl is not installed)", () => {
  it("asks for the time", async () => {
    const cloud = await cloudForTest({ clock: () => new Date("2018-07-06T19:44:16Z") });
    const { code, output } = await curl(cloud, "https://io.adafruit.com/api/v2/time/seconds");
    expect([code, output]).toEqual([0, "1530906256"]);
  });

  it("refreshes, uploads and downloads, over TLS 1.2 and 1.3", async () => {
    const cloud = await cloudForTest();
    const form = `grant_type=refresh_token&refresh_token=${refreshToken}&client_id=${appKey}`;
    const refreshed = await curl(cloud, "--data", form, "https://api.dropboxapi.com/oauth2/token");
    expect(JSON.parse(refreshed.output)).toMatchObject({ token_type: "bearer" });
    const uploaded = await uploadWith(cloud, "--tlsv1.3");
    expect(JSON.parse(uploaded.output)).toMatchObject({ size: 11 });
    const downloaded = await curl(
      cloud,
      "--tls-max",
      "1.2",
      "--header",
      token,
      "--header",
      argument,
      "--request",
      "POST",
      "https://content.dropboxapi.com/2/files/download",
    );
    expect(downloaded.output).toBe("hello world");
  });

  it("waits for 100 Continue before a body", async () => {
    const cloud = await cloudForTest();
    const options = ["--header", "Expect: 100-continue", "--expect100-timeout", "30", "--include"];
    const { output } = await uploadWith(cloud, ...options);
    expect(output).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  });

  it("sends a body in chunks", async () => {
    const cloud = await cloudForTest();
    await uploadWith(cloud, "--header", "Transfer-Encoding: chunked");
    expect(cloud.read("/a.jpg").toString()).toBe("hello world");
  });

  it("keeps a connection", async () => {
    const cloud = await cloudForTest();
    const url = "https://timeapi.io/api/v1/time/current/unix";
    expect((await curl(cloud, url, url, url)).code).toBe(0);
    expect(cloud.connections()).toMatchObject({ accepted: 1 });
    expect(cloud.requests()).toHaveLength(3);
  });

  /** Numbers are curl's own exit codes. */
  it.each<[number, string, CloudFaultsAction]>([
    [56, "a reset in the body", { kind: "reset_in_request", after_bytes: 5 }],
    [56, "a reset before the response", { kind: "reset_before_response", applied: true }],
    [56, "half a head", { kind: "half_response", cut: "head", ending: "reset" }],
    [56, "half a body", { kind: "half_response", cut: "body", ending: "reset" }],
  ])("ends with %i after %s", async (expected, _what, action) => {
    const cloud = await faulty(action);
    expect((await uploadWith(cloud)).code).toBe(expected);
  });

  it.each([
    ["content-length", 18],
    ["chunked", 18],
  ] as const)("finds a body framed by %s cut off", async (framing, expected) => {
    const action = { kind: "half_response", cut: "body", ending: "close" } as const;
    const faults = { requests: [{ route: "files/upload", action }] };
    const cloud = await cloudForTest({ framing, faults });
    // 18: fewer bytes than announced. OpenSSL may call it a TLS error first, which is 56.
    expect([expected, 56]).toContain((await uploadWith(cloud)).code);
  });

  it.each([
    ["self_signed", 60, /self.signed certificate/],
    ["expired", 60, /certificate has expired/],
    ["other_host", 60, /no alternative certificate subject name matches/],
    ["old_tls", 35, /protocol version/],
  ] as const)("refuses %s with %i", async (certificate, expected, sentence) => {
    const cloud = await cloudForTest({ faults: { certificate } });
    const { code, errors } = await uploadWith(cloud, "--tlsv1.2");
    expect([code, errors]).toEqual([expected, expect.stringMatching(sentence)]);
    expect(cloud.requests()).toEqual([]);
  });

  it("finds nobody there when the cloud is down", async () => {
    const cloud = await cloudForTest({ faults: { down: true } });
    expect((await uploadWith(cloud)).code).toBe(7);
  });
});
