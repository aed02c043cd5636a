/** Dropbox's own Python SDK as a client; the tests do not install it. */
import { describe, expect, it } from "vitest";

import { contentHash } from "../../scripts/cloud/content-hash.ts";
import { appKey, cloudForTest, refreshToken } from "./client.ts";
import { caFile, run, works } from "./program.ts";

const python = process.env["WAMCAM_PYTHON"] ?? "python3";
const hasSdk = works(python, "-c", "import dropbox");

/** Connects every host to the cloud, in the SDK's own HTTP library. */
const program = `
import json, sys
settings = json.load(sys.stdin)
import urllib3.util.connection as connection
plain = connection.create_connection
connection.create_connection = lambda address, *rest, **more: plain(
    ("127.0.0.1", settings["port"]), *rest, **more)
import dropbox
from dropbox import files, exceptions
session = dropbox.create_session()
session.mount("https://", __import__("requests").adapters.HTTPAdapter())
session.verify = settings["ca"]
session.trust_env = False
client = dropbox.Dropbox(
    oauth2_refresh_token=settings["refresh_token"], app_key=settings["app_key"], session=session)
seen = {}
seen["account"] = client.users_get_current_account().name.display_name
contents = bytes(i % 251 for i in range(100000))
path = "/W\\u00ebb\\u007fcam/\\U0001f4f7.jpg"
uploaded = client.files_upload(contents, path, mode=files.WriteMode.overwrite)
seen["hash"] = uploaded.content_hash
metadata, answer = client.files_download(path)
seen["same"] = answer.content == contents and metadata.rev == uploaded.rev
try:
    client.files_upload(b"other", path)
except exceptions.ApiError as error:
    seen["conflict"] = error.error.get_path().reason.get_conflict().is_file()
try:
    client.files_get_metadata("/none")
except exceptions.ApiError as error:
    seen["missing"] = error.error.get_path().is_not_found()
client.files_create_folder_v2("/day")
started = client.files_upload_session_start(b"ab")
cursor = files.UploadSessionCursor(started.session_id, 2)
client.files_upload_session_append_v2(b"cd", cursor)
try:
    client.files_upload_session_append_v2(b"cd", cursor)
except exceptions.ApiError as error:
    seen["offset"] = error.error.get_incorrect_offset().correct_offset
cursor.offset = 4
client.files_upload_session_finish(b"ef", cursor, files.CommitInfo("/day/a.txt"))
page = client.files_list_folder("", recursive=True, limit=1)
names = [entry.name for entry in page.entries]
while page.has_more:
    page = client.files_list_folder_continue(page.cursor)
    names += [entry.name for entry in page.entries]
seen["names"] = sorted(names)
client.files_delete_v2("/day")
seen["deleted"] = []
while True:
    page = client.files_list_folder_continue(page.cursor)
    seen["deleted"] += [type(entry).__name__ for entry in page.entries]
    if not page.has_more:
        break
json.dump(seen, sys.stdout)
`;

describe.skipIf(!hasSdk)("the Python SDK (skipped where it cannot be imported)", () => {
  it("works as with the real thing", async () => {
    const cloud = await cloudForTest();
    const settings = {
      port: cloud.port,
      ca: caFile(cloud),
      refresh_token: refreshToken,
      app_key: appKey,
    };
    const { output, errors } = await run(python, ["-c", program], JSON.stringify(settings));
    expect(errors).not.toContain("Traceback");
    expect(JSON.parse(output)).toEqual({
      account: "Franz Ferdinand",
      hash: contentHash(Buffer.from(Uint8Array.from({ length: 100_000 }, (_none, i) => i % 251))),
      same: true,
      conflict: true,
      missing: true,
      offset: 4,
      names: ["Wëb\u007fcam", "a.txt", "day", "📷.jpg"],
      deleted: ["DeletedMetadata", "DeletedMetadata"],
    });
  });
});
