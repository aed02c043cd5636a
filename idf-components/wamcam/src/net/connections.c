#include "net/connections.h"

#include "memory.h"

struct wamcam_connections *wamcam_connections_start(const struct wamcam_board *board) {
    struct wamcam_connections *connections = wamcam_memory_take(sizeof *connections);
    if (connections != NULL) {
        connections->board = board;
        wamcam_handles_init(&connections->handles, board->limits.connections_max);
    }
    return connections;
}

void wamcam_connections_stop(struct wamcam_connections *connections) {
    for (uint32_t slot = 0; slot < connections->handles.limit; slot++) {
        if (connections->handles.objects[slot] != NULL) {
            wamcam_connection_close(connections->handles.objects[slot]);
        }
    }
    wamcam_memory_free(connections);
}

int32_t wamcam_connections_open(struct wamcam_connections *connections, const char *host,
                                uint16_t port) {
    if (wamcam_handles_full(&connections->handles)) {
        return WAMCAM_NO_MEMORY;
    }
    int error = 0;
    struct wamcam_connection *connection =
        wamcam_connection_open(connections->board, host, port, &error);
    if (connection == NULL) {
        return error;
    }
    if (connections->has_pause) {
        wamcam_connection_resume_pause(connection, connections->pause_us);
    }
    return wamcam_handles_add(&connections->handles, connection);
}

struct wamcam_connection *wamcam_connections_get(const struct wamcam_connections *connections,
                                                 int32_t handle) {
    return wamcam_handles_get(&connections->handles, handle);
}

int wamcam_connections_close(struct wamcam_connections *connections, int32_t handle) {
    struct wamcam_connection *connection = wamcam_handles_remove(&connections->handles, handle);
    if (connection == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    connections->pause_us = wamcam_connection_pause_after_us(connection);
    connections->has_pause = true;
    wamcam_connection_close(connection);
    return 0;
}

bool wamcam_connections_advance(struct wamcam_connections *connections) {
    bool happened = false;
    for (uint32_t slot = 0; slot < connections->handles.limit; slot++) {
        struct wamcam_connection *connection = connections->handles.objects[slot];
        if (connection != NULL && wamcam_connection_advance(connection)) {
            happened = true;
        }
    }
    return happened;
}

int64_t wamcam_connections_wait(const struct wamcam_connections *connections,
                                struct wamcam_wait_socket sockets[WAMCAM_HANDLES_MAX],
                                size_t *count) {
    int64_t until_us = INT64_MAX;
    *count = 0;
    for (uint32_t slot = 0; slot < connections->handles.limit; slot++) {
        const struct wamcam_connection *connection = connections->handles.objects[slot];
        if (connection == NULL) {
            continue;
        }
        int64_t wanted_us = wamcam_connection_wait(connection, &sockets[*count]);
        until_us = wanted_us < until_us ? wanted_us : until_us;
        if (sockets[*count].descriptor >= 0) {
            (*count)++;
        }
    }
    return until_us;
}
