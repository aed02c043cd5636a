/** A complete set of sensor settings, so that changing to it leaves nothing of the one before. */
import { set } from "../host/camera";
import { errorText, HostError } from "../host/errors";
import { logInformation, logWarning } from "../log/log";

/** One sensor setting, named as the driver's setter without `set_`. */
class SensorSetting {
  constructor(
    public name: string,
    public value: i32,
  ) {}
}

/** Settings in the order in which they are applied. */
export class Profile {
  settings: SensorSetting[] = [];
  /** What the sensor cannot do is said once, not at every change of profile. */
  private warned: bool = false;

  constructor(public name: string) {}

  add(name: string, value: i32): void {
    this.settings.push(new SensorSetting(name, value));
  }

  /** Add a setting unless the person has given it. */
  addDefault(name: string, value: i32): void {
    for (let index = 0; index < this.settings.length; index++) {
      if (unchecked(this.settings[index]).name == name) return;
    }
    this.add(name, value);
  }

  /** Apply all settings; false when the camera is not in a state to take them. */
  apply(): bool {
    let lacking = "";
    for (let index = 0; index < this.settings.length; index++) {
      const setting = this.settings[index];
      const status = set(setting.name, setting.value);
      if (status == HostError.BUSY || status == HostError.NO_DEVICE) return false;
      if (status == HostError.NOT_SUPPORTED) lacking += " " + setting.name;
      else if (status < 0) this.warn(setting.name + ": " + errorText(status));
    }
    if (lacking.length > 0 && !this.warned) {
      logInformation("camera: the sensor has no" + lacking + " (" + this.name + " profile)");
    }
    this.warned = true;
    return true;
  }

  private warn(text: string): void {
    if (!this.warned) logWarning("camera: " + this.name + " profile: " + text);
  }
}

/**
 * Add the settings for a rotation of 0 or 180 degrees. The rows are turned by `vflip` on every
 * sensor; the columns of OV3660 and OV5640 come out right without `hmirror`, as in the program
 * that this one re-creates.
 */
export function addRotation(profile: Profile, rotation: i32, sensor: string): void {
  const turned = rotation == 180;
  const mirrored = turned && sensor != "OV3660" && sensor != "OV5640";
  profile.addDefault("vflip", turned ? 1 : 0);
  profile.addDefault("hmirror", mirrored ? 1 : 0);
}
