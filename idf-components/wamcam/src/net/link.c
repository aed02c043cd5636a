#include "net/link.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NO_DESCRIPTOR (-1)

static int64_t now_us(const struct wamcam_link *link) {
    return link->board->stopwatch_us(link->board->context);
}

const char *wamcam_link_duration(int64_t us, char out[32]) {
    int64_t ms = us / 1000;
    if (ms % 1000 == 0) {
        snprintf(out, 32, "%" PRId64 " s", ms / 1000);
    } else {
        snprintf(out, 32, "%" PRId64 " ms", ms);
    }
    return out;
}

static void close_socket(struct wamcam_link *link) {
    if (link->descriptor != NO_DESCRIPTOR) {
        wamcam_socket_close(link->descriptor);
        link->descriptor = NO_DESCRIPTOR;
    }
}

void wamcam_link_close(struct wamcam_link *link) {
    if (link->resolve != NULL) {
        wamcam_resolve_abandon(link->resolve);
        link->resolve = NULL;
    }
    wamcam_tls_close(link->tls);
    link->tls = NULL;
    close_socket(link);
}

/* The failure is set: nothing of the link is needed any more. Returns true: it shows. */
static bool fail(struct wamcam_link *link) {
    wamcam_link_close(link);
    return true;
}

/* --- look up -------------------------------------------------------------------------------- */

int wamcam_link_start(struct wamcam_link *link, const struct wamcam_board *board,
                      wamcam_lookup lookup, const char *host, uint16_t port,
                      struct wamcam_failure *failure) {
    *link = (struct wamcam_link){
        .board = board, .failure = failure, .port = port, .socket_options = WAMCAM_SOCKET_OPTIONS};
    link->descriptor = NO_DESCRIPTOR;
    link->started_at_us = now_us(link);
    char target[WAMCAM_HOST_SIZE];
    uint16_t target_port = 0;
    int error = wamcam_route_choose(board, host, port, target, &target_port, link->route);
    if (error != 0) {
        return error;
    }
    strcpy(link->host, host);
    link->resolve = wamcam_resolve_start(board, lookup, target, target_port);
    return link->resolve != NULL ? 0 : WAMCAM_NO_MEMORY;
}

static bool resolving_failed(struct wamcam_link *link, int error) {
    if (error == WAMCAM_NAME_UNKNOWN) {
        wamcam_failure_set(link->failure, error, "No address was found for the name %s.",
                           link->route);
    } else {
        wamcam_failure_set(link->failure, error, "The name %s could not be looked up: %s.",
                           link->route, wamcam_error_text(error));
    }
    return fail(link);
}

/* --- connect -------------------------------------------------------------------------------- */

static bool connecting_failed(struct wamcam_link *link) {
    int error = link->connect_error;
    unsigned port = link->port;
    char limit[32];
    switch (error) {
    case WAMCAM_CONNECTION_REFUSED:
        wamcam_failure_set(link->failure, error,
                           "Nobody listens at %s, port %u: the connection was refused.",
                           link->route, port);
        break;
    case WAMCAM_UNREACHABLE:
        wamcam_failure_set(link->failure, error,
                           "%s cannot be reached: no way leads there through the network.",
                           link->route);
        break;
    case WAMCAM_TIMED_OUT:
        wamcam_failure_set(link->failure, error,
                           "%s did not accept the connection to port %u within %s.", link->route,
                           port, wamcam_link_duration(link->open_limit_us, limit));
        break;
    default:
        wamcam_failure_set(link->failure, error, "Connecting to %s, port %u, failed: %s.",
                           link->route, port, wamcam_error_text(error));
        break;
    }
    return fail(link);
}

static void note_connect_error(struct wamcam_link *link, int error) {
    /* A missing IPv6 network says less than what an IPv4 address of the same host answered. */
    if (link->connect_error == 0 || link->connect_error == WAMCAM_UNREACHABLE) {
        link->connect_error = error;
    }
}

/* Each address gets an equal share of the time that is left. */
static void set_attempt_limit(struct wamcam_link *link) {
    int64_t now = now_us(link);
    int64_t left_us = link->started_at_us + link->open_limit_us - now;
    size_t tries = link->addresses.count - link->next_address + 1; /* this one included */
    link->attempt_until_us = now + left_us / (int64_t)tries;
}

static bool try_next_address(struct wamcam_link *link) {
    close_socket(link);
    while (link->next_address < link->addresses.count) {
        const struct wamcam_address *address = &link->addresses.list[link->next_address++];
        int result = wamcam_socket_connect(address, &link->socket_options);
        if (result >= 0) {
            link->descriptor = result;
            set_attempt_limit(link);
            return true;
        }
        note_connect_error(link, result);
    }
    return connecting_failed(link);
}

static bool advance_resolving(struct wamcam_link *link) {
    int error = wamcam_resolve_result(link->resolve, &link->addresses);
    if (error == WAMCAM_WOULD_BLOCK) {
        return false;
    }
    wamcam_resolve_abandon(link->resolve);
    link->resolve = NULL;
    if (error != 0) {
        return resolving_failed(link, error);
    }
    link->state = WAMCAM_CONNECTION_CONNECTING;
    return try_next_address(link);
}

/* --- TLS ------------------------------------------------------------------------------------ */

static int socket_send(void *context, const uint8_t *bytes, size_t length) {
    const struct wamcam_link *link = context;
    return wamcam_socket_send(link->descriptor, bytes, length);
}

static int socket_receive(void *context, uint8_t *out, size_t length) {
    const struct wamcam_link *link = context;
    return wamcam_socket_receive(link->descriptor, out, length);
}

static bool advance_connecting(struct wamcam_link *link) {
    int error = wamcam_socket_connected(link->descriptor);
    if (error == WAMCAM_WOULD_BLOCK) {
        if (now_us(link) < link->attempt_until_us) {
            return false;
        }
        error = WAMCAM_TIMED_OUT;
    }
    if (error != 0) {
        note_connect_error(link, error);
        return try_next_address(link);
    }
    struct wamcam_stream below = {link, socket_send, socket_receive};
    link->tls = wamcam_tls_open(link->board, link->host, link->port, &below, link->failure);
    if (link->tls == NULL) {
        return fail(link);
    }
    link->state = WAMCAM_CONNECTION_HANDSHAKE;
    return true;
}

static bool advance_handshake(struct wamcam_link *link) {
    int error = wamcam_tls_handshake(link->tls);
    if (error == WAMCAM_WOULD_BLOCK) {
        return false;
    }
    if (error != 0) {
        wamcam_failure_set(link->failure, error, "The TLS handshake with %s broke off: %s.",
                           link->route, wamcam_error_text(error));
        return fail(link);
    }
    link->open_us = now_us(link) - link->started_at_us;
    link->state = WAMCAM_CONNECTION_OPEN;
    return true;
}

/* --- all of it ------------------------------------------------------------------------------ */

static bool advance_state(struct wamcam_link *link) {
    switch (link->state) {
    case WAMCAM_CONNECTION_RESOLVING:
        return advance_resolving(link);
    case WAMCAM_CONNECTION_CONNECTING:
        return advance_connecting(link);
    case WAMCAM_CONNECTION_HANDSHAKE:
        return advance_handshake(link);
    default:
        return false;
    }
}

static bool timed_out(struct wamcam_link *link) {
    char limit[32];
    wamcam_link_duration(link->open_limit_us, limit);
    if (link->state == WAMCAM_CONNECTION_RESOLVING) {
        wamcam_failure_set(link->failure, WAMCAM_TIMED_OUT,
                           "The name lookup of %s did not end within %s.", link->route, limit);
    } else if (link->state == WAMCAM_CONNECTION_CONNECTING) {
        note_connect_error(link, WAMCAM_TIMED_OUT);
        return connecting_failed(link);
    } else {
        wamcam_failure_set(link->failure, WAMCAM_TIMED_OUT,
                           "The TLS handshake with %s was not done within %s of the beginning of "
                           "the connection.",
                           link->route, limit);
    }
    return fail(link);
}

bool wamcam_link_advance(struct wamcam_link *link) {
    bool happened = advance_state(link);
    if (link->failure->error != 0 || link->state == WAMCAM_CONNECTION_OPEN) {
        return happened;
    }
    if (now_us(link) - link->started_at_us >= link->open_limit_us) {
        return timed_out(link);
    }
    return happened;
}

int64_t wamcam_link_wait(const struct wamcam_link *link, struct wamcam_wait_socket *socket) {
    int64_t until_us = link->started_at_us + link->open_limit_us;
    *socket = (struct wamcam_wait_socket){.descriptor = link->descriptor};
    if (link->state == WAMCAM_CONNECTION_CONNECTING) {
        socket->writable = true;
        until_us = link->attempt_until_us < until_us ? link->attempt_until_us : until_us;
    } else if (link->state == WAMCAM_CONNECTION_HANDSHAKE) {
        socket->writable = wamcam_tls_wants_write(link->tls);
        socket->readable = !socket->writable;
    }
    return until_us;
}
