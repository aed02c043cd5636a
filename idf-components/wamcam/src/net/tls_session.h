/**
 * The last TLS session of a few hosts, so that the next connection can skip certificates and key
 * exchange: on a small chip that saves up to seconds. In memory only; core thread only.
 */
#ifndef WAMCAM_NET_TLS_SESSION_H
#define WAMCAM_NET_TLS_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include <mbedtls/ssl.h>

#define WAMCAM_TLS_SESSIONS_MAX 4

/** Offer the session kept for host and port to a connection about to begin. False: none. */
bool wamcam_tls_session_offer(const char *host, uint16_t port, mbedtls_ssl_context *ssl);
/** Keep the session of an established connection; replaces the host's last, or the oldest. */
void wamcam_tls_session_keep(const char *host, uint16_t port, const mbedtls_ssl_context *ssl);
/** Drop what is kept for host and port. */
void wamcam_tls_session_forget(const char *host, uint16_t port);
/** Drop everything. */
void wamcam_tls_session_forget_all(void);

#endif
