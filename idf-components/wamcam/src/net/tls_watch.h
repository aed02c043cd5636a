/**
 * Looks over TLS's shoulder at the unencrypted beginning of a handshake, for two things that
 * mbedTLS knows but does not tell: which alert the peer sent, and whether it took up an earlier
 * session. Decides nothing; mbedTLS alone judges the bytes.
 *
 * Formats: RFC 5246 section 6.2.1 (record), 7.2 (alert), 7.4 (handshake message), RFC 8446
 * section 4.1.3 (ServerHello) and 4.2 (extensions).
 */
#ifndef WAMCAM_NET_TLS_WATCH_H
#define WAMCAM_NET_TLS_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Alert descriptions of RFC 5246 section 7.2 that deserve a sentence of their own. */
enum wamcam_tls_alert {
    WAMCAM_TLS_ALERT_HANDSHAKE_FAILURE = 40,
    WAMCAM_TLS_ALERT_PROTOCOL_VERSION = 70,
    WAMCAM_TLS_ALERT_INTERNAL_ERROR = 80,
    WAMCAM_TLS_ALERT_UNRECOGNIZED_NAME = 112,
};

/** As much of a ServerHello as is kept; what a server may answer to our hello is shorter. */
#define WAMCAM_TLS_WATCH_HELLO_BYTES 256

struct wamcam_tls_watch {
    uint8_t header[5]; /* of the record under way */
    size_t header_bytes;
    size_t record_left;
    uint8_t alert[2];
    size_t alert_bytes;
    uint8_t message[WAMCAM_TLS_WATCH_HELLO_BYTES]; /* beginning of the message under way */
    size_t message_bytes;                          /* received of it, kept or not */
    bool encrypted;                                /* from here on there is nothing to see */
    bool server_hello;
    bool certificate; /* only a full handshake of TLS 1.2 shows one */
    bool tls_1_3;
    bool pre_shared_key; /* in TLS 1.3 the sign of a resumed session */
};

/** A zeroed watch is ready to use. Feed it every byte received, in order. */
void wamcam_tls_watch_received(struct wamcam_tls_watch *watch, const uint8_t *bytes, size_t length);
/** Description of the fatal alert seen in the clear, -1 if none. */
int wamcam_tls_watch_alert(const struct wamcam_tls_watch *watch);
/** True if the handshake that has just ended took up an earlier session. */
bool wamcam_tls_watch_resumed(const struct wamcam_tls_watch *watch);

#endif
