/* Capability settings. */
#include <stdio.h>
#include <string.h>

#include "imports/table.h"
#include "runtime/host.h"
#include "store/files.h"
#include "store/path.h"
#include "store/person_files.h"

#define STATE_NAME "state.toml"

static bool is_name(const uint8_t *name, uint32_t length, const char *expected) {
    return length == strlen(expected) && memcmp(name, expected, length) == 0;
}

static struct wamcam_root state_root(const struct wamcam_board *board) {
    /* Only the owner may read it: it holds access tokens. */
    return (struct wamcam_root){board->state_folder, WAMCAM_VOLUME_CREATE_PRIVATE};
}

static int join(const char *folder, const char *name, char full[WAMCAM_FULL_PATH_BYTES]) {
    int written = snprintf(full, WAMCAM_FULL_PATH_BYTES, "%s/%s", folder, name);
    return written < 0 || written >= WAMCAM_FULL_PATH_BYTES ? WAMCAM_NAME_TOO_LONG : 0;
}

static int find_file(const struct wamcam_board *board, const uint8_t *name, uint32_t length,
                     char full[WAMCAM_FULL_PATH_BYTES]) {
    if (is_name(name, length, STATE_NAME)) {
        struct wamcam_root root = state_root(board);
        int status = join(board->state_folder, STATE_NAME, full);
        return status < 0 ? status : wamcam_incoming_settle(&root, NULL);
    }
    for (size_t index = 0; index < WAMCAM_PERSON_FILES; index++) {
        if (is_name(name, length, wamcam_person_files[index])) {
            return wamcam_person_file_find(board, wamcam_person_files[index], full);
        }
    }
    return WAMCAM_ACCESS;
}

int32_t wamcam_settings_read(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length,
                             int32_t offset, uint8_t *out, uint32_t out_length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = find_file(wamcam_host_of(environment)->board, name, name_length, full);
    if (status < 0) {
        return status;
    }
    return offset < 0 ? WAMCAM_INVALID : wamcam_files_read(full, offset, out, out_length);
}

int32_t wamcam_settings_write(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length,
                              uint8_t *bytes, uint32_t bytes_length) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    char full[WAMCAM_FULL_PATH_BYTES];
    struct wamcam_root root = state_root(board);
    if (!is_name(name, name_length, STATE_NAME)) {
        return WAMCAM_ACCESS;
    }
    int status = join(board->state_folder, STATE_NAME, full);
    if (status == 0) {
        status = wamcam_incoming_settle(&root, full);
    }
    return status < 0 ? status : wamcam_files_replace(&root, full, bytes, bytes_length);
}
