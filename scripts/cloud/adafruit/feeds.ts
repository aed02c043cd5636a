/** Adafruit IO's feed and data routes, as far as a log needs them. */
import type { CloudRequest, Reply } from "../exchange.ts";
import type { SeededRandom } from "../random.ts";
import type { AdafruitAccount, DataPoint, Feed } from "./accounts.ts";
import { AdafruitFailure, json } from "./failure.ts";
import { type DataForm, readBatch, readData, readFeed } from "./forms.ts";

export interface FeedLimits {
  /** 30 on free accounts, 60 on Plus. */
  dataWritesPerMinute: number;
  /** 10 on free accounts. */
  feeds: number;
}

const value_bytes_max = { withHistory: 1024, withoutHistory: 100 * 1024 };
const keyPattern = /^[a-zA-Z0-9-]+((\/|\.)[a-zA-Z0-9-]+)?$/;

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

  #point(feed: Feed, { value, created_at, lat, lon, ele }: DataForm, now: Date): DataPoint {
    const limit = feed.history ? value_bytes_max.withHistory : value_bytes_max.withoutHistory;
    if (Buffer.byteLength(value) > limit)
      throw new AdafruitFailure(422, `request failed - value is longer than ${limit} bytes`);
    return { id: this.#random.text(26), value, created_at: created_at ?? now, lat, lon, ele };
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

  create(account: AdafruitAccount, request: CloudRequest): Reply {
    const form = readFeed(request);
    const key = form.key ?? form.name.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
    if (account.feeds.has(key))
      throw new AdafruitFailure(422, "request failed - name has already been taken");
    if (account.feeds.size >= this.limits.feeds)
      throw new AdafruitFailure(422, "request failed - feed limit of the account is reached");
    this.#spend(account, 1, request.now);
    const feed: Feed = {
      id: 1000 + account.feeds.size,
      name: form.name,
      key,
      description: form.description,
      license: form.license,
      history: form.history,
      created_at: request.now,
      updated_at: request.now,
      data: [],
    };
    account.feeds.set(key, feed);
    return json(feedShown(feed));
  }

  add(account: AdafruitAccount, key: string, request: CloudRequest): Reply {
    const feed = this.get(account, key);
    const point = this.#point(feed, readData(request), request.now);
    this.#spend(account, 1, request.now);
    this.#store(feed, [point], request.now);
    return json(dataShown(feed, point));
  }

  /** Every element counts against the rate; a batch is stored as a whole or not at all. */
  addBatch(account: AdafruitAccount, key: string, request: CloudRequest): Reply {
    const feed = this.get(account, key);
    const points = readBatch(request).map((form) => this.#point(feed, form, request.now));
    this.#spend(account, points.length, request.now);
    this.#store(feed, points, request.now);
    return json(points.map((point) => dataShown(feed, point)));
  }

  list(account: AdafruitAccount): Reply {
    return json([...account.feeds.values()].map(feedShown));
  }

  last(account: AdafruitAccount, key: string): Reply {
    const feed = this.get(account, key);
    const point = feed.data.at(-1);
    if (point === undefined) throw new AdafruitFailure(404, "not found - that feed has no data");
    return json(dataShown(feed, point));
  }

  remove(account: AdafruitAccount, key: string, now: Date): Reply {
    const feed = this.get(account, key);
    this.#spend(account, 1, now);
    account.feeds.delete(feed.key);
    return { status: 200, headers: {}, body: Buffer.alloc(0) };
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
