import { joinNetwork } from "../../assembly/config/network";
import { Settings } from "../../assembly/config/settings";
import { HostError } from "../../assembly/host/errors";
import { logCount, logText, resetDoubles, wifiAnswer, wifiJoined } from "../double";
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
