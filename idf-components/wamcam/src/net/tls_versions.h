/** What differs between mbedTLS 2.28 (Debian) and 3.6 (ESP-IDF 5.5), in one place. */
#ifndef WAMCAM_NET_TLS_VERSIONS_H
#define WAMCAM_NET_TLS_VERSIONS_H

#include <stdbool.h>

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>

#if MBEDTLS_VERSION_NUMBER < 0x03000000

static inline void wamcam_tls_set_versions(mbedtls_ssl_config *configuration) {
    mbedtls_ssl_conf_min_version(configuration, MBEDTLS_SSL_MAJOR_VERSION_3,
                                 MBEDTLS_SSL_MINOR_VERSION_3);
}

static inline bool wamcam_tls_is_version_error(int code) {
    return code == MBEDTLS_ERR_SSL_BAD_HS_PROTOCOL_VERSION;
}

static inline bool wamcam_tls_is_certificate_error(int code) {
    return code == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED ||
           code == MBEDTLS_ERR_SSL_BAD_HS_CERTIFICATE;
}

#else

static inline void wamcam_tls_set_versions(mbedtls_ssl_config *configuration) {
    mbedtls_ssl_conf_min_tls_version(configuration, MBEDTLS_SSL_VERSION_TLS1_2);
#if MBEDTLS_VERSION_NUMBER < 0x03060100
    /* Tickets of TLS 1.3 could not be ignored; see wamcam_tls_listen_for_tickets(). */
    mbedtls_ssl_conf_max_tls_version(configuration, MBEDTLS_SSL_VERSION_TLS1_2);
#endif
}

static inline bool wamcam_tls_is_version_error(int code) {
    return code == MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION;
}

static inline bool wamcam_tls_is_certificate_error(int code) {
    return code == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED || code == MBEDTLS_ERR_SSL_BAD_CERTIFICATE;
}

#endif

/* TLS 1.3 in mbedTLS works through PSA, which wants to be started once. */
#if MBEDTLS_VERSION_NUMBER >= 0x03000000 &&                                                        \
    (defined(MBEDTLS_SSL_PROTO_TLS1_3) || defined(MBEDTLS_USE_PSA_CRYPTO))

#include <psa/crypto.h>

static inline bool wamcam_tls_start_crypto(void) {
    return psa_crypto_init() == PSA_SUCCESS;
}

#else

static inline bool wamcam_tls_start_crypto(void) {
    return true;
}

#endif

/*
 * In TLS 1.3 session tickets come after the handshake, one message among the data. If told of them,
 * mbedTLS takes each up as a little handshake, which first flushes whatever is waiting to be sent.
 * While a send is to be repeated, tickets must therefore be ignored, which only 3.6.1 can.
 */
#if MBEDTLS_VERSION_NUMBER >= 0x03060100 && defined(MBEDTLS_SSL_PROTO_TLS1_3) &&                   \
    defined(MBEDTLS_SSL_SESSION_TICKETS)

static inline bool wamcam_tls_is_new_ticket(int code) {
    return code == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET;
}

static inline void wamcam_tls_listen_for_tickets(mbedtls_ssl_config *configuration, bool listen) {
    mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
        configuration, listen ? MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED
                              : MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_DISABLED);
}

#else

static inline bool wamcam_tls_is_new_ticket(int code) {
    (void)code;
    return false;
}

static inline void wamcam_tls_listen_for_tickets(mbedtls_ssl_config *configuration, bool listen) {
    (void)configuration;
    (void)listen;
}

#endif

#endif
