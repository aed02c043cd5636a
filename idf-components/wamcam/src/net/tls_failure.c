#define _POSIX_C_SOURCE 200809L

#include "net/tls_failure.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <mbedtls/x509.h>

#include "net/tls_versions.h"
#include "net/tls_watch.h"
#include "wamcam/errors.h"

/* What mbedtls_ssl_get_verify_result() says when the check itself could not be finished. */
#define FLAGS_UNKNOWN UINT32_MAX

#define REASONS_BYTES 320

bool wamcam_tls_is_memory_error(int code) {
    /* Codes are the sum of a part for the layer (multiples of 0x80) and one for the cause. */
    static const int high_parts[] = {0x7F00, 0x2880, 0x3F80, 0x5180, 0x6180, 0x4D80};
    static const int low_parts[] = {0x10, 0x6A};
    int high = -code & 0x7F80;
    int low = -code & 0x7F;
    for (size_t i = 0; i < sizeof high_parts / sizeof high_parts[0]; i++) {
        if (high == high_parts[i]) {
            return true;
        }
    }
    return low == low_parts[0] || low == low_parts[1];
}

/* The clock that mbedTLS has compared the certificate's dates with. */
static void write_clock(char *out, size_t size) {
    time_t now = time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts) == NULL || strftime(out, size, "%Y-%m-%d %H:%M UTC", &parts) == 0) {
        snprintf(out, size, "nothing useful");
    }
}

static void add_reason(char *reasons, const char *reason) {
    size_t used = strlen(reasons);
    snprintf(reasons + used, REASONS_BYTES - used, "%s%s", used > 0 ? " and " : "", reason);
}

static void add_date_reason(char *reasons, const char *reason) {
    char clock_text[40];
    char text[120];
    write_clock(clock_text, sizeof clock_text);
    snprintf(text, sizeof text, "%s (the clock here says %s)", reason, clock_text);
    add_reason(reasons, text);
}

static void write_reasons(uint32_t flags, char reasons[REASONS_BYTES]) {
    reasons[0] = '\0';
    if (flags == FLAGS_UNKNOWN) {
        add_reason(reasons, "it could not be checked against the trusted authorities");
        return;
    }
    if (flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) {
        add_reason(reasons, "it was issued for another host");
    }
    if (flags & MBEDTLS_X509_BADCERT_EXPIRED) {
        add_date_reason(reasons, "it has expired");
    }
    if (flags & MBEDTLS_X509_BADCERT_FUTURE) {
        add_date_reason(reasons, "it is not yet valid");
    }
    if (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) {
        add_reason(reasons, "it is self-signed or from an authority that is not trusted here");
    }
    if (flags & MBEDTLS_X509_BADCERT_REVOKED) {
        add_reason(reasons, "it was revoked");
    }
    if (reasons[0] == '\0') {
        char text[80];
        snprintf(text, sizeof text, "it is not fit for TLS (verification result 0x%lx)",
                 (unsigned long)flags);
        add_reason(reasons, text);
    }
}

static int certificate_failure(struct wamcam_failure *failure,
                               const struct wamcam_tls_trouble *trouble) {
    char reasons[REASONS_BYTES];
    write_reasons(trouble->verify_flags, reasons);
    return wamcam_failure_set(failure, WAMCAM_CERTIFICATE, "The certificate of %s was refused: %s.",
                              trouble->host, reasons);
}

static int alert_failure(struct wamcam_failure *failure, const struct wamcam_tls_trouble *trouble) {
    const char *meaning = "";
    switch (trouble->alert) {
    case WAMCAM_TLS_ALERT_HANDSHAKE_FAILURE:
        meaning = ", no common way of encryption";
        break;
    case WAMCAM_TLS_ALERT_UNRECOGNIZED_NAME:
        meaning = ", it does not know that name";
        break;
    case WAMCAM_TLS_ALERT_INTERNAL_ERROR:
        meaning = ", it has a trouble of its own";
        break;
    default:
        break;
    }
    return wamcam_failure_set(failure, WAMCAM_PROTOCOL,
                              "%s refused the TLS handshake (alert %d%s).", trouble->host,
                              trouble->alert, meaning);
}

static int version_failure(struct wamcam_failure *failure, const char *host) {
    return wamcam_failure_set(failure, WAMCAM_PROTOCOL,
                              "%s offers no TLS 1.2 or newer, the connection was refused.", host);
}

static int memory_failure(struct wamcam_failure *failure, const char *host) {
    return wamcam_failure_set(failure, WAMCAM_NO_MEMORY,
                              "There is not enough memory for a TLS connection to %s.", host);
}

int wamcam_tls_handshake_failure(struct wamcam_failure *failure,
                                 const struct wamcam_tls_trouble *trouble) {
    if (wamcam_tls_is_memory_error(trouble->code)) {
        return memory_failure(failure, trouble->host);
    }
    if (trouble->alert == WAMCAM_TLS_ALERT_PROTOCOL_VERSION ||
        wamcam_tls_is_version_error(trouble->code)) {
        return version_failure(failure, trouble->host);
    }
    if (trouble->alert >= 0) {
        return alert_failure(failure, trouble);
    }
    if (trouble->code == MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED) {
        return wamcam_failure_set(
            failure, WAMCAM_CERTIFICATE,
            "The certificate of %s was refused: there are no trusted authorities here.",
            trouble->host);
    }
    bool flagged = trouble->verify_flags != 0 && trouble->verify_flags != FLAGS_UNKNOWN;
    if (flagged || wamcam_tls_is_certificate_error(trouble->code) ||
        trouble->code == MBEDTLS_ERR_X509_FATAL_ERROR) {
        return certificate_failure(failure, trouble);
    }
    if (trouble->code == MBEDTLS_ERR_SSL_CONN_EOF) {
        return wamcam_failure_set(failure, WAMCAM_CONNECTION_RESET,
                                  "%s ended the connection during the TLS handshake.",
                                  trouble->host);
    }
    return wamcam_failure_set(failure, WAMCAM_PROTOCOL,
                              "The TLS handshake with %s broke off (mbedTLS error -0x%04x).",
                              trouble->host, (unsigned)-trouble->code);
}

int wamcam_tls_open_failure(struct wamcam_failure *failure, const char *host, int code) {
    if (wamcam_tls_is_memory_error(code)) {
        return memory_failure(failure, host);
    }
    if (code == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE) {
        return wamcam_failure_set(failure, WAMCAM_PROTOCOL,
                                  "%s broke off the TLS connection with an alert.", host);
    }
    return wamcam_failure_set(failure, WAMCAM_PROTOCOL,
                              "The TLS connection to %s is broken (mbedTLS error -0x%04x).", host,
                              (unsigned)-code);
}
