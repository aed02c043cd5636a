import { zoneOf } from "../../assembly/clock/zone";
import { parsePosixTz } from "../../assembly/clock/posix_tz";
import { wallFromCivil } from "../../assembly/clock/civil";
import { errorText } from "../../assembly/host/errors";
import { readSettings } from "../../assembly/host/settings";
import { logInformation } from "../../assembly/host/log";
import { fromUtf8 } from "../../assembly/host/text";
export function start(): i32 {
  const f = readSettings("x");
  const z = zoneOf(fromUtf8(f.bytes, 0, f.bytes.length));
  const y = parsePosixTz(fromUtf8(f.bytes, 0, f.bytes.length));
  logInformation(z.error + y.error + errorText(f.status));
  return <i32>wallFromCivil(f.bytes.length, 3, 4, 2, 4, 5);
}
export function tick(now: i64): i64 {
  return now + 1000;
}
