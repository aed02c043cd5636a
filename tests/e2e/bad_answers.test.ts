/** Everything a server, or what stands in its place, may answer: the photo arrives all the same. */
import { describe, expect, it } from "vitest";

import type { FaultAction } from "../../scripts/cloud/cloud.ts";
import { cloudCamera, ofKind } from "./cloud_camera.ts";

/** Meets one request of each route that a photo needs; the next is answered well. */
const faults: [what: string, action: FaultAction][] = [
  ["429 with a time in the head", { kind: "rate_limited", body: "text", header_s: 3 }],
  ["429 with a time in the body", { kind: "rate_limited", body: "json", body_s: 3 }],
  ["429 without a time", { kind: "rate_limited", body: "json" }],
  ["429 as text without a time", { kind: "rate_limited", body: "text" }],
  ["500 in HTML", { kind: "server_error", status: 500 }],
  ["502 in HTML", { kind: "server_error", status: 502 }],
  ["503 without a body", { kind: "server_error", status: 503, body: "empty" }],
  ["a login page", { kind: "html_200" }],
  ["a redirect", { kind: "redirect", status: 302, location: "https://elsewhere.invalid/" }],
  ["a permanent redirect", { kind: "redirect", status: 308, location: "https://timeapi.io/" }],
  [
    "400 in HTML",
    { kind: "answer", status: 400, type: "text/html", body: "<html>Bad Request</html>" },
  ],
  ["403 in HTML", { kind: "answer", status: 403, type: "text/html", body: "<html>No</html>" }],
  ["404 as text", { kind: "answer", status: 404, type: "text/plain", body: "nothing here" }],
  ["half of a JSON text", { kind: "answer", status: 200, type: "application/json", body: '{"a":' }],
  ["a 200 without a body", { kind: "answer", status: 200, type: "application/json", body: "" }],
  ["an answer of 3 MB", { kind: "huge_body", bytes: 3_000_000 }],
  ["a length that is too short", { kind: "wrong_length", difference_bytes: -7 }],
  ["1xx before the answer", { kind: "interim", statuses: [100, 103, 100] }],
  [
    "the end of the connection",
    { kind: "stall", where: "response", duration_ms: 1, then: "close" },
  ],
  ["a goodbye after the answer", { kind: "close_after_response", announced: false }],
];

describe("a photo arrives, once, after", () => {
  it.each(faults)("%s", async (_what, action) => {
    const camera = await cloudCamera();
    await camera.cloud.setFaults({
      requests: ["oauth2/token", "files/upload"].map((route) => ({ route, requests: 1, action })),
    });
    const run = await camera.run({ speed: 40 });
    expect(run.code, run.output).toBe(0);
    expect(ofKind(run, "missed")).toEqual([]);
    const [verified] = ofKind(run, "verified");
    expect(camera.cloud.files()).toMatchObject([{ content_hash: verified?.content_hash }]);
  });

  it.each(["content-length", "chunked"] as const)(
    "answers framed by %s that are cut in the middle",
    async (framing) => {
      const camera = await cloudCamera({ framing });
      const action = { kind: "half_response", cut: "body", ending: "close" } as const;
      await camera.cloud.setFaults({
        requests: [{ route: "*", requests: { from: 1, to: 3 }, action }],
      });
      const run = await camera.run({ speed: 40 });
      expect(run.code, run.output).toBe(0);
      expect(camera.cloud.files()).toHaveLength(1);
    },
  );
});

describe("a token endpoint that answers HTML for a long time", () => {
  it("keeps no photo from being taken, and none is given up", async () => {
    const camera = await cloudCamera();
    const requests = { from: 1, to: 4 };
    await camera.cloud.setFaults({
      requests: [{ route: "oauth2/token", requests, action: { kind: "html_200" } }],
    });
    const run = await camera.run({ shots: 3 });
    expect(ofKind(run, "stored")).toHaveLength(3);
    expect(ofKind(run, "missed")).toEqual([]);
    expect(ofKind(run, "upload_failed").every(({ permanent }) => !permanent)).toBe(true);
    expect(run.code, run.output).toBe(0);
  });
});
