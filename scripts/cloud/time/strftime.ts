/** The directives of Ruby's strftime that Adafruit IO's users need. */
import { abbreviation, localTime, offsetText } from "./zones.ts";

function padded(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

type Directive = (moment: Date, zone: string) => string;

const directives: Record<string, Directive> = {
  Y: (moment, zone) => padded(localTime(moment, zone).year, 4),
  m: (moment, zone) => padded(localTime(moment, zone).month, 2),
  d: (moment, zone) => padded(localTime(moment, zone).day, 2),
  H: (moment, zone) => padded(localTime(moment, zone).hour, 2),
  M: (moment, zone) => padded(localTime(moment, zone).minute, 2),
  S: (moment, zone) => padded(localTime(moment, zone).second, 2),
  L: (moment, zone) => padded(localTime(moment, zone).millisecond, 3),
  j: (moment, zone) => padded(localTime(moment, zone).yearDay, 3),
  /** 1 = Monday to 7 = Sunday. */
  u: (moment, zone) => String(localTime(moment, zone).weekday || 7),
  /** 0 = Sunday to 6 = Saturday. */
  w: (moment, zone) => String(localTime(moment, zone).weekday),
  z: (moment, zone) => offsetText(localTime(moment, zone).offset_s),
  Z: abbreviation,
  s: (moment) => String(Math.floor(moment.getTime() / 1000)),
  "%": () => "%",
};

/** Null for a format with a directive that is not among those above. */
export function strftime(format: string, moment: Date, zone: string): string | null {
  const letters = [...format.matchAll(/%(.?)/gs)].map(([, letter]) => letter ?? "");
  if (letters.some((letter) => !Object.hasOwn(directives, letter))) return null;
  return format.replace(/%(.)/gs, (_whole, letter: string) =>
    (directives[letter] ?? (() => ""))(moment, zone),
  );
}
