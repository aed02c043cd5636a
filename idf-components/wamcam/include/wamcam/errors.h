/* Generated from imports.json by `npm run generate`; do not edit. */
#ifndef WAMCAM_ERRORS_H
#define WAMCAM_ERRORS_H

/* clang-format off */

/** What can go wrong between application, core and board. The values are POSIX's on Linux. */
enum wamcam_error {
    WAMCAM_OK = 0,
    WAMCAM_NOT_FOUND = -2, /**< no such file, setting or frame */
    WAMCAM_IO = -5, /**< the card or the device failed while reading or writing */
    WAMCAM_BAD_HANDLE = -9, /**< the handle was never given out or is closed */
    WAMCAM_WOULD_BLOCK = -11, /**< not yet: an ordinary answer, call again on a later tick */
    WAMCAM_NO_MEMORY = -12, /**< a buffer could not be had */
    WAMCAM_ACCESS = -13, /**< the path, the host or the call is outside what the application may use */
    WAMCAM_BUSY = -16, /**< the camera or the connection is at work with an earlier request */
    WAMCAM_EXISTS = -17, /**< the target exists already */
    WAMCAM_NO_DEVICE = -19, /**< no camera or no card is there */
    WAMCAM_INVALID = -22, /**< an argument is outside its range or malformed */
    WAMCAM_TOO_BIG = -27, /**< larger than the board's limit */
    WAMCAM_NO_SPACE = -28, /**< the card is full */
    WAMCAM_READ_ONLY = -30, /**< the card cannot be written */
    WAMCAM_NAME_TOO_LONG = -36, /**< a path or a host name is longer than the board's limit */
    WAMCAM_PROTOCOL = -71, /**< the peer broke the protocol or offers none that is safe enough */
    WAMCAM_NOT_SUPPORTED = -95, /**< the sensor or the board has no such thing */
    WAMCAM_CONNECTION_RESET = -104, /**< the peer ended the connection in the middle */
    WAMCAM_TIMED_OUT = -110, /**< a deadline passed */
    WAMCAM_CONNECTION_REFUSED = -111, /**< nobody listens at that address and port */
    WAMCAM_UNREACHABLE = -113, /**< no route to the host, or no network */
    WAMCAM_NAME_UNKNOWN = -126, /**< the host name could not be looked up */
    WAMCAM_CERTIFICATE = -129, /**< the certificate of the peer was refused; net.describe says why */
};

/** What an error means, as part of a sentence. */
static inline const char *wamcam_error_text(int error) {
    switch (error) {
    case WAMCAM_NOT_FOUND:
        return "no such file, setting or frame";
    case WAMCAM_IO:
        return "the card or the device failed while reading or writing";
    case WAMCAM_BAD_HANDLE:
        return "the handle was never given out or is closed";
    case WAMCAM_WOULD_BLOCK:
        return "not yet: an ordinary answer, call again on a later tick";
    case WAMCAM_NO_MEMORY:
        return "a buffer could not be had";
    case WAMCAM_ACCESS:
        return "the path, the host or the call is outside what the application may use";
    case WAMCAM_BUSY:
        return "the camera or the connection is at work with an earlier request";
    case WAMCAM_EXISTS:
        return "the target exists already";
    case WAMCAM_NO_DEVICE:
        return "no camera or no card is there";
    case WAMCAM_INVALID:
        return "an argument is outside its range or malformed";
    case WAMCAM_TOO_BIG:
        return "larger than the board's limit";
    case WAMCAM_NO_SPACE:
        return "the card is full";
    case WAMCAM_READ_ONLY:
        return "the card cannot be written";
    case WAMCAM_NAME_TOO_LONG:
        return "a path or a host name is longer than the board's limit";
    case WAMCAM_PROTOCOL:
        return "the peer broke the protocol or offers none that is safe enough";
    case WAMCAM_NOT_SUPPORTED:
        return "the sensor or the board has no such thing";
    case WAMCAM_CONNECTION_RESET:
        return "the peer ended the connection in the middle";
    case WAMCAM_TIMED_OUT:
        return "a deadline passed";
    case WAMCAM_CONNECTION_REFUSED:
        return "nobody listens at that address and port";
    case WAMCAM_UNREACHABLE:
        return "no route to the host, or no network";
    case WAMCAM_NAME_UNKNOWN:
        return "the host name could not be looked up";
    case WAMCAM_CERTIFICATE:
        return "the certificate of the peer was refused; net.describe says why";
    default:
        return error >= 0 ? "no error" : "unknown error";
    }
}

/* clang-format on */

#endif
