/** Calls of Dropbox's API whose argument and answer are JSON. */
import { Request } from "../http/request";
import { headerJsonString } from "./header_json";

export const API_HOST = "api.dropboxapi.com";

/** A call of a route like `files/get_metadata`; an empty `json` for a route without argument. */
export function apiRequest(route: string, accessToken: string, json: string): Request {
  const request = new Request(API_HOST, "POST", "/2/" + route);
  request.field("Authorization", "Bearer " + accessToken);
  // Without an argument there must be no Content-Type either.
  if (json.length > 0) request.text("application/json", json);
  return request;
}

/** Ask what is at a path. */
export function metadataRequest(accessToken: string, path: string): Request {
  const argument = '{"path":' + headerJsonString(path) + "}";
  return apiRequest("files/get_metadata", accessToken, argument);
}
