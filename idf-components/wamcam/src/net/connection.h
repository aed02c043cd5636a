/**
 * One TLS connection that never blocks: look up, connect, handshake, send, receive.
 *
 * A connection is advanced only by connection_advance() on the core thread; the application's
 * calls copy bytes in and out of its buffers and return at once. Name lookup runs on a thread of
 * its own, since getaddrinfo blocks for seconds on every board.
 */
#ifndef WAMCAM_NET_CONNECTION_H
#define WAMCAM_NET_CONNECTION_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

struct wamcam_connection; /* opaque */

/** State numbers of the import net.state. */
enum wamcam_connection_state {
    WAMCAM_CONNECTION_RESOLVING = 0,
    WAMCAM_CONNECTION_CONNECTING = 1,
    WAMCAM_CONNECTION_HANDSHAKE = 2,
    WAMCAM_CONNECTION_OPEN = 3,
    WAMCAM_CONNECTION_PEER_CLOSED = 4,
};

struct wamcam_connection_statistics {
    int64_t sent_bytes; /**< Application bytes accepted by TLS and flushed to the socket. */
    int64_t received_bytes;
    int64_t open_us;
    int64_t would_block_count;
    int64_t longest_stall_us;
    int64_t resumed;
    int64_t pause_us; /**< That the pace makes now between two chunks. */
};

/** Begin a connection. NULL with *error set: NO_MEMORY, NAME_TOO_LONG, ACCESS (connect_to). */
struct wamcam_connection *wamcam_connection_open(const struct wamcam_board *board, const char *host,
                                                 uint16_t port, int *error);

/**
 * Do what can be done without waiting. Returns true if something happened that the application
 * can see (state changed, bytes arrived, room in the send buffer, all sent, failed).
 */
bool wamcam_connection_advance(struct wamcam_connection *connection);

/**
 * What to wait for before the next advance: fills `socket` (descriptor -1: none) and returns the
 * stopwatch moment at which to advance even if the socket stays quiet (pause of the pacing, next
 * deadline), INT64_MAX if none.
 */
int64_t wamcam_connection_wait(const struct wamcam_connection *connection,
                               struct wamcam_wait_socket *socket);

/** enum wamcam_connection_state, or the error that ended the connection. */
int wamcam_connection_state(const struct wamcam_connection *connection);
int wamcam_connection_deadlines(struct wamcam_connection *connection, int32_t open_ms,
                                int32_t stall_ms, int32_t response_ms);
/** As the import net.pace. */
int wamcam_connection_pace(struct wamcam_connection *connection, int32_t pause_ms_min,
                           int32_t pause_ms_max, int32_t chunk_bytes);
/** As the import net.socket_options. */
int wamcam_connection_socket_options(struct wamcam_connection *connection,
                                     int32_t send_buffer_bytes, int32_t keep_alive_idle_s,
                                     int32_t keep_alive_interval_s, int32_t keep_alive_count);
/** The pause with which a connection after this one should begin, see pace.h. */
int64_t wamcam_connection_pause_after_us(const struct wamcam_connection *connection);
/** Begin with the pause of an earlier connection. */
void wamcam_connection_resume_pause(struct wamcam_connection *connection, int64_t pause_us);
int wamcam_connection_send(struct wamcam_connection *connection, const uint8_t *bytes,
                           size_t length);
/** `path` is a full path of the file system; see the import net.send_file. */
int wamcam_connection_send_file(struct wamcam_connection *connection, const char *path,
                                int64_t offset, int64_t length);
int64_t wamcam_connection_unsent(const struct wamcam_connection *connection);
int wamcam_connection_sent_hash(const struct wamcam_connection *connection, uint8_t out[32]);
int wamcam_connection_receive(struct wamcam_connection *connection, uint8_t *out, size_t length);
void wamcam_connection_statistics(const struct wamcam_connection *connection,
                                  struct wamcam_connection_statistics *out);
/** Plain sentence about the failure, "" if none. Owned by the connection. */
const char *wamcam_connection_describe(const struct wamcam_connection *connection);
/** Close notify (best effort), close, free. A lookup under way is abandoned safely. */
void wamcam_connection_close(struct wamcam_connection *connection);

#endif
