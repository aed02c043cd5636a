/**
 * A TLS client over any stream that never blocks. TLS 1.2 or newer, the certificate is always
 * checked against the host's name, sessions are taken up again where the server allows.
 *
 * Core thread only.
 */
#ifndef WAMCAM_NET_TLS_H
#define WAMCAM_NET_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/failure.h"
#include "net/stream.h"
#include "wamcam/board.h"

struct wamcam_tls; /* opaque */

/**
 * Prepare a connection over `below`. `host` must be as long-lived as the result, `failure` takes
 * the sentence of whatever goes wrong on the TLS level, now or later; errors of `below` are
 * handed through without one. NULL: failure->error is set.
 */
struct wamcam_tls *wamcam_tls_open(const struct wamcam_board *board, const char *host,
                                   uint16_t port, const struct wamcam_stream *below,
                                   struct wamcam_failure *failure);
/** 0 = done, WOULD_BLOCK = call again when wants_write() or else readability says so, or error. */
int wamcam_tls_handshake(struct wamcam_tls *tls);

/**
 * As wamcam_stream's send. INVALID if a call after WOULD_BLOCK is not repeated with the same
 * pointer and length: a mistake of the caller that would lose or double bytes (see stream.h).
 */
int wamcam_tls_send(struct wamcam_tls *tls, const uint8_t *bytes, size_t length);
/**
 * As wamcam_stream's receive; 0 only after the peer's close_notify. An end without one is
 * CONNECTION_RESET: someone may have cut the line. Works on after send has failed with an error
 * of the stream below, to get what the peer said before it went.
 */
int wamcam_tls_receive(struct wamcam_tls *tls, uint8_t *out, size_t length);
/** Both of them as the stream that the layer above uses. */
struct wamcam_stream wamcam_tls_stream(struct wamcam_tls *tls);
/** True if receive would find something without waiting for the stream below. */
bool wamcam_tls_has_received(const struct wamcam_tls *tls);
/** After WOULD_BLOCK of handshake or send: true = wait for room below, false = for data. */
bool wamcam_tls_wants_write(const struct wamcam_tls *tls);
/** Bytes given to the stream below so far; a sign of life on slow links. */
int64_t wamcam_tls_below_bytes(const struct wamcam_tls *tls);
/** True if the handshake took up an earlier session. */
bool wamcam_tls_resumed(const struct wamcam_tls *tls);

/** close_notify if the stream below takes it at once, then free. NULL is allowed. */
void wamcam_tls_close(struct wamcam_tls *tls);

#endif
