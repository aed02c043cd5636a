#include "net/route.h"

#include <stdio.h>
#include <string.h>

/* Letters, digits, dot, hyphen and underscore: what a host name may have and a log may show. */
static int check_host(const char *host) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789.-_";
    size_t length = strlen(host);
    if (length > WAMCAM_HOST_BYTES_MAX) {
        return WAMCAM_NAME_TOO_LONG;
    }
    return length > 0 && strspn(host, allowed) == length ? 0 : WAMCAM_INVALID;
}

int wamcam_route_choose(const struct wamcam_board *board, const char *host, uint16_t port,
                        char target[WAMCAM_HOST_SIZE], uint16_t *target_port,
                        char route[WAMCAM_ROUTE_SIZE]) {
    int error = port == 0 ? WAMCAM_INVALID : check_host(host);
    if (error != 0) {
        return error;
    }
    strcpy(target, host);
    strcpy(route, host);
    *target_port = port;
    if (board->connect_to == NULL) {
        return 0;
    }
    error = board->connect_to(board->context, host, port, target, WAMCAM_HOST_SIZE, target_port);
    if (error == 0 && (strcmp(target, host) != 0 || *target_port != port)) {
        snprintf(route, WAMCAM_ROUTE_SIZE, "%s (by way of %s:%u)", host, target,
                 (unsigned)*target_port);
    }
    return error;
}
