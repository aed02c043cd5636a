#include "net/tls.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>

#include "memory.h"
#include "net/tls_failure.h"
#include "net/tls_session.h"
#include "net/tls_versions.h"
#include "net/tls_watch.h"

/* Steps that one call spends on tickets; a server sends one to four, each takes two. */
#define TICKET_STEPS_MAX 16

struct wamcam_tls {
    const char *host;
    uint16_t port;
    struct wamcam_stream below;
    struct wamcam_failure *failure;
    mbedtls_ssl_config configuration;
    mbedtls_ssl_context context;
    struct wamcam_tls_watch watch;
    bool established;
    bool session_offered;
    bool session_kept;
    bool wants_write;
    bool receiving;
    int send_error;         /* of the stream below: nothing can be sent any more */
    int receive_error;      /* of the stream below */
    int dead_error;         /* of TLS itself: nothing works any more */
    const uint8_t *pending; /* arguments of the send that has to be repeated, NULL: none */
    size_t pending_length;
    int64_t below_bytes;
};

/* One generator of random numbers for all connections of the process, never given back. */
static struct {
    bool ready;
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context drbg;
} generator;

static int start_generator(void) {
    if (generator.ready) {
        return 0;
    }
    if (!wamcam_tls_start_crypto()) {
        return MBEDTLS_ERR_SSL_ALLOC_FAILED;
    }
    static const unsigned char purpose[] = "wamcam tls";
    mbedtls_entropy_init(&generator.entropy);
    mbedtls_ctr_drbg_init(&generator.drbg);
    int code = mbedtls_ctr_drbg_seed(&generator.drbg, mbedtls_entropy_func, &generator.entropy,
                                     purpose, sizeof purpose - 1);
    if (code != 0) {
        mbedtls_ctr_drbg_free(&generator.drbg);
        mbedtls_entropy_free(&generator.entropy);
        return code;
    }
    generator.ready = true;
    return 0;
}

static int send_below(void *context, const unsigned char *bytes, size_t length) {
    struct wamcam_tls *tls = context;
    if (tls->receiving && tls->pending != NULL) {
        /* While receiving, mbedTLS may want to answer (refuse a renegotiation) and would first
         * flush the record of our pending send; repeating that send would then send it twice. */
        return MBEDTLS_ERR_SSL_WANT_WRITE;
    }
    int result = tls->below.send(tls->below.context, bytes, length);
    if (result > 0) {
        tls->below_bytes += result;
        return result;
    }
    if (result == 0 || result == WAMCAM_WOULD_BLOCK) {
        return MBEDTLS_ERR_SSL_WANT_WRITE;
    }
    tls->send_error = result;
    return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

static int receive_below(void *context, unsigned char *out, size_t length) {
    struct wamcam_tls *tls = context;
    int result = tls->below.receive(tls->below.context, out, length);
    if (result > 0) {
        if (!tls->established) {
            wamcam_tls_watch_received(&tls->watch, out, (size_t)result);
        }
        return result;
    }
    if (result == WAMCAM_WOULD_BLOCK) {
        return MBEDTLS_ERR_SSL_WANT_READ;
    }
    tls->receive_error = result;
    return result == 0 ? 0 : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

static int configure(struct wamcam_tls *tls, const struct wamcam_board *board) {
    int code =
        mbedtls_ssl_config_defaults(&tls->configuration, MBEDTLS_SSL_IS_CLIENT,
                                    MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
    if (code != 0) {
        return code;
    }
    wamcam_tls_set_versions(&tls->configuration);
    mbedtls_ssl_conf_rng(&tls->configuration, mbedtls_ctr_drbg_random, &generator.drbg);
    int error = board->tls_trust(board->context, &tls->configuration);
    if (error != 0) {
        wamcam_failure_set(tls->failure, error,
                           "The trusted root certificates could not be had, so %s cannot be "
                           "checked.",
                           tls->host);
        return MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED;
    }
    /* After the board's call: whatever it sets, the certificate is checked. */
    mbedtls_ssl_conf_authmode(&tls->configuration, MBEDTLS_SSL_VERIFY_REQUIRED);
    return 0;
}

static int set_up(struct wamcam_tls *tls, const struct wamcam_board *board) {
    int code = start_generator();
    if (code == 0) {
        code = configure(tls, board);
    }
    if (code == 0) {
        code = mbedtls_ssl_setup(&tls->context, &tls->configuration);
    }
    if (code == 0) {
        code = mbedtls_ssl_set_hostname(&tls->context, tls->host);
    }
    if (code == 0) {
        mbedtls_ssl_set_bio(&tls->context, tls, send_below, receive_below, NULL);
        tls->session_offered = wamcam_tls_session_offer(tls->host, tls->port, &tls->context);
    }
    return code;
}

struct wamcam_tls *wamcam_tls_open(const struct wamcam_board *board, const char *host,
                                   uint16_t port, const struct wamcam_stream *below,
                                   struct wamcam_failure *failure) {
    struct wamcam_tls *tls = wamcam_memory_take(sizeof *tls);
    if (tls == NULL) {
        wamcam_tls_open_failure(failure, host, MBEDTLS_ERR_SSL_ALLOC_FAILED);
        return NULL;
    }
    tls->host = host;
    tls->port = port;
    tls->below = *below;
    tls->failure = failure;
    mbedtls_ssl_config_init(&tls->configuration);
    mbedtls_ssl_init(&tls->context);
    int code = set_up(tls, board);
    if (code != 0) {
        wamcam_tls_open_failure(failure, host, code);
        wamcam_tls_close(tls);
        return NULL;
    }
    return tls;
}

static bool is_want(int code) {
    return code == MBEDTLS_ERR_SSL_WANT_READ || code == MBEDTLS_ERR_SSL_WANT_WRITE;
}

static int handshake_failed(struct wamcam_tls *tls, int code) {
    if (tls->session_offered) {
        /* If the session is to blame, the next attempt is a full handshake. */
        wamcam_tls_session_forget(tls->host, tls->port);
    }
    int below_error = tls->receive_error != 0 ? tls->receive_error : tls->send_error;
    int alert = wamcam_tls_watch_alert(&tls->watch);
    if (below_error != 0 && alert < 0) {
        tls->dead_error = below_error;
        return below_error;
    }
    struct wamcam_tls_trouble trouble = {
        .host = tls->host,
        .code = code,
        .verify_flags = mbedtls_ssl_get_verify_result(&tls->context),
        .alert = alert,
    };
    tls->dead_error = wamcam_tls_handshake_failure(tls->failure, &trouble);
    return tls->dead_error;
}

int wamcam_tls_handshake(struct wamcam_tls *tls) {
    if (tls->dead_error != 0) {
        return tls->dead_error;
    }
    int code = mbedtls_ssl_handshake(&tls->context);
    if (is_want(code)) {
        tls->wants_write = code == MBEDTLS_ERR_SSL_WANT_WRITE;
        return WAMCAM_WOULD_BLOCK;
    }
    if (code != 0) {
        return handshake_failed(tls, code);
    }
    tls->established = true;
    tls->wants_write = false;
    return 0;
}

static int open_failed(struct wamcam_tls *tls, int code) {
    tls->dead_error = wamcam_tls_open_failure(tls->failure, tls->host, code);
    return tls->dead_error;
}

static void keep_ticket(struct wamcam_tls *tls) {
    wamcam_tls_session_keep(tls->host, tls->port, &tls->context);
}

/* A message that mbedTLS has read and not yet dealt with: no socket will tell of it. */
static bool has_held_message(const struct wamcam_tls *tls) {
    return mbedtls_ssl_check_pending(&tls->context) != 0;
}

/* A ticket that receiving has left half done is finished here, before our bytes are touched. */
static int write_past_tickets(struct wamcam_tls *tls, const uint8_t *bytes, size_t length) {
    int code = mbedtls_ssl_write(&tls->context, bytes, length);
    for (int i = 0; i < TICKET_STEPS_MAX && wamcam_tls_is_new_ticket(code); i++) {
        if (tls->pending != NULL) {
            break; /* cannot be: while a send is pending, tickets are ignored */
        }
        keep_ticket(tls);
        code = mbedtls_ssl_write(&tls->context, bytes, length);
    }
    return code;
}

int wamcam_tls_send(struct wamcam_tls *tls, const uint8_t *bytes, size_t length) {
    if (tls->dead_error != 0 || tls->send_error != 0) {
        return tls->dead_error != 0 ? tls->dead_error : tls->send_error;
    }
    if (tls->pending != NULL && (tls->pending != bytes || tls->pending_length != length)) {
        return WAMCAM_INVALID;
    }
    int code = write_past_tickets(tls, bytes, length);
    if (is_want(code)) {
        tls->pending = bytes;
        tls->pending_length = length;
        tls->wants_write = code == MBEDTLS_ERR_SSL_WANT_WRITE;
        return WAMCAM_WOULD_BLOCK;
    }
    tls->pending = NULL;
    tls->wants_write = false;
    if (code >= 0) {
        return code;
    }
    return tls->send_error != 0 ? tls->send_error : open_failed(tls, code);
}

/* The first answer shows that the keys are right; in TLS 1.3 the ticket comes by itself. */
static void keep_session(struct wamcam_tls *tls) {
    if (!tls->session_kept && !tls->watch.tls_1_3) {
        tls->session_kept = true;
        wamcam_tls_session_keep(tls->host, tls->port, &tls->context);
    }
}

static int read_past_tickets(struct wamcam_tls *tls, uint8_t *out, size_t length) {
    int code = MBEDTLS_ERR_SSL_WANT_READ;
    wamcam_tls_listen_for_tickets(&tls->configuration, tls->pending == NULL);
    for (int i = 0; i < TICKET_STEPS_MAX; i++) {
        code = mbedtls_ssl_read(&tls->context, out, length);
        bool held = code == MBEDTLS_ERR_SSL_WANT_READ && has_held_message(tls);
        if (wamcam_tls_is_new_ticket(code)) {
            keep_ticket(tls);
            code = MBEDTLS_ERR_SSL_WANT_READ;
        } else if (!held) {
            break;
        }
    }
    return code;
}

int wamcam_tls_receive(struct wamcam_tls *tls, uint8_t *out, size_t length) {
    if (tls->dead_error != 0) {
        return tls->dead_error;
    }
    tls->receiving = true;
    int code = read_past_tickets(tls, out, length);
    tls->receiving = false;
    if (code > 0) {
        keep_session(tls);
        return code;
    }
    if (is_want(code)) {
        return WAMCAM_WOULD_BLOCK;
    }
    if (code == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
        return 0;
    }
    if (code == 0 || code == MBEDTLS_ERR_SSL_CONN_EOF) {
        tls->dead_error = WAMCAM_CONNECTION_RESET; /* an end without close_notify */
        return tls->dead_error;
    }
    if (tls->receive_error != 0) {
        tls->dead_error = tls->receive_error;
        return tls->dead_error;
    }
    return open_failed(tls, code);
}

static int stream_send(void *context, const uint8_t *bytes, size_t length) {
    return wamcam_tls_send(context, bytes, length);
}

static int stream_receive(void *context, uint8_t *out, size_t length) {
    return wamcam_tls_receive(context, out, length);
}

struct wamcam_stream wamcam_tls_stream(struct wamcam_tls *tls) {
    struct wamcam_stream stream = {tls, stream_send, stream_receive};
    return stream;
}

bool wamcam_tls_has_received(const struct wamcam_tls *tls) {
    return tls->dead_error == 0 && has_held_message(tls);
}

bool wamcam_tls_wants_write(const struct wamcam_tls *tls) {
    return tls->wants_write;
}

int64_t wamcam_tls_below_bytes(const struct wamcam_tls *tls) {
    return tls->below_bytes;
}

bool wamcam_tls_resumed(const struct wamcam_tls *tls) {
    return tls->established && wamcam_tls_watch_resumed(&tls->watch);
}

void wamcam_tls_close(struct wamcam_tls *tls) {
    if (tls == NULL) {
        return;
    }
    if (tls->established && tls->dead_error == 0 && tls->send_error == 0) {
        (void)mbedtls_ssl_close_notify(&tls->context); /* best effort: the socket goes anyway */
    }
    mbedtls_ssl_free(&tls->context);
    mbedtls_ssl_config_free(&tls->configuration);
    wamcam_memory_free(tls);
}
