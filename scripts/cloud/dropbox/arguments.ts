/** How a call's argument travels in the three request styles, and what is refused about it. */
import type { CloudRequest } from "../exchange.ts";
import type { Route } from "./call.ts";
import { BadInput } from "./errors.ts";

const corsHack = "text/plain; charset=dropbox-cors-hack";
const uploadTypes = ["application/octet-stream", corsHack];
const rpcTypes = ["application/json", "application/json; charset=utf-8", corsHack];
const downloadTypes = ["", "text/plain", "text/plain; charset=utf-8", ...uploadTypes];

const notJson = "could not decode input as JSON";

/** A media type with the blanks and the case of its parameters evened out. */
function normalized(type: string): string {
  return type
    .toLowerCase()
    .replace(/\s*;\s*/g, "; ")
    .trim();
}

function checkContentType(type: string | undefined, accepted: readonly string[], exact: boolean) {
  const given = exact ? type : normalized(type ?? "");
  if (given !== undefined && accepted.includes(given)) return;
  const choices = accepted.filter((each) => each !== "").map((each) => `"${each}"`);
  throw new BadInput(
    `Bad HTTP "Content-Type" header: "${type ?? ""}".  Expecting one of ${choices.join(", ")}.`,
  );
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput(`${where}: ${notJson}`);
  }
}

/** An argument as sent, and the name of its place for error sentences. */
export interface SentArgument {
  value: unknown;
  where: string;
}

function rpcArgument(route: Route, request: CloudRequest): SentArgument {
  const where = "request body";
  const type = request.headers["content-type"];
  const isEmpty = request.body.length === 0;
  if (route.void && isEmpty && type === undefined) return { value: null, where };
  checkContentType(type, rpcTypes, false);
  if (request.bodyTooLong) throw new BadInput(`${where}: too long`);
  return { value: parse(request.body.toString("utf8"), where), where };
}

/**
 * Node hands header bytes on as Latin-1. Anything outside printable ASCII means that the sender
 * did not escape its JSON; JSON.parse would take it, so it is refused here.
 */
function headerArgument(request: CloudRequest): SentArgument {
  const header = request.headers["dropbox-api-arg"];
  const parameter = request.query.get("arg");
  if (header !== undefined) {
    const where = 'HTTP header "Dropbox-API-Arg"';
    const text = String(header);
    if (/[^ -~]/.test(text)) throw new BadInput(`${where}: ${notJson}`);
    return { value: parse(text, where), where };
  }
  const where = 'URL parameter "arg"';
  if (parameter !== null) return { value: parse(parameter, where), where };
  throw new BadInput('Must provide HTTP header "Dropbox-API-Arg" or URL parameter "arg".');
}

function checkMethod(route: Route, method: string): void {
  const accepted = route.style === "download" ? ["POST", "GET"] : ["POST"];
  if (accepted.includes(method)) return;
  throw new BadInput(
    `Your request's HTTP request method is "${method}".  ` +
      'This function only accepts the HTTP method "POST".',
  );
}

/** Throws BadInput for a wrong method, content type or place, and for text that is not JSON. */
export function sentArgument(route: Route, request: CloudRequest): SentArgument {
  checkMethod(route, request.method);
  const type = request.headers["content-type"];
  if (route.style === "rpc") return rpcArgument(route, request);
  if (route.style === "upload") checkContentType(type, uploadTypes, true);
  else checkContentType(type, downloadTypes, false);
  return headerArgument(request);
}

/** A Void argument is the JSON literal null, whichever way it came. */
export function checkVoid(sent: SentArgument): void {
  if (sent.value !== null) throw new BadInput(`${sent.where}: expected null`);
}
