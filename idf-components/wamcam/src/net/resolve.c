#define _POSIX_C_SOURCE 200809L

#include "net/resolve.h"

#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

/*
 * Owned by two sides, the connection and the thread. `mutex` guards everything below it; whoever
 * lets go last frees the whole.
 */
struct wamcam_resolve {
    const struct wamcam_board *board;
    wamcam_lookup lookup;
    uint16_t port;
    pthread_mutex_t mutex;
    bool abandoned;
    bool ended;
    int error;
    struct wamcam_addresses addresses;
    char host[]; /* with its NUL */
};

static atomic_int alive;

static bool take_place(void) {
    if (atomic_fetch_add(&alive, 1) < WAMCAM_RESOLVE_MAX) {
        return true;
    }
    atomic_fetch_sub(&alive, 1);
    return false;
}

static int error_of_lookup(int code) {
    return code == EAI_MEMORY ? WAMCAM_NO_MEMORY : WAMCAM_NAME_UNKNOWN;
}

int wamcam_lookup_system(const char *host, uint16_t port, struct wamcam_addresses *out) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char service[6];
    snprintf(service, sizeof service, "%u", (unsigned)port);
    int code = getaddrinfo(host, service, &hints, &found);
    if (code != 0) {
        return error_of_lookup(code);
    }
    out->count = 0;
    for (struct addrinfo *one = found; one != NULL && out->count < WAMCAM_ADDRESSES_MAX;
         one = one->ai_next) {
        struct wamcam_address *address = &out->list[out->count];
        if (one->ai_addrlen <= sizeof address->socket_address) {
            memcpy(&address->socket_address, one->ai_addr, one->ai_addrlen);
            address->length = (socklen_t)one->ai_addrlen;
            out->count++;
        }
    }
    freeaddrinfo(found);
    return out->count > 0 ? 0 : WAMCAM_NAME_UNKNOWN;
}

static void release(struct wamcam_resolve *resolve) {
    pthread_mutex_destroy(&resolve->mutex);
    atomic_fetch_sub(&alive, 1);
    wamcam_memory_free(resolve);
}

static void *run(void *argument) {
    struct wamcam_resolve *resolve = argument;
    struct wamcam_addresses addresses = {.count = 0};
    int error = resolve->lookup(resolve->host, resolve->port, &addresses);

    pthread_mutex_lock(&resolve->mutex);
    resolve->addresses = addresses;
    resolve->error = error;
    resolve->ended = true;
    bool abandoned = resolve->abandoned;
    if (!abandoned) {
        /* Under the mutex: after wamcam_resolve_abandon() the board may be gone. */
        resolve->board->wake(resolve->board->context);
    }
    pthread_mutex_unlock(&resolve->mutex);
    if (abandoned) {
        release(resolve);
    }
    return NULL;
}

static bool start_thread(struct wamcam_resolve *resolve) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, resolve) != 0) {
        return false;
    }
    pthread_detach(thread);
    return true;
}

struct wamcam_resolve *wamcam_resolve_start(const struct wamcam_board *board, wamcam_lookup lookup,
                                            const char *host, uint16_t port) {
    if (!take_place()) {
        return NULL;
    }
    size_t host_bytes = strlen(host) + 1;
    struct wamcam_resolve *resolve = wamcam_memory_take(sizeof *resolve + host_bytes);
    if (resolve == NULL) {
        atomic_fetch_sub(&alive, 1);
        return NULL;
    }
    memcpy(resolve->host, host, host_bytes);
    resolve->board = board;
    resolve->lookup = lookup;
    resolve->port = port;
    pthread_mutex_init(&resolve->mutex, NULL);
    if (!start_thread(resolve)) {
        release(resolve);
        return NULL;
    }
    return resolve;
}

int wamcam_resolve_result(struct wamcam_resolve *resolve, struct wamcam_addresses *out) {
    pthread_mutex_lock(&resolve->mutex);
    int result = resolve->ended ? resolve->error : WAMCAM_WOULD_BLOCK;
    if (result == 0) {
        *out = resolve->addresses;
    }
    pthread_mutex_unlock(&resolve->mutex);
    return result;
}

void wamcam_resolve_abandon(struct wamcam_resolve *resolve) {
    pthread_mutex_lock(&resolve->mutex);
    bool ended = resolve->ended;
    resolve->abandoned = true;
    pthread_mutex_unlock(&resolve->mutex);
    if (ended) {
        release(resolve);
    }
}
