/** The camera's profiles and set-up as the person has configured them. */
import { CameraConfig } from "../config/camconfig";
import { sensorSettingName, UNSET } from "../config/sensor_settings";
import { Profile } from "./profile";
import { CameraSetup } from "./shooter";

/** A profile from one value for each sensor setting. */
export function profileOf(name: string, values: StaticArray<i32>): Profile {
  const profile = new Profile(name);
  for (let index = 0; index < values.length; index++) {
    if (values[index] != UNSET) profile.add(sensorSettingName(index), values[index]);
  }
  return profile;
}

export function setupOf(config: CameraConfig): CameraSetup {
  const setup = new CameraSetup();
  setup.frameSize = config.imageSize;
  setup.jpegQuality = config.jpegQuality;
  setup.rotation = config.imageRotation_deg;
  setup.settleFramesMax = config.settleFramesMax;
  setup.retakesMax = config.retakesMax;
  return setup;
}
