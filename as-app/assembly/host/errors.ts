// Generated from imports.json by `npm run generate`; do not edit.

/** What a host import can answer instead of a result: negative numbers, POSIX's on Linux. */
export enum HostError {
  /** no such file, setting or frame */
  NOT_FOUND = -2,
  /** the card or the device failed while reading or writing */
  IO = -5,
  /** the handle was never given out or is closed */
  BAD_HANDLE = -9,
  /** not yet: an ordinary answer, call again on a later tick */
  WOULD_BLOCK = -11,
  /** a buffer could not be had */
  NO_MEMORY = -12,
  /** the path, the host or the call is outside what the application may use */
  ACCESS = -13,
  /** the camera or the connection is at work with an earlier request */
  BUSY = -16,
  /** the target exists already */
  EXISTS = -17,
  /** no camera or no card is there */
  NO_DEVICE = -19,
  /** an argument is outside its range or malformed */
  INVALID = -22,
  /** larger than the board's limit */
  TOO_BIG = -27,
  /** the card is full */
  NO_SPACE = -28,
  /** the card cannot be written */
  READ_ONLY = -30,
  /** a path or a host name is longer than the board's limit */
  NAME_TOO_LONG = -36,
  /** the peer broke the protocol or offers none that is safe enough */
  PROTOCOL = -71,
  /** the sensor or the board has no such thing */
  NOT_SUPPORTED = -95,
  /** the peer ended the connection in the middle */
  CONNECTION_RESET = -104,
  /** a deadline passed */
  TIMED_OUT = -110,
  /** nobody listens at that address and port */
  CONNECTION_REFUSED = -111,
  /** no route to the host, or no network */
  UNREACHABLE = -113,
  /** the host name could not be looked up */
  NAME_UNKNOWN = -126,
  /** the certificate of the peer was refused; net.describe says why */
  CERTIFICATE = -129,
}

/** What an error means, as part of a sentence. */
export function errorText(error: i32): string {
  switch (error) {
    case HostError.NOT_FOUND:
      return "no such file, setting or frame";
    case HostError.IO:
      return "the card or the device failed while reading or writing";
    case HostError.BAD_HANDLE:
      return "the handle was never given out or is closed";
    case HostError.WOULD_BLOCK:
      return "not yet: an ordinary answer, call again on a later tick";
    case HostError.NO_MEMORY:
      return "a buffer could not be had";
    case HostError.ACCESS:
      return "the path, the host or the call is outside what the application may use";
    case HostError.BUSY:
      return "the camera or the connection is at work with an earlier request";
    case HostError.EXISTS:
      return "the target exists already";
    case HostError.NO_DEVICE:
      return "no camera or no card is there";
    case HostError.INVALID:
      return "an argument is outside its range or malformed";
    case HostError.TOO_BIG:
      return "larger than the board's limit";
    case HostError.NO_SPACE:
      return "the card is full";
    case HostError.READ_ONLY:
      return "the card cannot be written";
    case HostError.NAME_TOO_LONG:
      return "a path or a host name is longer than the board's limit";
    case HostError.PROTOCOL:
      return "the peer broke the protocol or offers none that is safe enough";
    case HostError.NOT_SUPPORTED:
      return "the sensor or the board has no such thing";
    case HostError.CONNECTION_RESET:
      return "the peer ended the connection in the middle";
    case HostError.TIMED_OUT:
      return "a deadline passed";
    case HostError.CONNECTION_REFUSED:
      return "nobody listens at that address and port";
    case HostError.UNREACHABLE:
      return "no route to the host, or no network";
    case HostError.NAME_UNKNOWN:
      return "the host name could not be looked up";
    case HostError.CERTIFICATE:
      return "the certificate of the peer was refused; net.describe says why";
    default:
      return "unknown error " + error.toString();
  }
}
