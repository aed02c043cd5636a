/**
 * Names of photos, below the folder that the settings choose:
 *
 *     YYYYMMDD/YYYYMMDD-HHMMSS-CAMID.jpg        local time
 *     YYYYMMDD/YYYYMMDD-HHMMSSb-CAMID.jpg       the same hour once more: when summer time ends, an
 *                                               hour comes twice, and "b" marks its second coming
 *     .../...-CAMID-2.jpg, -3, ...              a further photo with that name; happens only when
 *                                               the clock was set back
 *     unknown-time/BOOT7-00000042-CAMID.jpg     7th start, 42 s after it: time not known
 *
 * So no two photos of a camera get one name, and none overwrites another. Sorted by name, the
 * photos of the hour that comes twice are mixed; all others are in the order they were taken.
 */
import { formatDay, formatStamp, padded } from "../clock/civil";
import { Zone } from "../clock/posix_tz";

function withCamera(stem: string, cameraId: string, copy: i32): string {
  const name = stem + "-" + cameraId;
  return (copy > 1 ? name + "-" + copy.toString() : name) + ".jpg";
}

/** Local day of a photo, YYYYMMDD: the folder that it lies in. */
export function photoFolder(utcMs: i64, zone: Zone): string {
  return formatDay(zone.wallMs(utcMs));
}

/**
 * Path of a photo taken at an instant. `copy` is 1; the caller counts it up while a file of that
 * path exists. The camera's name must be fit for a file name.
 */
export function photoPath(utcMs: i64, zone: Zone, cameraId: string, copy: i32 = 1): string {
  const stamp = formatStamp(zone.wallMs(utcMs));
  const stem = zone.isRepeated(utcMs) ? stamp + "b" : stamp;
  return photoFolder(utcMs, zone) + "/" + withCamera(stem, cameraId, copy);
}

/** Path of a photo taken before the time was known; the number of the start makes it unique. */
export function unknownTimePath(
  bootNumber: i32,
  uptimeMs: i64,
  cameraId: string,
  copy: i32 = 1,
): string {
  const stem = "BOOT" + padded(bootNumber, 1) + "-" + padded(<i32>(uptimeMs / 1000), 8);
  return "unknown-time/" + withCamera(stem, cameraId, copy);
}
