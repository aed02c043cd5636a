import { CardFull, Dark, DeepSleep, TimeService, Twilight } from "../../assembly/config/camconfig";
import { sensorSettingName, UNSET } from "../../assembly/config/sensor_settings";
import { LONG_AGO, NEVER } from "../../assembly/clock/posix_tz";
import { Level } from "../../assembly/log/level";
import {
  ACCOUNT,
  expectHas,
  LEAST,
  LEAST_CAMERA,
  LEAST_FOLDERS,
  loadFiles,
  problemsOf,
  warningsOf,
} from "./files";

/** LEAST with lines of its own in [timer]. */
function timer(lines: string): string {
  return LEAST + "[timer]\n" + lines;
}

/** Value of a sensor setting in a profile. */
function valueOf(profile: StaticArray<i32>, name: string): i32 {
  for (let i = 0; i < profile.length; i++) {
    if (sensorSettingName(i) == name) return profile[i];
  }
  return -1;
}

describe("camconfig.toml", () => {
  it("needs a name for the camera and two folders", () => {
    const result = loadFiles(LEAST);
    expect(result.problems.length).toBe(0);
    expect(result.warnings.length).toBe(0);
    expect(result.camconfig.camera.camId).toBe("CAM1");
    expect(result.camconfig.local.imageDirectory).toBe("webcam");
    expect(result.camconfig.dropbox.imageDirectory).toBe("photos");
  });

  it("says what is missing and what to add", () => {
    expect(problemsOf("[camera]")).toBe(
      'camconfig.toml:1:2: [camera] cam_id is missing; add cam_id = "CAM1"\n' +
        'camconfig.toml: [local] image_dir is missing; add image_dir = "webcam"\n' +
        'camconfig.toml: [dropbox] image_dir is missing; add image_dir = "webcam"',
    );
    expect(problemsOf("")).toBe(
      "camconfig.toml: the file is missing; begin with a copy of as-app/samples/camconfig.toml",
    );
  });

  it("has the defaults of the original and of its own", () => {
    const config = loadFiles(LEAST).camconfig;
    expect(config.camera.imageRotation_deg).toBe(0);
    expect(config.camera.imageSize).toBe("SVGA");
    expect(config.camera.jpegQuality).toBe(10);
    expect(config.camera.settleFramesMax).toBe(8);
    expect(config.camera.retakesMax).toBe(2);
    expect(config.timer.start_wallMs).toBe(LONG_AGO);
    expect(config.timer.stop_wallMs).toBe(NEVER);
    expect(config.timer.dayInterval_s).toBe(30);
    expect(config.timer.darkInterval_s).toBe(45);
    expect(config.timer.dark).toBe(Dark.NEVER);
    expect(config.timer.twilight).toBe(Twilight.CIVIL);
    expect(config.timer.sunOffset_min).toBe(0);
    expect(config.timer.timeServices).toStrictEqual([
      TimeService.SNTP,
      TimeService.ADAFRUIT,
      TimeService.TIMEAPI,
    ]);
    expect(config.timer.sntpServer).toBe("pool.ntp.org");
    expect(config.timer.resync_h).toBe(6);
    expect(config.local.photosMax).toBe(0);
    expect(config.local.cardFull).toBe(CardFull.STOP);
    expect(config.local.freeMin_mb).toBe(10);
    expect(config.dropbox.enabled).toBe(true);
    expect(config.dropbox.finish_s).toBe(30);
    expect(config.status.period_min).toBe(10);
    expect(config.status.isInDropbox).toBe(false);
    expect(config.log.consoleLevel).toBe(Level.INFORMATION);
    expect(config.log.cardLevel).toBe(Level.INFORMATION);
    expect(config.log.cardFile_kb).toBe(256);
    expect(config.log.cardFiles).toBe(4);
    expect(config.log.feedLevel).toBe(Level.OFF);
    expect(config.log.feed).toBe("cam1-logging");
  });

  it("warns of a status for Dropbox while nothing is sent there", () => {
    const asked = LEAST + "[status]\nperiod_min = 60\ndropbox = true\n";
    const result = loadFiles(asked);
    expect(result.warnings.length).toBe(0);
    expect(result.camconfig.status.period_min).toBe(60);
    expect(result.camconfig.status.isInDropbox).toBe(true);
    expect(warningsOf(asked.replace('"photos"', '"photos"\nenabled = false'))).toBe(
      "camconfig.toml:10:11: [status] dropbox has no effect while [dropbox] has enabled = false",
    );
  });

  it("takes the configuration that the original is shipped with", () => {
    const config = loadFiles(
      '[camera]\ncam_id = "CAM1"\nimage_rot = 180\nimage_res = "SVGA"\njpg_qual = 5\n' +
        '[timer]\nstart_datetime = "2025-01-01T00:00:00"\nstop_datetime = "2025-12-31T23:59:59"\n' +
        "interval_sec = [30, 45]\ndark_hours = [20, 7]\ndark_mins = [0, 0]\n" +
        '[local]\nimage_dir = "webcam"\nlist_size = 20\n' +
        '[dropbox]\nimage_dir = "webcam"\nimage_crt = "cam1.jpg"\n',
    );
    expect(config.problems.length).toBe(0);
    expect(config.warnings.length).toBe(0);
    expect(config.camconfig.camera.imageRotation_deg).toBe(180);
    // 2025-01-01 and the last second of that year, in milliseconds since 1970.
    expect(config.camconfig.timer.start_wallMs).toBe(1735689600000);
    expect(config.camconfig.timer.stop_wallMs).toBe(1767225599000);
    expect(config.camconfig.timer.dark).toBe(Dark.HOURS);
    expect(config.camconfig.timer.darkFrom_min).toBe(1200);
    expect(config.camconfig.timer.darkTo_min).toBe(420);
    expect(config.camconfig.local.photosMax).toBe(20);
    expect(config.camconfig.dropbox.currentImage).toBe("cam1.jpg");
  });

  it("reports every problem, each with its place", () => {
    expect(
      problemsOf(
        LEAST +
          '[timer]\n  interval_sec = 0\nstart_datetime = "yesterday"\nresync_hours = 6.5\n' +
          "time_sources = []\n",
      ),
    ).toBe(
      'camconfig.toml:9:18: [timer] start_datetime is "yesterday"; ' +
        "expected a local date and time as 2026-01-31T08:00:00\n" +
        "camconfig.toml:8:18: [timer] interval_sec is 0; " +
        "expected whole seconds from 1 to 86400\n" +
        "camconfig.toml:11:16: [timer] time_sources is []; " +
        "expected an array of one or more of sntp, adafruit, timeapi\n" +
        "camconfig.toml:10:16: [timer] resync_hours is 6.5; expected whole hours from 1 to 168",
    );
  });

  it("stops listing before the memory is full", () => {
    let text = LEAST + "[camera.day]\n";
    for (let i = 0; i < 200; i++) text += "unknown" + i.toString() + " = 1\n";
    const result = loadFiles(text);
    expect(result.warnings.length).toBe(32);
    expect(result.warnings[31].text).toBe("there may be more than is listed here");
    let wrong = LEAST;
    for (let table = 0; table < 2; table++) {
      wrong += table == 0 ? "[camera.day]\n" : "[camera.night]\n";
      for (let i = 0; i < 25; i++) wrong += sensorSettingName(i) + " = 5000\n";
    }
    expect(loadFiles(wrong).problems.length).toBe(32);
  });

  it("warns of unknown names and suggests known ones", () => {
    expect(warningsOf(LEAST + "[timer]\nintervall_sec = 3\n")).toBe(
      "camconfig.toml:8:1: [timer] intervall_sec is unknown; did you mean interval_sec?",
    );
    expect(warningsOf(LEAST + "[camera.nigth]\n")).toBe(
      "camconfig.toml:7:9: [camera] nigth is unknown; did you mean night?",
    );
    expect(warningsOf("colour = 1\n" + LEAST)).toBe(
      "camconfig.toml:1:1: colour is unknown and has no effect",
    );
  });

  it("refuses what is no table", () => {
    expect(problemsOf("timer = 5\n" + LEAST)).toBe(
      "camconfig.toml:1:9: timer is 5; expected a table",
    );
  });
});

describe("names of cameras and folders", () => {
  it("may have any character that FAT and Dropbox take", () => {
    const text = LEAST_CAMERA.replace("CAM1", "Küche 2 (links)") + LEAST_FOLDERS;
    expect(loadFiles(text).camconfig.camera.camId).toBe("Küche 2 (links)");
  });

  it("have no others", () => {
    const names = ["a/b", "a\\\\b", "a:b", "a*", "a?", '\\"a', "<a", "a>", "a|b", "a\\u0001"];
    for (let i = 0; i < names.length; i++) {
      expectHas(problemsOf(LEAST.replace("CAM1", names[i])), "[camera] cam_id is ");
    }
  });

  it("have no blank at either end and no dot at the end", () => {
    const names = ["", " a", "a ", "a.", ".", ".."];
    for (let i = 0; i < names.length; i++) {
      expectHas(problemsOf(LEAST.replace("webcam", names[i])), "[local] image_dir is ");
    }
  });

  it("are not those that Dropbox keeps for itself", () => {
    const names = ["desktop.ini", "Thumbs.db", ".DS_Store", ".dropbox", ".dropbox.attr"];
    for (let i = 0; i < names.length; i++) {
      expectHas(problemsOf(LEAST.replace("photos", names[i])), "[dropbox] image_dir is ");
    }
    expect(problemsOf(LEAST.replace("photos", "dropbox"))).toBe("");
    expect(problemsOf(LEAST.replace("photos", "desktop.in"))).toBe("");
  });

  it("are not too long", () => {
    expect(problemsOf(LEAST.replace("CAM1", "x".repeat(32)))).toBe("");
    expect(problemsOf(LEAST.replace("CAM1", "x".repeat(33)))).toBe(
      "camconfig.toml:2:10: [camera] cam_id is " +
        '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; expected a name of at most 32 characters, ' +
        'with none of / \\ : * ? " < > | and no blank or dot at its end',
    );
    expectHas(problemsOf(LEAST.replace("webcam", "x".repeat(65))), "is a string;");
  });

  it("need no Dropbox folder without Dropbox", () => {
    const text = LEAST_CAMERA + '[local]\nimage_dir = "a"\n[dropbox]\nenabled = false\n';
    const result = loadFiles(text, "");
    expect(result.problems.length).toBe(0);
    expect(result.camconfig.dropbox.enabled).toBe(false);
  });
});

describe("[camera]", () => {
  it("turns the picture by 0 or 180 degrees", () => {
    expect(problemsOf(LEAST_CAMERA + "image_rot = 180\n" + LEAST_FOLDERS)).toBe("");
    expect(problemsOf(LEAST_CAMERA + "image_rot = 90\n" + LEAST_FOLDERS)).toBe(
      "camconfig.toml:3:13: [camera] image_rot is 90; expected 0 or 180",
    );
  });

  it("takes names of frame sizes, also CircuitPython's", () => {
    const names = ["96X96", "R96X96", "R240X240", "UXGA", "P_3MP", "5MP"];
    const sizes = ["96X96", "96X96", "240X240", "UXGA", "P_3MP", "5MP"];
    for (let i = 0; i < names.length; i++) {
      const text = LEAST_CAMERA + 'image_res = "' + names[i] + '"\n' + LEAST_FOLDERS;
      expect(loadFiles(text).problems.length).toBe(0);
      expect(loadFiles(text).camconfig.camera.imageSize).toBe(sizes[i]);
    }
    const bad = ['"svga"', '""', "8", '"SVGA, XGA"', '"R128X128"'];
    for (let i = 0; i < bad.length; i++) {
      const text = LEAST_CAMERA + "image_res = " + bad[i] + "\n" + LEAST_FOLDERS;
      expectHas(problemsOf(text), "expected one of 96X96, QQVGA, 128X128");
    }
  });
});

describe("profiles", () => {
  it("are by default those of the original, and the day undoes all of the night", () => {
    const camera = loadFiles(LEAST).camconfig.camera;
    const names = ["whitebal", "saturation", "contrast", "brightness", "aec2", "gain_ctrl"];
    const day = [1, 0, 0, 0, 0, 1];
    const night = [1, 0, 1, 2, 1, 0];
    for (let i = 0; i < names.length; i++) {
      expect(valueOf(camera.day, names[i])).toBe(day[i]);
      expect(valueOf(camera.night, names[i])).toBe(night[i]);
    }
    expect(valueOf(camera.day, "exposure_ctrl")).toBe(1);
    expect(valueOf(camera.night, "exposure_ctrl")).toBe(0);
    expect(valueOf(camera.night, "aec_value")).toBe(1000);
    for (let i = 0; i < camera.night.length; i++) {
      expect(camera.night[i] == UNSET).toBe(camera.day[i] == UNSET);
    }
  });

  it("take numbers, and switches also as true and false", () => {
    const text = "[camera.day]\ncontrast = -3\nlenc = true\nvflip = 1\nsharpness = 2\n";
    const camera = loadFiles(LEAST + text).camconfig.camera;
    expect(valueOf(camera.day, "contrast")).toBe(-3);
    expect(valueOf(camera.day, "lenc")).toBe(1);
    expect(valueOf(camera.day, "vflip")).toBe(1);
    expect(valueOf(camera.night, "sharpness")).toBe(2);
  });

  it("refuse what no sensor has", () => {
    expect(problemsOf(LEAST + "[camera.night]\naec_value = 1945\nlenc = 2\n")).toBe(
      "camconfig.toml:8:13: [camera.night] aec_value is 1945; " +
        "expected whole numbers from 0 to 1944\n" +
        "camconfig.toml:9:8: [camera.night] lenc is 2; expected true, false, 1 or 0",
    );
  });

  it("warn of what the day cannot undo", () => {
    expect(warningsOf(LEAST + "[camera.night]\ngainceiling = 2\n")).toBe(
      "camconfig.toml:8:15: [camera.night] gainceiling cannot be undone by day; " +
        "add it to [camera.day] too",
    );
  });
});

describe("moments", () => {
  it("are local date-times, or strings as in the original", () => {
    const spellings = ["2026-01-31T08:00:00", '"2026-01-31T08:00:00"', "2026-01-31 08:00:00"];
    for (let i = 0; i < spellings.length; i++) {
      const config = loadFiles(timer("start_datetime = " + spellings[i])).camconfig;
      expect(config.timer.start_wallMs).toBe(1769846400000);
    }
  });

  it("have no zone and no missing part, and exist", () => {
    const bad = [
      "2026-01-31",
      "08:00:00",
      "2026-01-31T08:00:00Z",
      '"2026-01-31T08:00:00+01:00"',
      '"2026-02-30T08:00:00"',
      '"2026-01-31T08:00:00 or so"',
      '""',
      "20260131",
    ];
    for (let i = 0; i < bad.length; i++) {
      expectHas(problemsOf(timer("stop_datetime = " + bad[i])), "[timer] stop_datetime is ");
    }
  });

  it("are in order", () => {
    const lines = "start_datetime = 2026-02-01T00:00:00\nstop_datetime = 2026-02-01T00:00:00\n";
    expect(problemsOf(timer(lines))).toBe(
      "camconfig.toml:9:17: [timer] stop_datetime is not after start_datetime; " +
        "write a later one, or leave it out for no end",
    );
  });
});

describe("interval_sec", () => {
  it("is one for all, or one by day and one in the dark", () => {
    const spellings = ["20", "[20, 50]", "[20]", "[86400]"];
    const day = [20, 20, 20, 86400];
    const dark = [20, 50, 35, 86400];
    for (let i = 0; i < spellings.length; i++) {
      const config = loadFiles(timer("interval_sec = " + spellings[i])).camconfig.timer;
      expect(config.dayInterval_s).toBe(day[i]);
      expect(config.darkInterval_s).toBe(dark[i]);
    }
  });

  it("is neither empty nor too long nor out of range", () => {
    const bad = ["[]", "[1, 2, 3]", "[0, 5]", "[5, 86401]", '["5"]', "-1", "1.5", '"5"'];
    for (let i = 0; i < bad.length; i++) {
      expectHas(problemsOf(timer("interval_sec = " + bad[i])), "[timer] interval_sec is ");
    }
  });
});

describe("dark", () => {
  it("is by hours, else by the sun, else never, as the keys that are there suggest", () => {
    const place = "latitude = 52.37\nlongitude = 4\n";
    const hours = "dark_hours = [20, 7]\n";
    expect(loadFiles(timer(place)).camconfig.timer.dark).toBe(Dark.SUN);
    expect(loadFiles(timer(place)).camconfig.timer.latitude_deg).toBe(52.37);
    expect(loadFiles(timer(place + hours)).camconfig.timer.dark).toBe(Dark.HOURS);
    expect(loadFiles(timer(place + hours + 'dark = "never"')).camconfig.timer.dark).toBe(
      Dark.NEVER,
    );
  });

  it("by hours needs hours that differ", () => {
    expect(problemsOf(timer('dark = "hours"'))).toBe(
      "camconfig.toml:8:8: [timer] dark needs hours; " +
        "add dark_hours = [20, 7] for dark from 20:00 to 7:00",
    );
    expect(problemsOf(timer("dark_hours = [7, 7]\ndark_mins = [5, 5]"))).toBe(
      "camconfig.toml:8:14: [timer] dark_hours begins and ends in the same minute; " +
        'change one, or write dark = "never"',
    );
    expect(problemsOf(timer("dark_hours = [7, 7]\ndark_mins = [5, 6]"))).toBe("");
    expectHas(problemsOf(timer("dark_hours = [7, 24]")), "whole hours from 0 to 23");
    expectHas(problemsOf(timer("dark_hours = [7]")), "an array of two");
    expectHas(problemsOf(timer("dark_mins = [0, 60]")), "whole minutes from 0 to 59");
  });

  it("by the sun needs a place on Earth", () => {
    expect(problemsOf(timer('dark = "sun"\nlatitude = 52.37'))).toBe(
      "camconfig.toml:8:8: [timer] dark needs the place; " +
        "add latitude = 52.37 and longitude = 4.9, in degrees",
    );
    const bad = ["latitude = 90.1", "latitude = nan", "longitude = -181", 'longitude = "4"'];
    for (let i = 0; i < bad.length; i++) {
      expectHas(problemsOf(timer(bad[i])), "; expected degrees from -");
    }
  });
});

describe("time sources and zones", () => {
  it("keep the order that is given, each service once", () => {
    const config = loadFiles(timer('time_sources = ["timeapi", "adafruit"]')).camconfig;
    expect(config.timer.timeServices).toStrictEqual([TimeService.TIMEAPI, TimeService.ADAFRUIT]);
    expectHas(problemsOf(timer('time_sources = ["timeapi", "timeapi"]')), "expected an array of");
    const sntp = loadFiles(timer('time_sources = ["sntp"]\nsntp_server = "192.0.2.7"')).camconfig;
    expect(sntp.timer.timeServices).toStrictEqual([TimeService.SNTP]);
    expect(sntp.timer.sntpServer).toBe("192.0.2.7");
    const names = [
      "",
      "ntp.example/",
      "a b",
      "ntp:123",
      "[::1]",
      "zeit\u00fc.test",
      "a".repeat(254),
    ];
    for (let index = 0; index < names.length; index++) {
      const problems = problemsOf(timer('sntp_server = "' + names[index] + '"'));
      expectHas(problems, "expected the name of a host as pool.ntp.org");
    }
    expectHas(problemsOf(timer("sntp_server = 7")), "[timer] sntp_server is 7; expected the name");
    expectHas(problemsOf(timer('time_sources = ["ntp"]')), "expected an array of");
  });

  it("posix_tz takes the place of TIMEZONE", () => {
    const result = loadFiles(
      timer('posix_tz = "UTC0"'),
      'TIMEZONE = "nowhere"\nDBX_ACCESS_TOKEN = "x"',
    );
    expect(result.problems.length).toBe(0);
    expect(result.zone !== null).toBe(true);
    expectHas(
      problemsOf(timer('posix_tz = "Mars"')),
      'camconfig.toml:8:12: [timer] posix_tz: the POSIX time zone "Mars"',
    );
  });
});

describe("[network]", () => {
  it("is adaptive within the bounds of the board unless the person says otherwise", () => {
    const network = loadFiles(LEAST).camconfig.network;
    expect(network.pauseMin_ms).toBe(0);
    expect(network.pauseMax_ms).toBe(80);
    expect(network.chunk_bytes).toBe(0);
    expect(network.sendBuffer_bytes).toBe(0);
    expect(network.keepAlive_s).toBe(10);
    expect(network.keepAliveInterval_s).toBe(5);
    expect(network.keepAliveProbes).toBe(3);
    expect(network.stall_s).toBe(20);
  });

  it("has one pause for a fixed pace, the original's by default", () => {
    const network = loadFiles(LEAST + '[network]\npace = "fixed"\n').camconfig.network;
    expect(network.pauseMin_ms).toBe(20);
    expect(network.pauseMax_ms).toBe(20);
    const asked = '[network]\npace = "fixed"\npause_ms = 7\nchunk_bytes = 2880\n';
    const other = loadFiles(LEAST + asked + "send_buffer_bytes = 2880\n").camconfig.network;
    expect(other.pauseMin_ms).toBe(7);
    expect(other.pauseMax_ms).toBe(7);
    expect(other.chunk_bytes).toBe(2880);
    expect(other.sendBuffer_bytes).toBe(2880);
  });

  it("says whether to sleep between two photos", () => {
    const defaults = loadFiles(LEAST).camconfig.power;
    expect(defaults.deepSleep).toBe(DeepSleep.NEVER);
    expect(defaults.deepSleepMin_s).toBe(120);
    const power = loadFiles(LEAST + '[power]\ndeep_sleep = "always"\ndeep_sleep_min_sec = 600\n')
      .camconfig.power;
    expect(power.deepSleep).toBe(DeepSleep.ALWAYS);
    expect(power.deepSleepMin_s).toBe(600);
  });

  it("takes the pause of an adaptive pace as its bound", () => {
    const network = loadFiles(LEAST + "[network]\npause_ms = 300\nstall_sec = 60\n").camconfig
      .network;
    expect(network.pauseMin_ms).toBe(0);
    expect(network.pauseMax_ms).toBe(300);
    expect(network.stall_s).toBe(60);
  });

  it("tells what is out of range", () => {
    expectHas(
      problemsOf(LEAST + "[network]\nchunk_bytes = 511\n"),
      "[network] chunk_bytes is 511; expected whole bytes from 512 to 4096",
    );
    expectHas(problemsOf(LEAST + '[network]\npace = "slow"\n'), "one of adaptive, fixed");
    expectHas(
      problemsOf(LEAST + "[network]\nkeep_alive_probes = 0\n"),
      "expected whole probes from 1 to 20",
    );
  });
});

describe("[log]", () => {
  it("has a level for each target", () => {
    const words = ["off", "error", "warning", "information", "debug"];
    for (let i = 0; i < words.length; i++) {
      const word = ' = "' + words[i] + '"\n';
      const lines = "console_level" + word + "card_level" + word + "aio_level" + word;
      const log = loadFiles(LEAST + "[log]\n" + lines).camconfig.log;
      expect(<i32>log.consoleLevel).toBe(i - 1);
      expect(<i32>log.cardLevel).toBe(i - 1);
      expect(<i32>log.feedLevel).toBe(i - 1);
    }
    expect(problemsOf(LEAST + '[log]\ncard_level = "loud"')).toBe(
      'camconfig.toml:8:14: [log] card_level is "loud"; ' +
        "expected one of off, error, warning, information, debug",
    );
    expect(warningsOf(LEAST + '[log]\ncard_levl = "off"')).toBe(
      "camconfig.toml:8:1: [log] card_levl is unknown; did you mean card_level?",
    );
  });

  it("has a feed that is named after the camera as Adafruit IO names it", () => {
    const camera = '[camera]\ncam_id = "Garden_2 É"\n';
    expect(loadFiles(camera + LEAST_FOLDERS).camconfig.log.feed).toBe("garden-2---logging");
    const own = LEAST + '[log]\naio_feed = "my-own-7"';
    expect(loadFiles(own).camconfig.log.feed).toBe("my-own-7");
  });

  it("takes no other keys of feeds than those that Adafruit IO takes", () => {
    const bad = ['""', '"Own"', '"a b"', '"a/b"', '"ä"', "7", '"' + "a".repeat(129) + '"'];
    for (let i = 0; i < bad.length; i++) {
      const problems = problemsOf(LEAST + "[log]\naio_feed = " + bad[i]);
      expectHas(problems, "camconfig.toml:8:12: [log] aio_feed is ");
      expect(problems.split("\n").length).toBe(1);
    }
  });

  it("warns of a feed without an account, and goes on", () => {
    const feed = LEAST + '[log]\naio_level = "error"';
    const result = loadFiles(feed);
    expect(result.problems.length).toBe(0);
    expect(result.warnings.length).toBe(1);
    expectHas(result.warnings[0].describe(), "ADAFRUIT_AIO_USERNAME is missing; the log feed");
    const account = 'ADAFRUIT_AIO_USERNAME = "me"\nADAFRUIT_AIO_KEY = "aio_123456"\n';
    expect(loadFiles(feed, ACCOUNT + account).warnings.length).toBe(0);
  });
});
