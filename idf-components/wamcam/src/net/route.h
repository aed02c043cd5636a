/** From the host that the application names to the host that is looked up. */
#ifndef WAMCAM_NET_ROUTE_H
#define WAMCAM_NET_ROUTE_H

#include <stdint.h>

#include "wamcam/board.h"

/** Longest host name (RFC 1035 section 2.3.4). */
#define WAMCAM_HOST_BYTES_MAX 253
#define WAMCAM_HOST_SIZE (WAMCAM_HOST_BYTES_MAX + 1)
/** Room for a host and where it is reached instead. */
#define WAMCAM_ROUTE_SIZE (2 * WAMCAM_HOST_SIZE + 24)

/**
 * Check the name of a host and ask the board where it is to be reached, TCP and UDP alike. Fills
 * in `target`, `target_port` and `route`, which is how sentences name the peer. 0, INVALID (not a
 * host name, port 0), NAME_TOO_LONG or ACCESS.
 */
int wamcam_route_choose(const struct wamcam_board *board, const char *host, uint16_t port,
                        char target[WAMCAM_HOST_SIZE], uint16_t *target_port,
                        char route[WAMCAM_ROUTE_SIZE]);

#endif
