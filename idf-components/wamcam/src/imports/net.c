/* Capability net. */
#include <string.h>

#include "imports/table.h"
#include "imports/text.h"
#include "runtime/host.h"
#include "runtime/manifest.h"
#include "store/card.h"
#include "store/files.h"

static struct wamcam_connection *connection_of(wasm_exec_env_t environment, int32_t handle) {
    return wamcam_connections_get(wamcam_host_of(environment)->connections, handle);
}

int32_t wamcam_net_open(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length,
                        int32_t port) {
    const struct wamcam_host *own = wamcam_host_of(environment);
    char name[WAMCAM_HOST_SIZE];
    int status = wamcam_text_host(host, host_length, name);
    if (status == 0 && (port < 1 || port > 65535)) {
        status = WAMCAM_INVALID;
    }
    if (status == 0 && !wamcam_manifest_allows_host(own->manifest, name)) {
        status = WAMCAM_ACCESS;
    }
    return status < 0 ? status : wamcam_connections_open(own->connections, name, (uint16_t)port);
}

int32_t wamcam_net_state(wasm_exec_env_t environment, int32_t connection) {
    struct wamcam_connection *open = connection_of(environment, connection);
    return open == NULL ? WAMCAM_BAD_HANDLE : wamcam_connection_state(open);
}

int32_t wamcam_net_deadlines(wasm_exec_env_t environment, int32_t connection, int32_t open_ms,
                             int32_t stall_ms, int32_t response_ms) {
    struct wamcam_connection *open = connection_of(environment, connection);
    return open == NULL ? WAMCAM_BAD_HANDLE
                        : wamcam_connection_deadlines(open, open_ms, stall_ms, response_ms);
}

int32_t wamcam_net_pace(wasm_exec_env_t environment, int32_t connection, int32_t pause_ms_min,
                        int32_t pause_ms_max, int32_t chunk_bytes) {
    struct wamcam_connection *open = connection_of(environment, connection);
    return open == NULL ? WAMCAM_BAD_HANDLE
                        : wamcam_connection_pace(open, pause_ms_min, pause_ms_max, chunk_bytes);
}

int32_t wamcam_net_socket_options(wasm_exec_env_t environment, int32_t connection,
                                  int32_t send_buffer_bytes, int32_t keep_alive_idle_s,
                                  int32_t keep_alive_interval_s, int32_t keep_alive_count) {
    struct wamcam_connection *open = connection_of(environment, connection);
    return open == NULL
               ? WAMCAM_BAD_HANDLE
               : wamcam_connection_socket_options(open, send_buffer_bytes, keep_alive_idle_s,
                                                  keep_alive_interval_s, keep_alive_count);
}

int32_t wamcam_net_send(wasm_exec_env_t environment, int32_t connection, uint8_t *bytes,
                        uint32_t bytes_length) {
    struct wamcam_connection *open = connection_of(environment, connection);
    return open == NULL ? WAMCAM_BAD_HANDLE : wamcam_connection_send(open, bytes, bytes_length);
}

int32_t wamcam_net_send_file(wasm_exec_env_t environment, int32_t connection, uint8_t *path,
                             uint32_t path_length, int64_t offset, int64_t length) {
    struct wamcam_connection *open = connection_of(environment, connection);
    if (open == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    const struct wamcam_host *own = wamcam_host_of(environment);
    if (!wamcam_manifest_allows_path(own->manifest, path, path_length)) {
        return WAMCAM_ACCESS;
    }
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_card_readable(own->board, (struct wamcam_path){path, path_length}, full);
    return status < 0 ? status : wamcam_connection_send_file(open, full, offset, length);
}

int64_t wamcam_net_unsent(wasm_exec_env_t environment, int32_t connection) {
    struct wamcam_connection *open = connection_of(environment, connection);
    return open == NULL ? WAMCAM_BAD_HANDLE : wamcam_connection_unsent(open);
}

int32_t wamcam_net_sent_hash(wasm_exec_env_t environment, int32_t connection, uint8_t *out,
                             uint32_t out_length) {
    struct wamcam_connection *open = connection_of(environment, connection);
    if (open == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    return out_length < WAMCAM_CONTENT_HASH_BYTES ? WAMCAM_INVALID
                                                  : wamcam_connection_sent_hash(open, out);
}

int32_t wamcam_net_receive(wasm_exec_env_t environment, int32_t connection, uint8_t *out,
                           uint32_t out_length) {
    struct wamcam_connection *open = connection_of(environment, connection);
    if (open == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    return out_length == 0 ? WAMCAM_INVALID : wamcam_connection_receive(open, out, out_length);
}

int32_t wamcam_net_statistics(wasm_exec_env_t environment, int32_t connection, uint8_t *out,
                              uint32_t out_length) {
    struct wamcam_connection *open = connection_of(environment, connection);
    struct wamcam_connection_statistics statistics;
    _Static_assert(sizeof statistics == 56, "the layout that imports.json promises");
    if (open == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    if (out_length < sizeof statistics) {
        return WAMCAM_INVALID;
    }
    wamcam_connection_statistics(open, &statistics);
    memcpy(out, &statistics, sizeof statistics);
    return (int32_t)sizeof statistics;
}

int32_t wamcam_net_describe(wasm_exec_env_t environment, int32_t connection, uint8_t *out,
                            uint32_t out_length) {
    struct wamcam_connection *open = connection_of(environment, connection);
    if (open == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    return wamcam_text_give(wamcam_connection_describe(open), out, out_length);
}

int32_t wamcam_net_close(wasm_exec_env_t environment, int32_t connection) {
    return wamcam_connections_close(wamcam_host_of(environment)->connections, connection);
}
