/** Adafruit IO accounts with their feeds, and the budget of data writes. */

export interface AdafruitCredentials {
  user: string;
  key: string;
}

export interface DataPoint {
  id: string;
  value: string;
  /** The time the sender gave, or when it arrived. */
  created_at: Date;
  lat: number | null;
  lon: number | null;
  ele: number | null;
}

export interface Feed {
  id: number;
  name: string;
  key: string;
  description: string | null;
  license: string | null;
  /** Whether more than the last value is kept. */
  history: boolean;
  created_at: Date;
  updated_at: Date;
  data: DataPoint[];
}

const minute_ms = 60_000;

export class AdafruitAccount {
  readonly user: string;
  key: string;
  readonly feeds = new Map<string, Feed>();
  readonly #writes: number[] = [];

  constructor({ user, key }: AdafruitCredentials) {
    this.user = user;
    this.key = key;
  }

  /** Writes within the last minute. */
  activeRate(now: Date): number {
    const oldest_ms = now.getTime() - minute_ms;
    while ((this.#writes[0] ?? Infinity) <= oldest_ms) this.#writes.shift();
    return this.#writes.length;
  }

  countWrites(count: number, now: Date): void {
    for (let written = 0; written < count; written += 1) this.#writes.push(now.getTime());
  }
}

export class AdafruitAccounts {
  readonly #accounts = new Map<string, AdafruitAccount>();

  accept(credentials: AdafruitCredentials): AdafruitAccount {
    const account = this.#accounts.get(credentials.user) ?? new AdafruitAccount(credentials);
    account.key = credentials.key;
    this.#accounts.set(credentials.user, account);
    return account;
  }

  find(user: string): AdafruitAccount | undefined {
    return this.#accounts.get(user);
  }

  all(): Iterable<AdafruitAccount> {
    return this.#accounts.values();
  }
}
