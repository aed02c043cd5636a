/** Turns mbedTLS's error codes into one of ours and a sentence that a person understands. */
#ifndef WAMCAM_NET_TLS_FAILURE_H
#define WAMCAM_NET_TLS_FAILURE_H

#include <stdbool.h>
#include <stdint.h>

#include "net/failure.h"

struct wamcam_tls_trouble {
    const char *host;
    int code;              /**< What mbedTLS returned. */
    uint32_t verify_flags; /**< MBEDTLS_X509_BADCERT_*; 0 = nothing wrong or not yet looked at. */
    int alert;             /**< Alert of the peer seen in the clear, -1: none. */
};

/** True if the code says that memory was short. */
bool wamcam_tls_is_memory_error(int code);
/** The handshake has failed. CERTIFICATE, PROTOCOL, NO_MEMORY or CONNECTION_RESET. */
int wamcam_tls_handshake_failure(struct wamcam_failure *failure,
                                 const struct wamcam_tls_trouble *trouble);
/** An open connection has failed. PROTOCOL or NO_MEMORY. */
int wamcam_tls_open_failure(struct wamcam_failure *failure, const char *host, int code);

#endif
