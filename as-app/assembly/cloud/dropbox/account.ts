/** What the person's settings say about the Dropbox account. */
import { Settings } from "../../config/settings";
import { hexadecimal, utf8 } from "../../host/text";

const mark = new Uint8Array(8);

/** Values of settings.toml; an empty string stands for a key that is not there. */
export class DropboxAccount {
  constructor(
    /** DBX_APP_KEY: needed for refreshing. */
    readonly appKey: string,
    /** DBX_APP_SECRET: empty after an authorisation with PKCE. */
    readonly appSecret: string,
    /** DBX_REFRESH_TOKEN: without it the access token cannot be renewed. */
    readonly refreshToken: string,
    /** DBX_ACCESS_TOKEN */
    readonly accessToken: string,
    /** DBX_EXPIRES_AT in seconds UTC, 0 if not known. */
    readonly expiresAt_s: i64,
  ) {}

  /** True if access tokens can be had. */
  canRefresh(): bool {
    return this.refreshToken.length > 0 && this.appKey.length > 0;
  }

  /**
   * 16 hexadecimal digits that change with the authorisation (FNV-1a, 64 bits), so that a token
   * kept for one account is never used for another. They do not lead back to the values.
   */
  mark(): string {
    const bytes = utf8(this.appKey + "\n" + this.refreshToken + "\n");
    let hash: u64 = 0xcbf29ce484222325;
    for (let index = 0; index < bytes.length; index++) {
      hash = (hash ^ (<u64>unchecked(bytes[index]))) * 0x100000001b3;
    }
    store<u64>(mark.dataStart, bswap(hash));
    return hexadecimal(mark, 8);
  }
}

/** The account that settings.toml names. */
export function accountOf(settings: Settings): DropboxAccount {
  return new DropboxAccount(
    settings.dropboxAppKey,
    settings.dropboxAppSecret,
    settings.dropboxRefreshToken,
    settings.dropboxAccessToken,
    settings.dropboxExpiresAt_s,
  );
}
