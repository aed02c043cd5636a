/** Every union that the routes in use can answer with, one by one: what the application makes of it. */
import { apiRequest } from "../../../assembly/cloud/dropbox/api_request";
import { judgeCall, Judgement, Verdict } from "../../../assembly/cloud/dropbox/judgement";
import { HttpClient } from "../../../assembly/cloud/http/client";
import { resetDoubles } from "../../double";
import { answer, netAnswer, netSetState } from "../net_script";
import { PATH, expectNoSecret } from "./upload_script";

/** Members of the unions as in Dropbox's specification of its API, each with the verdict. */
const WRITE: string[] = [
  "malformed_path PHOTO",
  "conflict/file TAKEN",
  "conflict/folder PHOTO",
  "conflict/file_ancestor PHOTO",
  "conflict/other PHOTO",
  "no_write_permission ACCOUNT",
  "insufficient_space ACCOUNT",
  "disallowed_name PHOTO",
  "team_folder ACCOUNT",
  "operation_suppressed ACCOUNT",
  "too_many_write_operations RETRY",
  "access_restricted ACCOUNT",
  "other STRANGE",
];
const LOOKUP: string[] = [
  "malformed_path PHOTO",
  "not_found NOT_FOUND",
  "not_file PHOTO",
  "not_folder PHOTO",
  "restricted_content PHOTO",
  "unsupported_content_type PHOTO",
  "locked RETRY",
  "other STRANGE",
];
/** Also those for sessions in parallel, which the application never begins. */
const SESSION: string[] = [
  "not_found NOT_FOUND",
  "incorrect_offset OFFSET",
  "closed STRANGE",
  "not_closed STRANGE",
  "too_large STRANGE",
  "concurrent_session_invalid_offset STRANGE",
  "concurrent_session_invalid_data_size STRANGE",
  "payload_too_large PHOTO",
  "other STRANGE",
];
const START: string[] = [
  "concurrent_session_data_not_allowed STRANGE",
  "concurrent_session_close_not_allowed STRANGE",
  "payload_too_large PHOTO",
  "content_hash_mismatch CONTENT",
  "other STRANGE",
];
const FINISH: string[] = [
  "properties_error/unsupported_folder STRANGE",
  "too_many_shared_folder_targets STRANGE",
  "too_many_write_operations RETRY",
  "concurrent_session_data_not_allowed STRANGE",
  "concurrent_session_not_closed STRANGE",
  "concurrent_session_missing_data STRANGE",
  "payload_too_large PHOTO",
  "content_hash_mismatch CONTENT",
  "encryption_not_supported PHOTO",
  "other STRANGE",
];
const UPLOAD: string[] = [
  "properties_error/unsupported_folder STRANGE",
  "payload_too_large PHOTO",
  "content_hash_mismatch CONTENT",
  "encryption_not_supported PHOTO",
  "other STRANGE",
];
const DELETE: string[] = ["too_many_write_operations RETRY", "too_many_files STRANGE"];
const AUTHENTICATION: string[] = [
  "expired_access_token EXPIRED",
  "invalid_access_token REFUSED",
  "missing_scope ACCOUNT",
  "user_suspended ACCOUNT",
  "route_access_denied ACCOUNT",
  "invalid_select_user ACCOUNT",
  "invalid_select_admin ACCOUNT",
  "other ACCOUNT",
];
const ACCESS: string[] = [
  "invalid_account_type/endpoint ACCOUNT",
  "invalid_account_type/feature ACCOUNT",
  "paper_access_denied/paper_disabled ACCOUNT",
  "paper_access_denied/not_paper_user ACCOUNT",
  "team_access_denied ACCOUNT",
  "no_permission/unauthorized_account_id_usage ACCOUNT",
  "other ACCOUNT",
];
const PATH_ROOT: string[] = [
  "invalid_root/user ACCOUNT",
  "invalid_root/team ACCOUNT",
  "no_permission ACCOUNT",
  "other ACCOUNT",
];

function verdictOf(word: string): Verdict {
  const words = "TAKEN NOT_FOUND OFFSET CONTENT RETRY STRANGE PHOTO ACCOUNT EXPIRED REFUSED";
  const verdicts: Verdict[] = [
    Verdict.NAME_TAKEN,
    Verdict.NOT_FOUND,
    Verdict.WRONG_OFFSET,
    Verdict.WRONG_CONTENT,
    Verdict.RETRY,
    Verdict.STRANGE,
    Verdict.PERMANENT_PHOTO,
    Verdict.PERMANENT_ACCOUNT,
    Verdict.TOKEN_EXPIRED,
    Verdict.TOKEN_REFUSED,
  ];
  return verdicts[words.split(" ").indexOf(word)];
}

/** Tags as Dropbox nests them: the inner one stands in `first`, or in a member named as the outer. */
function nested(tags: string[], index: i32, first: string): string {
  const tag = tags[index];
  let json = '{".tag":"' + tag + '"';
  if (tag == "incorrect_offset") json += ',"correct_offset":4194304';
  if (tag == "missing_scope") json += ',"required_scope":"files.content.write"';
  if (index + 1 < tags.length) {
    const member = index == 0 && first.length > 0 ? first : tag;
    json += ',"' + member + '":' + nested(tags, index + 1, first);
  }
  return json + "}";
}

function judged(route: string, status: i32, body: string): Judgement {
  resetDoubles();
  const exchange = new HttpClient().begin(apiRequest(route, "sl.access", "{}"));
  exchange.step(0);
  netSetState(1, 3);
  exchange.step(0);
  netAnswer(1, answer(status, "", body));
  exchange.step(0);
  return judgeCall(exchange, PATH, "sl.access");
}

/** Let a route answer with each member below `outer`, which may be empty. */
function expectAll(route: string, status: i32, outer: string, members: string[]): void {
  for (let index = 0; index < members.length; index++) {
    const row = members[index].split(" ");
    const tags = (outer.length > 0 ? outer + "/" + row[0] : row[0]).split("/");
    const error = nested(tags, 0, route == "files/upload" ? "reason" : "");
    const what = route + " " + tags.join("/");
    const body = '{"error_summary":"' + tags.join("/") + '/..","error":' + error + "}";
    const judgement = judged(route, status, body);
    expect(judgement.verdict).toBe(verdictOf(row[1]), what);
    expect(judgement.sentence.length).toBeGreaterThan(0, what);
    expectNoSecret(judgement.sentence);
    if (row[1] == "OFFSET") expect(judgement.correctOffset).toBe(4194304, what);
    if (status == 409) expectPlain(judgement, row[0]);
  }
}

/** What no document tells of names the tag, so that a person can look it up. */
function expectPlain(judgement: Judgement, path: string): void {
  if (judgement.verdict != Verdict.STRANGE) return;
  const tags = path.split("/");
  expect(judgement.sentence.includes(tags[tags.length - 1])).toBe(true, judgement.sentence);
}

describe("a 409", () => {
  it("of files/upload", () => {
    expectAll("files/upload", 409, "path", WRITE);
    expectAll("files/upload", 409, "", UPLOAD);
  });

  it("of an upload session", () => {
    expectAll("files/upload_session/start", 409, "", START);
    expectAll("files/upload_session/append_v2", 409, "", SESSION);
    expectAll("files/upload_session/append_v2", 409, "", ["content_hash_mismatch CONTENT"]);
    expectAll("files/upload_session/finish", 409, "lookup_failed", SESSION);
    expectAll("files/upload_session/finish", 409, "path", WRITE);
    expectAll("files/upload_session/finish", 409, "", FINISH);
  });

  it("of files/get_metadata", () => {
    expectAll("files/get_metadata", 409, "path", LOOKUP);
  });

  it("of what the check calls besides", () => {
    expectAll("files/create_folder_v2", 409, "path", WRITE);
    expectAll("files/delete_v2", 409, "path_lookup", LOOKUP);
    expectAll("files/delete_v2", 409, "path_write", WRITE);
    expectAll("files/delete_v2", 409, "", DELETE);
  });
});

describe("a refusal that any route may answer with", () => {
  it("401, 403 and 422", () => {
    const routes = ["files/upload", "files/get_metadata", "users/get_current_account"];
    for (let index = 0; index < routes.length; index++) {
      expectAll(routes[index], 401, "", AUTHENTICATION);
      expectAll(routes[index], 403, "", ACCESS);
      expectAll(routes[index], 422, "", PATH_ROOT);
    }
  });
});
