/** What the reading of the settings files has found, for the log. */
import { logError, logWarning } from "../log/log";
import { ConfigurationResult } from "./load";

/** Say all warnings and problems; true if the configuration can be used. */
export function tellConfiguration(configuration: ConfigurationResult): bool {
  for (let index = 0; index < configuration.warnings.length; index++) {
    logWarning(configuration.warnings[index].describe());
  }
  for (let index = 0; index < configuration.problems.length; index++) {
    logError(configuration.problems[index].describe());
  }
  return configuration.problems.length == 0 && configuration.zone != null;
}
