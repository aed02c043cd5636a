/** A web server with files that a test puts there: for indexes of applications, and applications. */
import { requestedRange } from "../byte_range.ts";
import { type CloudRequest, type Reply, type Service, textReply } from "../exchange.ts";

/** Files by their paths, which begin with a slash. */
export type WebFiles = Map<string, Buffer>;

function partOf(file: Buffer, { headers }: CloudRequest): Reply {
  const fields = { "Content-Type": "application/octet-stream", "Accept-Ranges": "bytes" };
  const range = requestedRange(headers.range, file.length);
  if (range === null) return { status: 200, headers: fields, body: file };
  if (range === undefined) {
    const whole = { ...fields, "Content-Range": `bytes */${file.length}` };
    return { status: 416, headers: whole, body: Buffer.alloc(0) };
  }
  const { first, last } = range;
  const part = { ...fields, "Content-Range": `bytes ${first}-${last}/${file.length}` };
  return { status: 206, headers: part, body: file.subarray(first, last + 1) };
}

export function webServer(files: WebFiles): Service {
  return {
    route: (_method, path) => `web${path}`,
    bodyBytesMax: () => 0,
    standingHeaders: () => ({ Server: "web" }),
    answer: (request) => {
      if (request.method !== "GET") return textReply(405, "Only GET is served here.");
      const file = files.get(request.path);
      return file === undefined ? textReply(404, "There is no such file.") : partOf(file, request);
    },
  };
}
