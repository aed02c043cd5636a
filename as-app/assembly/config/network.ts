/** Handing what settings.toml says of the network to the board. */
import { HostError } from "../host/errors";
import { logWarning } from "../log/log";
import { listen } from "../host/update";
import { join } from "../host/wifi";
import { Settings } from "./settings";

/** Let the board join the person's network, if one is named and the board has Wi-Fi of its own. */
export function joinNetwork(settings: Settings): void {
  if (settings.wifiSsid.length == 0) return;
  if (join(settings.wifiSsid, settings.wifiPassword) != HostError.INVALID) return;
  logWarning(
    "settings.toml: no network is called so, or has such a password: CIRCUITPY_WIFI_SSID has 1 to " +
      "32 bytes, CIRCUITPY_WIFI_PASSWORD 8 to 63, or 64 hexadecimal digits, or none",
  );
}

/** Let the board take applications from whoever knows the person's token, if there is one. */
export function listenForApplications(settings: Settings, cameraName: string): void {
  if (settings.token.length == 0) return;
  if (listen(cameraName, settings.token) != HostError.INVALID) return;
  logWarning("settings.toml: WAMCAM_TOKEN takes 16 to 64 ASCII characters without blanks");
}
