/** Adafruit IO's feed and data routes, as far as a log needs them. */
import type { CloudRequest, Reply } from "../exchange.ts";
import type { SeededRandom } from "../random.ts";
import type { AdafruitAccount, DataPoint, Feed } from "./accounts.ts";
import { AdafruitFailure, json } from "./failure.ts";

export interface FeedLimits {
  /** 30 on free accounts, 60 on Plus. */
  dataWritesPerMinute: number;
  /** 10 on free accounts. */
  feeds: number;
}

const value_bytes_max = { withHistory: 1024, withoutHistory: 100 * 1024 };
const keyPattern = /^[a-zA-Z0-9-]+((\/|\.)[a-zA-Z0-9-]+)?$/;

function object(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new AdafruitFailure(422, "request failed - an object was expected");
}

function bodyOf(request: CloudRequest): Record<string, unknown> {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new AdafruitFailure(422, "request failed - Content-Type must be application/json");
  if (request.bodyTooLong) throw new AdafruitFailure(422, "request failed - body is too long");
  try {
    return object(JSON.parse(request.body.toString("utf8")));
  } catch (error) {
    if (error instanceof AdafruitFailure) throw error;
    throw new AdafruitFailure(400, "request failed - body is not JSON");
  }
}

function feedShown(feed: Feed) {
  return {
    id: feed.id,
    name: feed.name,
    key: feed.key,
    group: { id: 1, key: "default", name: "Default" },
    description: feed.description,
    unit_type: null,
    unit_symbol: null,
    history: feed.history,
    visibility: "private",
    license: feed.license,
    enabled: true,
    last_value: feed.data.at(-1)?.value ?? null,
    status: feed.data.length === 0 ? "offline" : "online",
    status_notify: false,
    status_timeout: 4320,
    created_at: feed.created_at.toISOString(),
    updated_at: feed.updated_at.toISOString(),
  };
}

function dataShown(feed: Feed, point: DataPoint) {
  return {
    id: point.id,
    value: point.value,
    feed_id: feed.id,
    feed_key: feed.key,
    created_at: point.created_at.toISOString(),
    created_epoch: Math.floor(point.created_at.getTime() / 1000),
    expiration: null,
    location: null,
    lat: point.lat,
    lon: point.lon,
    ele: point.ele,
  };
}

function textOrNull(value: unknown, name: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  throw new AdafruitFailure(422, `request failed - ${name} must be a string`);
}

function numberOrNull(value: unknown, name: string): number | null {
  if (value === undefined || value === null) return null;
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new AdafruitFailure(422, `request failed - ${name} must be a number`);
}

export class Feeds {
  readonly limits: FeedLimits;
  readonly #random: SeededRandom;

  constructor(limits: FeedLimits, random: SeededRandom) {
    this.limits = limits;
    this.#random = random;
  }

  #spend(account: AdafruitAccount, writes: number, now: Date): void {
    if (account.activeRate(now) + writes > this.limits.dataWritesPerMinute)
      throw new AdafruitFailure(429, "request failed - exceeded data rate limit");
    account.countWrites(writes, now);
  }

  #point(feed: Feed, sent: Record<string, unknown>, now: Date): DataPoint {
    const { value } = sent;
    if (typeof value !== "string" && typeof value !== "number")
      throw new AdafruitFailure(422, "request failed - value is missing");
    const text = String(value);
    const limit = feed.history ? value_bytes_max.withHistory : value_bytes_max.withoutHistory;
    if (Buffer.byteLength(text) > limit)
      throw new AdafruitFailure(422, `request failed - value is longer than ${limit} bytes`);
    const created = textOrNull(sent["created_at"], "created_at");
    const created_at = created === null ? now : new Date(created);
    if (Number.isNaN(created_at.getTime()))
      throw new AdafruitFailure(422, "request failed - created_at is not a time");
    const [lat, lon, ele] = [sent["lat"], sent["lon"], sent["ele"]].map((number, index) =>
      numberOrNull(number, ["lat", "lon", "ele"][index] ?? ""),
    );
    const id = this.#random.text(26);
    return { id, value: text, created_at, lat: lat ?? null, lon: lon ?? null, ele: ele ?? null };
  }

  #store(feed: Feed, points: DataPoint[], now: Date): void {
    feed.data = feed.history ? [...feed.data, ...points] : points.slice(-1);
    feed.updated_at = now;
  }

  get(account: AdafruitAccount, key: string): Feed {
    const feed = account.feeds.get(key.toLowerCase());
    if (feed === undefined || !keyPattern.test(key) || key.length > 128)
      throw new AdafruitFailure(404, "not found - that feed does not exist");
    return feed;
  }

  show(account: AdafruitAccount, key: string): Reply {
    return json(feedShown(this.get(account, key)));
  }

  /** Both the bare form of the CircuitPython library and the documented wrapper `feed`. */
  create(account: AdafruitAccount, request: CloudRequest): Reply {
    const body = bodyOf(request);
    const sent = "feed" in body ? object(body["feed"]) : body;
    const name = textOrNull(sent["name"], "name");
    if (name === null || name === "" || name.length > 128)
      throw new AdafruitFailure(422, "request failed - name is missing or too long");
    const key = (textOrNull(sent["key"], "key") ?? name).toLowerCase().replace(/[^a-z0-9-]+/g, "-");
    if (account.feeds.has(key))
      throw new AdafruitFailure(422, "request failed - name has already been taken");
    if (account.feeds.size >= this.limits.feeds)
      throw new AdafruitFailure(422, "request failed - feed limit of the account is reached");
    this.#spend(account, 1, request.now);
    const feed: Feed = {
      id: 1000 + account.feeds.size,
      name,
      key,
      description: textOrNull(sent["description"], "description"),
      license: textOrNull(sent["license"], "license"),
      history: sent["history"] !== false,
      created_at: request.now,
      updated_at: request.now,
      data: [],
    };
    account.feeds.set(key, feed);
    return json(feedShown(feed));
  }

  add(account: AdafruitAccount, key: string, request: CloudRequest): Reply {
    const feed = this.get(account, key);
    const body = bodyOf(request);
    const sent = "datum" in body ? object(body["datum"]) : body;
    const point = this.#point(feed, sent, request.now);
    this.#spend(account, 1, request.now);
    this.#store(feed, [point], request.now);
    return json(dataShown(feed, point));
  }

  /** Every element counts against the rate; a batch is stored as a whole or not at all. */
  addBatch(account: AdafruitAccount, key: string, request: CloudRequest): Reply {
    const feed = this.get(account, key);
    const sent = bodyOf(request)["data"];
    if (!Array.isArray(sent) || sent.length === 0)
      throw new AdafruitFailure(422, "request failed - data is missing");
    const points = sent.map((each) => this.#point(feed, object(each), request.now));
    this.#spend(account, points.length, request.now);
    this.#store(feed, points, request.now);
    return json(points.map((point) => dataShown(feed, point)));
  }

  throttle(account: AdafruitAccount, now: Date): Reply {
    return json({
      data_rate_limit: this.limits.dataWritesPerMinute,
      active_data_rate: account.activeRate(now),
      authentication_rate: 0,
      subscribe_authorization_rate: 0,
      publish_authorization_rate: 0,
    });
  }
}
