/** Requests of Dropbox's upload style: the argument in a header, the body raw. */
import { Request } from "../http/request";

const CONTENT_HOST = "content.dropboxapi.com";

/** The only content type that these routes take. */
export const OCTETS = "application/octet-stream";

/** A request of /2/files/`route` that still needs its body. `argument` is header-safe JSON. */
export function contentRequest(route: string, accessToken: string, argument: string): Request {
  const request = new Request(CONTENT_HOST, "POST", "/2/files/" + route);
  request.field("Authorization", "Bearer " + accessToken);
  request.field("Dropbox-API-Arg", argument);
  request.isRepeatable = false;
  return request;
}
