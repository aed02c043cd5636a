/** Adafruit's own Python client; the tests do not install it (`pip install adafruit-io`). */
import { describe, expect, it } from "vitest";

import { cloudForTest } from "./client.ts";
import { caFile, run, works } from "./program.ts";

const python = process.env["WAMCAM_PYTHON"] ?? "python3";
const hasClient = works(python, "-c", "import Adafruit_IO");

/** Connects every host to the cloud, in the HTTP library of the client. */
const program = `
import json, os, sys
settings = json.load(sys.stdin)
os.environ["REQUESTS_CA_BUNDLE"] = settings["ca"]
import urllib3.util.connection as connection
plain = connection.create_connection
connection.create_connection = lambda address, *rest, **more: plain(
    ("127.0.0.1", settings["port"]), *rest, **more)
from Adafruit_IO import Client, Data, Feed, RequestError, ThrottlingError
client = Client("franz", settings["key"])
seen = {}
try:
    client.feeds("cam1-logging")
except RequestError as error:
    seen["missing"] = str(error)
feed = client.create_feed(Feed(name="CAM1 logging"))
seen["key"] = feed.key
seen["same"] = client.feeds(feed.key).id == feed.id
seen["names"] = [each.name for each in client.feeds()]
sent = client.send_data(feed.key, "one \\u00fc", {
    "lat": 52.37, "lon": 4.9, "ele": None, "created_at": "2025-05-02T11:59:00Z"})
seen["sent"] = [sent.value, sent.created_at, sent.created_epoch, sent.lat]
client.send_batch_data(feed.key, [Data(value="two"), Data(value=3)])
seen["last"] = client.receive(feed.key).value
try:
    client.send_batch_data(feed.key, [Data(value=str(i)) for i in range(27)])
except ThrottlingError:
    seen["throttled"] = True
try:
    client.create_data(feed.key, Data(value="x" * 1025))
except RequestError as error:
    seen["refused"] = str(error)
seen["weekday"] = client.receive_time("Europe/Amsterdam").tm_wday
client.delete_feed(feed.key)
seen["left"] = len(client.feeds())
try:
    Client("franz", "other").feeds()
except RequestError as error:
    seen["stranger"] = str(error)
json.dump(seen, sys.stdout)
`;

const title = "Adafruit's Python client (skipped where it cannot be imported)";

describe.skipIf(!hasClient)(title, () => {
  it("works as with the real thing", async () => {
    const cloud = await cloudForTest({ clock: () => new Date("2025-05-02T12:00:00Z") });
    const settings = { port: cloud.port, ca: caFile(cloud), key: "aio_key" };
    const { output, errors } = await run(python, ["-c", program], JSON.stringify(settings));
    expect(errors).not.toContain("Traceback");
    expect(JSON.parse(output)).toEqual({
      missing: expect.stringMatching(/404 .* not found - that feed does not exist/) as string,
      key: "cam1-logging",
      same: true,
      names: ["CAM1 logging"],
      sent: ["one ü", "2025-05-02T11:59:00.000Z", 1_746_187_140, 52.37],
      last: "3",
      throttled: true,
      refused: expect.stringMatching(/422 .* longer than 1024 bytes/) as string,
      weekday: 4,
      left: 0,
      stranger: expect.stringMatching(/401 .* invalid API key/) as string,
    });
  });
});
