/*
 * The place of src/net/tls.c and what belongs to it. A greeting stands for the handshake: the
 * client says the name of the host, the server says GREETING. After it bytes go as they are.
 */
#include "net/tls.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "net/greeting.h"
#include "virtual_time.h"
#include "wamcam/errors.h"

/* What key exchange and signatures take on a small processor. */
#define HANDSHAKE_US 150000

struct wamcam_tls {
    struct wamcam_stream below;
    struct wamcam_failure *failure;
    const char *host;
    char hello[SIM_GREETING_BYTES_MAX];
    size_t hello_sent;
    char answer[sizeof SIM_GREETING];
    size_t answered;
    bool wants_write;
    int64_t below_bytes;
};

struct wamcam_tls *wamcam_tls_open(const struct wamcam_board *board, const char *host,
                                   uint16_t port, const struct wamcam_stream *below,
                                   struct wamcam_failure *failure) {
    (void)board;
    (void)port;
    struct wamcam_tls *tls = wamcam_memory_take(sizeof *tls);
    if (tls == NULL) {
        wamcam_failure_set(failure, WAMCAM_NO_MEMORY, "no memory for TLS");
        return NULL;
    }
    tls->below = *below;
    tls->failure = failure;
    tls->host = host;
    snprintf(tls->hello, sizeof tls->hello, "%s\n", host);
    return tls;
}

static int say_hello(struct wamcam_tls *tls) {
    size_t length = strlen(tls->hello);
    while (tls->hello_sent < length) {
        int count =
            tls->below.send(tls->below.context, (const uint8_t *)tls->hello + tls->hello_sent,
                            length - tls->hello_sent);
        tls->wants_write = count == WAMCAM_WOULD_BLOCK;
        if (count < 0) {
            return count;
        }
        tls->hello_sent += (size_t)count;
    }
    return 0;
}

static int hear_answer(struct wamcam_tls *tls) {
    const size_t length = sizeof tls->answer - 1;
    while (tls->answered < length) {
        int count = tls->below.receive(tls->below.context, (uint8_t *)tls->answer + tls->answered,
                                       length - tls->answered);
        if (count <= 0) {
            return count == 0 ? WAMCAM_CONNECTION_RESET : count;
        }
        tls->answered += (size_t)count;
    }
    if (strcmp(tls->answer, SIM_GREETING) != 0) {
        return wamcam_failure_set(tls->failure, WAMCAM_CERTIFICATE,
                                  "The certificate of %s was refused.", tls->host);
    }
    sim_time_spend(HANDSHAKE_US);
    return 0;
}

int wamcam_tls_handshake(struct wamcam_tls *tls) {
    int error = say_hello(tls);
    return error != 0 ? error : hear_answer(tls);
}

int wamcam_tls_send(struct wamcam_tls *tls, const uint8_t *bytes, size_t length) {
    int count = tls->below.send(tls->below.context, bytes, length);
    tls->wants_write = count == WAMCAM_WOULD_BLOCK;
    if (count > 0) {
        tls->below_bytes += count;
    }
    return count;
}

int wamcam_tls_receive(struct wamcam_tls *tls, uint8_t *out, size_t length) {
    return tls->below.receive(tls->below.context, out, length);
}

static int stream_send(void *context, const uint8_t *bytes, size_t length) {
    return wamcam_tls_send(context, bytes, length);
}

static int stream_receive(void *context, uint8_t *out, size_t length) {
    return wamcam_tls_receive(context, out, length);
}

struct wamcam_stream wamcam_tls_stream(struct wamcam_tls *tls) {
    return (struct wamcam_stream){tls, stream_send, stream_receive};
}

bool wamcam_tls_has_received(const struct wamcam_tls *tls) {
    (void)tls;
    return false;
}

bool wamcam_tls_wants_write(const struct wamcam_tls *tls) {
    return tls->wants_write;
}

int64_t wamcam_tls_below_bytes(const struct wamcam_tls *tls) {
    return tls->below_bytes;
}

bool wamcam_tls_resumed(const struct wamcam_tls *tls) {
    (void)tls;
    return false;
}

void wamcam_tls_close(struct wamcam_tls *tls) {
    wamcam_memory_free(tls);
}
