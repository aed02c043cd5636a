/**
 * Name lookup beside the core thread: getaddrinfo() blocks for seconds on every board, so each
 * lookup has a thread of its own.
 */
#ifndef WAMCAM_NET_RESOLVE_H
#define WAMCAM_NET_RESOLVE_H

#include <stdint.h>

#include "net/socket.h"
#include "wamcam/board.h"

/** Lookups alive at once, abandoned ones included; more are refused with NO_MEMORY. */
#define WAMCAM_RESOLVE_MAX 8

/** Fills `out`; may block. 0, NAME_UNKNOWN or NO_MEMORY. */
typedef int (*wamcam_lookup)(const char *host, uint16_t port, struct wamcam_addresses *out);

struct wamcam_resolve; /* opaque */

/** The system's resolver. */
int wamcam_lookup_system(const char *host, uint16_t port, struct wamcam_addresses *out);

/** Begin a lookup; board->wake() is called when it has ended. NULL: NO_MEMORY. */
struct wamcam_resolve *wamcam_resolve_start(const struct wamcam_board *board, wamcam_lookup lookup,
                                            const char *host, uint16_t port);
/** WOULD_BLOCK while it runs; 0 with `out` filled in (at least one address), or the error. */
int wamcam_resolve_result(struct wamcam_resolve *resolve, struct wamcam_addresses *out);
/**
 * Give the lookup back, ended or not. One under way goes on by itself and frees what it holds;
 * once this has returned it does not touch the board any more.
 */
void wamcam_resolve_abandon(struct wamcam_resolve *resolve);

#endif
