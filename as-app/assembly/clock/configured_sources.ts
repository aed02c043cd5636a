/** The sources of the time that the person has configured. */
import { CamConfig, TimeService } from "../config/camconfig";
import { Settings } from "../config/settings";
import { SntpTime } from "./sntp_source";
import { AdafruitAccountTime, AdafruitPublicTime, TimeApiTime } from "./source_kinds";
import { TimeSource } from "./time_source";

/** In the order of time_sources in camconfig.toml. */
export function timeSources(config: CamConfig, settings: Settings): TimeSource[] {
  const sources: TimeSource[] = [];
  const names = config.timer.timeServices;
  for (let index = 0; index < names.length; index++) {
    if (names[index] == TimeService.SNTP) sources.push(new SntpTime(config.timer.sntpServer));
    if (names[index] == TimeService.TIMEAPI) sources.push(new TimeApiTime());
    if (names[index] != TimeService.ADAFRUIT) continue;
    const user = settings.adafruitUsername;
    if (!settings.hasAdafruit) sources.push(new AdafruitPublicTime());
    else sources.push(new AdafruitAccountTime(user, settings.adafruitKey, settings.timeZone));
  }
  return sources;
}
