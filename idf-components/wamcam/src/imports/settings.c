/* Capability settings. */
#include <stdio.h>
#include <string.h>

#include "imports/table.h"
#include "runtime/host.h"
#include "store/files.h"
#include "store/path.h"

#define STATE_NAME "state.toml"

static const char *const person_names[] = {"settings.toml", "camconfig.toml", "override.toml"};

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

/** Full path of a file of the person's: in the first settings folder that has it. */
static int find_person_file(const struct wamcam_board *board, const char *name,
                            char full[WAMCAM_FULL_PATH_BYTES]) {
    const size_t folders = sizeof board->settings_folders / sizeof *board->settings_folders;
    for (size_t index = 0; index < folders; index++) {
        const char *folder = board->settings_folders[index];
        if (folder != NULL && join(folder, name, full) == 0 && wamcam_files_size(full) >= 0) {
            return 0;
        }
    }
    return WAMCAM_NOT_FOUND;
}

static int find_file(const struct wamcam_board *board, const uint8_t *name, uint32_t length,
                     char full[WAMCAM_FULL_PATH_BYTES]) {
    if (is_name(name, length, STATE_NAME)) {
        struct wamcam_root root = state_root(board);
        int status = join(board->state_folder, STATE_NAME, full);
        return status < 0 ? status : wamcam_incoming_settle(&root, NULL);
    }
    for (size_t index = 0; index < sizeof person_names / sizeof *person_names; index++) {
        if (is_name(name, length, person_names[index])) {
            return find_person_file(board, person_names[index], full);
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
