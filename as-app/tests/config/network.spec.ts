import { joinNetwork, listenForApplications } from "../../assembly/config/network";
import { Settings } from "../../assembly/config/settings";
import { HostError } from "../../assembly/host/errors";
import {
  listenAnswer,
  listening,
  logCount,
  logText,
  resetDoubles,
  wifiAnswer,
  wifiJoined,
} from "../double";
import { loadFiles, LEAST } from "./files";

function settingsOf(ssid: string, password: string): Settings {
  const settings = new Settings();
  settings.wifiSsid = ssid;
  settings.wifiPassword = password;
  return settings;
}

describe("the person's network", () => {
  beforeEach(() => {
    resetDoubles();
    wifiAnswer(0);
  });

  it("goes from settings.toml to the board", () => {
    const file =
      'CIRCUITPY_WIFI_SSID = "Hütte"\nCIRCUITPY_WIFI_PASSWORD = "hunter22"\nDBX_ACCESS_TOKEN = "t"\n';
    const settings = loadFiles(LEAST, file).settings;
    wifiAnswer(0);
    joinNetwork(settings);
    expect(wifiJoined()).toBe("Hütte/hunter22");
    expect(logCount()).toBe(0);
  });

  it("is not joined where none is named", () => {
    joinNetwork(settingsOf("", ""));
    expect(wifiJoined()).toBe("");
  });

  it("is nobody's business on a board without Wi-Fi", () => {
    wifiAnswer(HostError.NOT_SUPPORTED);
    joinNetwork(settingsOf("net", "hunter22"));
    expect(logCount()).toBe(0);
  });

  it("is complained of without showing the password", () => {
    wifiAnswer(HostError.INVALID);
    joinNetwork(settingsOf("net", "hunter2"));
    expect(logCount()).toBe(1);
    expect(logText(0).includes("CIRCUITPY_WIFI_PASSWORD")).toBe(true);
    expect(logText(0).includes("hunter2")).toBe(false);
  });
});

describe("the person's token", () => {
  beforeEach(() => {
    resetDoubles();
    listenAnswer(0);
  });

  it("lets the board listen under the camera's name", () => {
    const file = 'WAMCAM_TOKEN = "a-token-of-my-own"\nDBX_ACCESS_TOKEN = "t"\n';
    const settings = loadFiles(LEAST, file).settings;
    listenAnswer(0);
    listenForApplications(settings, "CAM7");
    expect(listening()).toBe("CAM7/a-token-of-my-own");
    expect(logCount()).toBe(0);
  });

  it("is needed: without one nobody may send anything", () => {
    listenForApplications(new Settings(), "CAM7");
    expect(listening()).toBe("");
  });

  it("is complained of without being shown", () => {
    const settings = new Settings();
    settings.token = "too short";
    listenAnswer(HostError.INVALID);
    listenForApplications(settings, "CAM7");
    expect(logText(0).includes("WAMCAM_TOKEN")).toBe(true);
    expect(logText(0).includes("too short")).toBe(false);
  });
});
