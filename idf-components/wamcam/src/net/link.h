/**
 * The way from a host name to an open TLS stream: look up, connect, handshake. Part of a
 * connection and embedded in it.
 */
#ifndef WAMCAM_NET_LINK_H
#define WAMCAM_NET_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/connection.h"
#include "net/failure.h"
#include "net/resolve.h"
#include "net/route.h"
#include "net/socket.h"
#include "net/tls.h"
#include "wamcam/board.h"

struct wamcam_link {
    const struct wamcam_board *board;
    struct wamcam_failure *failure; /**< Of the connection; set once, when the link has failed. */
    char host[WAMCAM_HOST_SIZE];
    uint16_t port;
    char route[WAMCAM_ROUTE_SIZE]; /**< How sentences name the peer. */

    enum wamcam_connection_state state; /**< RESOLVING to OPEN. */
    int64_t started_at_us;
    int64_t open_limit_us; /**< Longest time from start to OPEN. */
    int64_t open_us;       /**< How long that took; 0 before. */

    struct wamcam_socket_options socket_options; /**< Of sockets that are made from now on. */

    struct wamcam_resolve *resolve; /* NULL once the name is known */
    struct wamcam_addresses addresses;
    size_t next_address;
    int connect_error; /* most telling error of the addresses tried */
    int64_t attempt_until_us;
    int descriptor;
    struct wamcam_tls *tls; /**< From HANDSHAKE on. */
};

/**
 * Begin. 0, NAME_TOO_LONG, INVALID (not a host name, port 0), NO_MEMORY or ACCESS. Must be ended
 * with wamcam_link_close() in any case, and must not move in memory before.
 */
int wamcam_link_start(struct wamcam_link *link, const struct wamcam_board *board,
                      wamcam_lookup lookup, const char *host, uint16_t port,
                      struct wamcam_failure *failure);
/** One step without waiting, before OPEN. True if the state has changed or the link has failed. */
bool wamcam_link_advance(struct wamcam_link *link);
/** What to wait for before the next advance, before OPEN; as wamcam_connection_wait(). */
int64_t wamcam_link_wait(const struct wamcam_link *link, struct wamcam_wait_socket *socket);
/** Close whatever is open. Repeatable. */
void wamcam_link_close(struct wamcam_link *link);

/** A duration for sentences: "20 s" or "1500 ms". */
const char *wamcam_link_duration(int64_t us, char out[32]);

#endif
