import { loadConfiguration } from "../../assembly/config/load";
import { logInformation } from "../../assembly/host/log";
export function start(): i32 {
  const r = loadConfiguration();
  for (let i = 0; i < r.problems.length; i++) logInformation(r.problems[i].describe());
  for (let i = 0; i < r.warnings.length; i++) logInformation(r.warnings[i].describe());
  return (
    r.settings.dropboxAccessToken.length +
    r.settings.dropboxRefreshToken.length +
    r.settings.timeZone.length +
    r.camconfig.timer.timeServices.length
  );
}
export function tick(now: i64): i64 {
  return now + 1000;
}
