#include "net/failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "wamcam/errors.h"

int wamcam_failure_set(struct wamcam_failure *failure, int error, const char *format, ...) {
    if (failure->error == 0) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(failure->sentence, sizeof failure->sentence, format, arguments);
        va_end(arguments);
        failure->error = error;
    }
    return failure->error;
}

static const struct {
    int errno_value;
    int error;
} table[] = {
    {ECONNREFUSED, WAMCAM_CONNECTION_REFUSED},
    {ECONNRESET, WAMCAM_CONNECTION_RESET},
    {ECONNABORTED, WAMCAM_CONNECTION_RESET},
    {EPIPE, WAMCAM_CONNECTION_RESET},
    {ENOTCONN, WAMCAM_CONNECTION_RESET},
    {ETIMEDOUT, WAMCAM_TIMED_OUT},
    {ENETUNREACH, WAMCAM_UNREACHABLE},
    {EHOSTUNREACH, WAMCAM_UNREACHABLE},
    {ENETDOWN, WAMCAM_UNREACHABLE},
    {EADDRNOTAVAIL, WAMCAM_UNREACHABLE},
    {EAFNOSUPPORT, WAMCAM_UNREACHABLE},
    {ENOMEM, WAMCAM_NO_MEMORY},
    {ENOBUFS, WAMCAM_NO_MEMORY},
    {EMFILE, WAMCAM_NO_MEMORY},
    {ENFILE, WAMCAM_NO_MEMORY},
    {EACCES, WAMCAM_ACCESS},
    {EPERM, WAMCAM_ACCESS},
    {ENOENT, WAMCAM_NOT_FOUND},
    {ENOTDIR, WAMCAM_NOT_FOUND},
    {ENAMETOOLONG, WAMCAM_NAME_TOO_LONG},
    {ENODEV, WAMCAM_NO_DEVICE},
};

int wamcam_failure_from_errno(int errno_value) {
    /* Two numbers on some systems, one on others: not for a table. */
    if (errno_value == EAGAIN || errno_value == EWOULDBLOCK || errno_value == EINTR) {
        return WAMCAM_WOULD_BLOCK;
    }
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].errno_value == errno_value) {
            return table[i].error;
        }
    }
    return WAMCAM_IO;
}
