/* Capability card. */
#include <string.h>

#include "imports/table.h"
#include "runtime/host.h"
#include "runtime/trial.h"
#include "store/card.h"
#include "store/files.h"

static const struct wamcam_board *board_of(wasm_exec_env_t environment) {
    return wamcam_host_of(environment)->board;
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
    int status =
        wamcam_card_store_frame(host->board, taken, (struct wamcam_path){path, path_length}, hash);
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
    int status =
        wamcam_card_readable(board_of(environment), (struct wamcam_path){path, path_length}, full);
    return status < 0 ? status : wamcam_files_size(full);
}

int32_t wamcam_card_read(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                         int64_t offset, uint8_t *out, uint32_t out_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status =
        wamcam_card_readable(board_of(environment), (struct wamcam_path){path, path_length}, full);
    if (status < 0) {
        return status;
    }
    return offset < 0 ? WAMCAM_INVALID : wamcam_files_read(full, offset, out, out_length);
}

int32_t wamcam_card_write(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                          uint8_t *bytes, uint32_t bytes_length) {
    return wamcam_card_replace(board_of(environment), (struct wamcam_path){path, path_length},
                               bytes, bytes_length);
}

int32_t wamcam_card_append(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                           uint8_t *bytes, uint32_t bytes_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status =
        wamcam_card_writable(board_of(environment), (struct wamcam_path){path, path_length}, full);
    return status < 0 ? status : wamcam_files_append(full, bytes, bytes_length);
}

int32_t wamcam_card_truncate(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length,
                             int64_t size_bytes) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_card_changeable(board_of(environment),
                                        (struct wamcam_path){path, path_length}, full);
    return status < 0 ? status : wamcam_files_truncate(full, size_bytes);
}

int32_t wamcam_card_rename(wasm_exec_env_t environment, uint8_t *from, uint32_t from_length,
                           uint8_t *to, uint32_t to_length) {
    return wamcam_card_move(board_of(environment), (struct wamcam_path){from, from_length},
                            (struct wamcam_path){to, to_length});
}

int32_t wamcam_card_remove(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_card_changeable(board_of(environment),
                                        (struct wamcam_path){path, path_length}, full);
    return status < 0 ? status : wamcam_files_remove(full);
}

int32_t wamcam_card_list(wasm_exec_env_t environment, uint8_t *folder, uint32_t folder_length,
                         int32_t index, uint8_t *out, uint32_t out_length) {
    struct wamcam_host *host = wamcam_host_of(environment);
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_path_resolve(host->board->card_folder, folder, folder_length, full);
    if (status == 0 && index == 0) {
        status = wamcam_card_settle(host->board); /* the folder is about to be read */
    }
    return status < 0 ? status : wamcam_listing_entry(&host->listing, full, index, out, out_length);
}
