/** The connections of one application behind their handles. */
#ifndef WAMCAM_NET_CONNECTIONS_H
#define WAMCAM_NET_CONNECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/connection.h"
#include "runtime/handles.h"

struct wamcam_connections {
    const struct wamcam_board *board;
    struct wamcam_handles handles;
    bool has_pause;
    int64_t pause_us; /**< That the connection closed last has left to the next one. */
};

/** NULL when memory could not be had. */
struct wamcam_connections *wamcam_connections_start(const struct wamcam_board *board);
/** Close all and free. */
void wamcam_connections_stop(struct wamcam_connections *connections);

/** Begin a connection; a handle (> 0) or an error. */
int32_t wamcam_connections_open(struct wamcam_connections *connections, const char *host,
                                uint16_t port);
/** A live connection or NULL. */
struct wamcam_connection *wamcam_connections_get(const struct wamcam_connections *connections,
                                                 int32_t handle);
/** 0 or BAD_HANDLE. */
int wamcam_connections_close(struct wamcam_connections *connections, int32_t handle);
/** Advance all; true if something happened that the application can see. */
bool wamcam_connections_advance(struct wamcam_connections *connections);
/**
 * What to wait for: fills up to WAMCAM_HANDLES_MAX sockets, sets *count, and returns the earliest
 * stopwatch moment at which one wants to be advanced.
 */
int64_t wamcam_connections_wait(const struct wamcam_connections *connections,
                                struct wamcam_wait_socket sockets[WAMCAM_HANDLES_MAX],
                                size_t *count);

#endif
