/** Apps, tokens and authorization codes. */
import type { SeededRandom } from "../random.ts";

/** Every scope of the routes there are here. */
export const allScopes = [
  "account_info.read",
  "files.content.read",
  "files.content.write",
  "files.metadata.read",
  "files.metadata.write",
] as const;

/** An app of the Dropbox app console together with the tokens a user gave it. */
export interface DropboxCredentials {
  app_key: string;
  app_secret?: string;
  refresh_token?: string;
  access_token?: string;
  /** Moment from which access_token is expired; never when left out. */
  access_token_expires_at?: Date;
  /** Scopes of the tokens; all when left out. */
  scopes?: readonly string[];
  /** Where authorization may lead back to. */
  redirect_uris?: readonly string[];
}

export interface App {
  key: string;
  secret: string | null;
  redirect_uris: Set<string>;
}

export interface RefreshToken {
  token: string;
  app: App;
  scopes: ReadonlySet<string>;
  /** Issued to a client without secret, which may refresh with its app key alone. */
  pkce: boolean;
  revoked: boolean;
}

export interface AccessToken {
  token: string;
  app: App;
  scopes: ReadonlySet<string>;
  expires_at: Date | null;
  refresh: RefreshToken | null;
  revoked: boolean;
}

/** What the user consented to on the authorize page. */
export interface Authorization {
  app: App;
  scopes: ReadonlySet<string>;
  offline: boolean;
  redirect_uri: string | null;
  challenge: { method: "S256" | "plain"; value: string } | null;
}

export interface TokenRules {
  /** Life of an access token in seconds. */
  expires_in_s: number;
  /** Length of new access tokens in characters; the real ones are not of fixed length. */
  accessTokenLength: number;
}

const code_lifetime_ms = 10 * 60 * 1000;

export class TokenStore {
  readonly rules: TokenRules;
  readonly #random: SeededRandom;
  readonly #apps = new Map<string, App>();
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #codes = new Map<string, { authorization: Authorization; expires_at: Date }>();

  constructor(random: SeededRandom, rules: TokenRules) {
    this.#random = random;
    this.rules = rules;
  }

  app(key: string): App | undefined {
    return this.#apps.get(key);
  }

  accessToken(token: string): AccessToken | undefined {
    return this.#access.get(token);
  }

  refreshToken(token: string): RefreshToken | undefined {
    return this.#refresh.get(token);
  }

  /** Make an app and its tokens known. Repeating it with the same values changes nothing. */
  accept(credentials: DropboxCredentials): void {
    const app = this.#acceptApp(credentials);
    const scopes = new Set<string>(credentials.scopes ?? allScopes);
    const { refresh_token, access_token } = credentials;
    let refresh: RefreshToken | null = null;
    if (refresh_token !== undefined) {
      const pkce = app.secret === null;
      refresh = { token: refresh_token, app, scopes, pkce, revoked: false };
      this.#refresh.set(refresh_token, refresh);
    }
    if (access_token === undefined) return;
    const expires_at = credentials.access_token_expires_at ?? null;
    const access = { token: access_token, app, scopes, expires_at, refresh, revoked: false };
    this.#access.set(access_token, access);
  }

  #acceptApp({ app_key, app_secret, redirect_uris = [] }: DropboxCredentials): App {
    const app = this.#apps.get(app_key) ?? {
      key: app_key,
      secret: null,
      redirect_uris: new Set<string>(),
    };
    app.secret = app_secret ?? app.secret;
    for (const uri of redirect_uris) app.redirect_uris.add(uri);
    this.#apps.set(app_key, app);
    return app;
  }

  issueAccess(grant: Pick<AccessToken, "app" | "scopes" | "refresh">, now: Date): AccessToken {
    const access: AccessToken = {
      ...grant,
      token: `sl.${this.#random.text(this.rules.accessTokenLength - "sl.".length)}`,
      expires_at: new Date(now.getTime() + this.rules.expires_in_s * 1000),
      revoked: false,
    };
    this.#access.set(access.token, access);
    return access;
  }

  issueRefresh({ app, scopes, challenge }: Authorization): RefreshToken {
    const token = this.#random.text(64);
    const refresh = { token, app, scopes, pkce: challenge !== null, revoked: false };
    this.#refresh.set(token, refresh);
    return refresh;
  }

  issueCode(authorization: Authorization, now: Date): string {
    const code = this.#random.text(43);
    const expires_at = new Date(now.getTime() + code_lifetime_ms);
    this.#codes.set(code, { authorization, expires_at });
    return code;
  }

  /** A code serves once; undefined when it is unknown, used or too old. */
  redeemCode(code: string, now: Date): Authorization | undefined {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    return found !== undefined && now < found.expires_at ? found.authorization : undefined;
  }

  /** End an access token, its refresh token and every other access token of that. */
  revoke(access: AccessToken): void {
    access.revoked = true;
    const { refresh } = access;
    if (refresh === null) return;
    refresh.revoked = true;
    for (const other of this.#access.values()) if (other.refresh === refresh) other.revoked = true;
  }

  /** Everything that must not appear in a log. */
  *secrets(): Generator<string> {
    yield* this.#access.keys();
    yield* this.#refresh.keys();
    yield* this.#codes.keys();
    for (const app of this.#apps.values()) if (app.secret !== null) yield app.secret;
  }
}
