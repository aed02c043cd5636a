import { withoutSecrets } from "../../assembly/log/secrets";
import {
  ACCOUNT,
  expectLacks,
  LEAST,
  loadFiles,
  problemsOf,
  problemsOfOverride,
  problemsOfSettings,
  warningsOfSettings,
} from "./files";

describe("override.toml", () => {
  it("has the last word, key by key", () => {
    const camconfig = LEAST + "[timer]\ninterval_sec = [30, 45]\nresync_hours = 3\n";
    const result = loadFiles(
      camconfig,
      ACCOUNT,
      "[timer]\ninterval_sec = 5\n[local]\nlist_size = 3\n[camera]\njpg_qual = 20\n",
    );
    expect(result.problems.length).toBe(0);
    expect(result.warnings.length).toBe(0);
    expect(result.camconfig.timer.dayInterval_s).toBe(5);
    expect(result.camconfig.timer.darkInterval_s).toBe(5);
    expect(result.camconfig.timer.resync_h).toBe(3);
    expect(result.camconfig.local.photosMax).toBe(3);
    expect(result.camconfig.local.imageDirectory).toBe("webcam");
    expect(result.camconfig.camera.jpegQuality).toBe(20);
    expect(result.camconfig.camera.camId).toBe("CAM1");
  });

  it("replaces a wrong value, and is named where it is wrong itself", () => {
    const result = loadFiles(LEAST + "list_size = 0\n", ACCOUNT, "[dropbox]\nlist_size = 1\n");
    expect(result.warnings.length).toBe(1);
    expect(result.warnings[0].file).toBe("override.toml");
    expect(problemsOfOverride("\n[local]\nlist_size = 0\n")).toBe(
      "override.toml:3:13: [local] list_size is 0; expected whole photos from 1 to 1000000",
    );
    expect(problemsOfOverride("[local\n")).toBe(
      "override.toml:1:7: expected ] (or ]] after [[) at the end of the table's name",
    );
  });
});

describe("settings.toml", () => {
  it("has the keys of the original", () => {
    const settings = loadFiles(
      LEAST,
      'CIRCUITPY_WIFI_SSID = "net"\nCIRCUITPY_WIFI_PASSWORD = "pass"\n' +
        'ADAFRUIT_AIO_USERNAME = "user"\nADAFRUIT_AIO_KEY = "aio"\nTIMEZONE = "Asia/Tokyo"\n' +
        'DBX_APP_KEY = "key"\nDBX_APP_SECRET = "secret"\nDBX_REFRESH_TOKEN = "refresh"\n' +
        'DBX_ACCESS_TOKEN = "access"\nDBX_EXPIRES_AT = 17400000000\n',
    ).settings;
    expect(settings.wifiSsid).toBe("net");
    expect(settings.wifiPassword).toBe("pass");
    expect(settings.adafruitUsername).toBe("user");
    expect(settings.adafruitKey).toBe("aio");
    expect(settings.timeZone).toBe("Asia/Tokyo");
    expect(settings.dropboxAppKey).toBe("key");
    expect(settings.dropboxAppSecret).toBe("secret");
    expect(settings.dropboxRefreshToken).toBe("refresh");
    expect(settings.dropboxAccessToken).toBe("access");
    expect(settings.dropboxExpiresAt_s).toBe(17400000000);
  });

  it("needs an access token, or a refresh token with the app's key", () => {
    const missing =
      "settings.toml: DBX_ACCESS_TOKEN is missing; add it, or add DBX_REFRESH_TOKEN and " +
      "DBX_APP_KEY, or write enabled = false under [dropbox] in camconfig.toml";
    expect(problemsOfSettings("")).toBe(missing);
    expect(problemsOfSettings('DBX_REFRESH_TOKEN = "x"')).toBe(missing);
    expect(problemsOfSettings('DBX_APP_KEY = "x"\nDBX_APP_SECRET = "x"')).toBe(missing);
    expect(problemsOfSettings('DBX_REFRESH_TOKEN = "x"\nDBX_APP_KEY = "x"')).toBe("");
    expect(loadFiles(LEAST, 'DBX_ACCESS_TOKEN = "x"').settings.dropboxExpiresAt_s).toBe(0);
  });

  it("says where CircuitPython is less strict", () => {
    expect(problemsOfSettings("DBX_EXPIRES_AT = 011")).toBe(
      "settings.toml:1:18: a number may not begin with 0; leave the zeros out " +
        "(CircuitPython takes such a number as octal, so 011 is 9)",
    );
    expect(problemsOfSettings('TIMEZONE = "a\\qb"')).toBe(
      "settings.toml:1:14: unknown escape; write a backslash as \\\\, or use 'single quotes' " +
        "(CircuitPython drops such a backslash)",
    );
    expect(problemsOfSettings("# x\nTIMEZONE = 'a'\nTIMEZONE = 'b'")).toBe(
      "settings.toml:3:1: this name is already in use since line 2 (CircuitPython takes the first)",
    );
    // Elsewhere nobody expects CircuitPython's reader.
    expectLacks(problemsOf("x = 011"), "CircuitPython");
  });

  it("never shows a value", () => {
    const bad = [
      "DBX_ACCESS_TOKEN = [1234567]\n",
      "DBX_APP_KEY = 1234567\n" + ACCOUNT,
      'DBX_EXPIRES_AT = "1234567"\n' + ACCOUNT,
      "CIRCUITPY_WIFI_PASSWORD = 1234567\n" + ACCOUNT,
      'DBX_ACCESS_TOKEN = "1234567\n',
    ];
    for (let i = 0; i < bad.length; i++) {
      expect(problemsOfSettings(bad[i]).length).toBeGreaterThan(0);
      expectLacks(problemsOfSettings(bad[i]), "1234567");
      expectLacks(warningsOfSettings(bad[i]), "1234567");
    }
    expect(problemsOfSettings("DBX_APP_KEY = 1234567\n" + ACCOUNT)).toBe(
      "settings.toml:1:15: DBX_APP_KEY is a number; " +
        "expected a string of at most 2048 characters",
    );
    expect(warningsOfSettings('DBX_ACESS_TOKEN = "1234567"')).toBe(
      "settings.toml:1:1: DBX_ACESS_TOKEN is unknown; did you mean DBX_ACCESS_TOKEN?",
    );
  });

  it("is kept out of the log as soon as it is read", () => {
    const settings =
      'CIRCUITPY_WIFI_PASSWORD = "secret-of-wifi"\nADAFRUIT_AIO_KEY = "secret-of-adafruit"\n' +
      'DBX_APP_SECRET = "secret-of-app"\nDBX_REFRESH_TOKEN = "secret-for-refreshing"\n' +
      'DBX_ACCESS_TOKEN = "secret-of-access"\n';
    loadFiles(LEAST, settings);
    const values = settings.split('"');
    for (let i = 1; i < values.length; i += 2) expect(withoutSecrets(values[i])).toBe("***");
  });

  it("may have keys that only CircuitPython knows", () => {
    expect(warningsOfSettings('CIRCUITPY_WEB_API_PASSWORD = "x"\n' + ACCOUNT)).toBe("");
  });

  it("warns of half an account", () => {
    expect(warningsOfSettings('ADAFRUIT_AIO_KEY = "x"\n' + ACCOUNT)).toBe(
      "settings.toml:1:20: ADAFRUIT_AIO_KEY and ADAFRUIT_AIO_USERNAME go together; " +
        "add the missing one",
    );
    expect(warningsOfSettings('CIRCUITPY_WIFI_SSID = "x"\n' + ACCOUNT)).toBe(
      "settings.toml: CIRCUITPY_WIFI_PASSWORD and CIRCUITPY_WIFI_SSID go together; " +
        "add the missing one",
    );
  });

  it("names a time zone that exists", () => {
    expect(problemsOfSettings('TIMEZONE = "Europe/Amsterdm"\n' + ACCOUNT)).toBe(
      'settings.toml:1:12: TIMEZONE: there is no time zone "Europe/Amsterdm"; ' +
        'did you mean "Europe/Amsterdam"?',
    );
    expect(loadFiles(LEAST).zone !== null).toBe(true);
  });
});

describe("files", () => {
  it("are all read, even if the first is broken", () => {
    const result = loadFiles("[camera", "DBX", "x");
    expect(result.problems.length).toBe(3);
    expect(result.problems[0].file).toBe("camconfig.toml");
    expect(result.problems[1].file).toBe("override.toml");
    expect(result.problems[2].file).toBe("settings.toml");
  });

  it("have a largest size", () => {
    const comment = "#" + "x".repeat(80) + "\n";
    expect(problemsOf(LEAST + comment.repeat(190))).toBe("");
    const tooBig = "camconfig.toml: the file is too big; it may have 16384 bytes";
    expect(problemsOf(LEAST + comment.repeat(210))).toBe(tooBig);
    expect(problemsOf(LEAST + comment.repeat(1000))).toBe(tooBig);
  });
});
