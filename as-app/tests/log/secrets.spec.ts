import { Settings } from "../../assembly/config/settings";
import { percentEncode } from "../../assembly/cloud/http/percent";
import { protectSettings, protectToken, withoutSecrets } from "../../assembly/log/secrets";

const PASSWORD = "p/ss w%rd+ü";
const KEY = "aio_KEY0123456789abcdefghij";
const APP_SECRET = "appsecret0appsecret";
const REFRESH = "refresh-token_0123456789-0123456789";
const ACCESS = "sl.u.access-token_0123456789.0123456789";

function protectAll(): void {
  const settings = new Settings();
  settings.wifiSsid = "mynetwork";
  settings.wifiPassword = PASSWORD;
  settings.adafruitUsername = "myusername";
  settings.adafruitKey = KEY;
  settings.dropboxAppKey = "myappkey";
  settings.dropboxAppSecret = APP_SECRET;
  settings.dropboxRefreshToken = REFRESH;
  settings.dropboxAccessToken = ACCESS;
  protectSettings(settings);
}

function protectPassword(password: string): void {
  const settings = new Settings();
  settings.wifiPassword = password;
  protectSettings(settings);
}

/** %XX for every byte, in small letters: more than anybody encodes. */
function encodedWhole(text: string): string {
  let encoded = "";
  for (let index = 0; index < text.length; index++) {
    encoded += "%" + text.charCodeAt(index).toString(16);
  }
  return encoded;
}

const all = [PASSWORD, KEY, APP_SECRET, REFRESH, ACCESS];

describe("secrets", () => {
  beforeEach(() => {
    protectAll();
  });

  it("are blanked wherever they stand", () => {
    for (let index = 0; index < all.length; index++) {
      const secret = all[index];
      expect(withoutSecrets(secret)).toBe("***");
      expect(withoutSecrets("a" + secret + "z")).toBe("a***z");
      expect(withoutSecrets(secret + secret + " and " + secret)).toBe("****** and ***");
    }
  });

  it("are blanked percent-encoded, in part and as a whole", () => {
    for (let index = 0; index < all.length; index++) {
      const secret = all[index];
      expect(withoutSecrets("key=" + percentEncode(secret) + "&a=b")).toBe("key=***&a=b");
    }
    expect(withoutSecrets(encodedWhole(REFRESH) + ".")).toBe("***.");
    expect(withoutSecrets(encodedWhole(REFRESH).toUpperCase())).toBe("***");
  });

  it("are blanked even if they look encoded themselves", () => {
    const passwords = ["a%25b%25", "%%%%%%", "%2525%25", "100%sure", "aa%aa%"];
    for (let index = 0; index < passwords.length; index++) {
      protectPassword(passwords[index]);
      expect(withoutSecrets("<" + passwords[index] + ">")).toBe("<***>");
      expect(withoutSecrets("<" + percentEncode(passwords[index]) + ">")).toBe("<***>");
    }
  });

  it("are blanked when they were cut off, from 8 bytes on", () => {
    expect(withoutSecrets("bad token " + REFRESH.substring(0, 8))).toBe("bad token ***");
    expect(withoutSecrets("bad token " + REFRESH.substring(0, 30) + "…")).toBe("bad token ***…");
    expect(withoutSecrets("bad token " + REFRESH.substring(0, 7))).toBe(
      "bad token " + REFRESH.substring(0, 7),
    );
  });

  it("leave all other text as it is", () => {
    const text = "mynetwork myusername myappkey 100% %4 %zz +1 aio_ \\/ ü😀 sl.u.";
    expect(withoutSecrets(text)).toBe(text);
    expect(withoutSecrets("")).toBe("");
  });

  it("that begin alike are told apart by the longest", () => {
    const settings = new Settings();
    settings.dropboxRefreshToken = "same-beginning";
    settings.dropboxAccessToken = "same-beginning-and-more";
    protectSettings(settings);
    expect(withoutSecrets("(same-beginning-and-more)")).toBe("(***)");
    expect(withoutSecrets("(same-beginning)")).toBe("(***)");
  });

  it("include access tokens that are fetched, and the one before", () => {
    const first = "sl.fetched-first-0123456789";
    const second = "sl.fetched-second-0123456789";
    protectToken(first);
    expect(withoutSecrets(first + " " + ACCESS)).toBe("*** ***");
    protectToken(second);
    expect(withoutSecrets(first + " " + second)).toBe("*** ***");
    for (let renewal = 0; renewal < 1000; renewal++) {
      const token = "token-" + renewal.toString() + "-0123456789";
      protectToken(token);
      expect(withoutSecrets(token)).toBe("***");
    }
    expect(withoutSecrets(REFRESH)).toBe("***");
  });

  it("of fewer than 6 characters are let through, or the gaps would tell them", () => {
    protectPassword("12345");
    expect(withoutSecrets("photo 12345 stored")).toBe("photo 12345 stored");
    protectPassword("");
    expect(withoutSecrets("photo 12345 stored")).toBe("photo 12345 stored");
    protectPassword("123456");
    expect(withoutSecrets("photo 123456 stored")).toBe("photo *** stored");
  });

  it("of another start are forgotten", () => {
    protectPassword("another-password");
    expect(withoutSecrets(REFRESH)).toBe(REFRESH);
  });
});
