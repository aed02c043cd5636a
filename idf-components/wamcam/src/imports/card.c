/* Capability card. */
#include <string.h>

#include "imports/table.h"
#include "runtime/host.h"
#include "runtime/manifest.h"
#include "runtime/trial.h"
#include "store/card.h"
#include "store/files.h"

static const struct wamcam_board *board_of(wasm_exec_env_t environment) {
    return wamcam_host_of(environment)->board;
}

/** 0, or ACCESS for a path outside the folders of the manifest. */
static int check_folder(wasm_exec_env_t environment, struct wamcam_path path) {
    const struct wamcam_manifest *manifest = wamcam_host_of(environment)->manifest;
    return wamcam_manifest_allows_path(manifest, path.bytes, path.length) ? 0 : WAMCAM_ACCESS;
}

typedef int (*locate_function)(const struct wamcam_board *board, struct wamcam_path path,
                               char full[WAMCAM_FULL_PATH_BYTES]);

/** Full path of a file that the manifest allows, by one of the ways of store/card.h. */
static int locate(wasm_exec_env_t environment, locate_function way, const uint8_t *bytes,
                  uint32_t length, char full[WAMCAM_FULL_PATH_BYTES]) {
    struct wamcam_path path = {bytes, length};
    int status = check_folder(environment, path);
    return status < 0 ? status : way(board_of(environment), path, full);
}

int32_t wamcam_card_state(wasm_exec_env_t environment) {
    const struct wamcam_board *board = board_of(environment);
    return board->card_state(board->context);
}

int64_t wamcam_card_free_bytes(wasm_exec_env_t environment) {
    const struct wamcam_board *board = board_of(environment);
    return board->card_free_bytes(board->context);
}

int32_t wamcam_card_store(wasm_exec_env_t environment, int32_t frame, uint8_t *path,
                          uint32_t path_length, uint8_t *out, uint32_t out_length) {
    struct wamcam_host *host = wamcam_host_of(environment);
    const struct wamcam_frame *taken = wamcam_capture_frame(host->capture, frame);
    if (taken == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    uint8_t hash[WAMCAM_CONTENT_HASH_BYTES];
    int64_t duration_us = host->board->stopwatch_us(host->board->context);
    if (out_length < sizeof hash + sizeof duration_us) {
        return WAMCAM_INVALID;
    }
    struct wamcam_path target = {path, path_length};
    int status = check_folder(environment, target);
    if (status == 0) {
        status = wamcam_card_store_frame(host->board, taken, target, hash);
    }
    if (status == 0) {
        if (host->trial != NULL) {
            wamcam_trial_stored(host->trial, taken);
        }
        duration_us = host->board->stopwatch_us(host->board->context) - duration_us;
        memcpy(out, hash, sizeof hash);
        memcpy(out + sizeof hash, &duration_us, sizeof duration_us);
    }
    return status;
}

int64_t wamcam_card_size(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = locate(environment, wamcam_card_readable, path, path_length, full);
    return status < 0 ? status : wamcam_files_size(full);
}

int32_t wamcam_card_read(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                         int64_t offset, uint8_t *out, uint32_t out_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = locate(environment, wamcam_card_readable, path, path_length, full);
    if (status < 0) {
        return status;
    }
    return offset < 0 ? WAMCAM_INVALID : wamcam_files_read(full, offset, out, out_length);
}

int32_t wamcam_card_write(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                          uint8_t *bytes, uint32_t bytes_length) {
    struct wamcam_path target = {path, path_length};
    int status = check_folder(environment, target);
    return status < 0 ? status
                      : wamcam_card_replace(board_of(environment), target, bytes, bytes_length);
}

int32_t wamcam_card_append(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                           uint8_t *bytes, uint32_t bytes_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = locate(environment, wamcam_card_writable, path, path_length, full);
    return status < 0 ? status : wamcam_files_append(full, bytes, bytes_length);
}

int32_t wamcam_card_truncate(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                             int64_t size_bytes) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = locate(environment, wamcam_card_changeable, path, path_length, full);
    return status < 0 ? status : wamcam_files_truncate(full, size_bytes);
}

int32_t wamcam_card_rename(wasm_exec_env_t environment, uint8_t *from, uint32_t from_length,
                           uint8_t *to, uint32_t to_length) {
    struct wamcam_path source = {from, from_length};
    struct wamcam_path target = {to, to_length};
    int status = check_folder(environment, source);
    if (status == 0) {
        status = check_folder(environment, target);
    }
    return status < 0 ? status : wamcam_card_move(board_of(environment), source, target);
}

int32_t wamcam_card_remove(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = locate(environment, wamcam_card_changeable, path, path_length, full);
    return status < 0 ? status : wamcam_files_remove(full);
}

int32_t wamcam_card_list(wasm_exec_env_t environment, uint8_t *folder, uint32_t folder_length,
                         int32_t index, uint8_t *out, uint32_t out_length) {
    struct wamcam_host *host = wamcam_host_of(environment);
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = check_folder(environment, (struct wamcam_path){folder, folder_length});
    if (status == 0) {
        status = wamcam_path_resolve(host->board->card_folder, folder, folder_length, full);
    }
    if (status == 0 && index == 0) {
        status = wamcam_card_settle(host->board); /* the folder is about to be read */
    }
    return status < 0 ? status : wamcam_listing_entry(&host->listing, full, index, out, out_length);
}
