#include "store/person_files.h"

#include <stdio.h>
#include <string.h>

#include "store/files.h"
#include "wamcam/errors.h"

#define FOLDERS_MAX (sizeof((struct wamcam_board *)0)->settings_folders / sizeof(char *))

const char *const wamcam_person_files[WAMCAM_PERSON_FILES] = {WAMCAM_SETTINGS_NAME,
                                                              "camconfig.toml", "override.toml"};

static struct wamcam_root root_of(const char *folder) {
    /* Only the owner may read it: it holds passwords. */
    return (struct wamcam_root){folder, WAMCAM_VOLUME_CREATE_PRIVATE};
}

static bool join(const char *folder, const char *name, char full[WAMCAM_FULL_PATH_BYTES]) {
    int written = snprintf(full, WAMCAM_FULL_PATH_BYTES, "%s/%s", folder, name);
    return written > 0 && written < WAMCAM_FULL_PATH_BYTES;
}

/** The settings folder that has a file; NULL: none. */
static const char *find(const struct wamcam_board *board, const char *name,
                        char full[WAMCAM_FULL_PATH_BYTES]) {
    for (size_t index = 0; index < FOLDERS_MAX; index++) {
        const char *folder = board->settings_folders[index];
        if (folder != NULL && join(folder, name, full) && wamcam_files_size(full) >= 0) {
            return folder;
        }
    }
    return NULL;
}

static const char *find_settled(const struct wamcam_board *board, const char *name,
                                char full[WAMCAM_FULL_PATH_BYTES]) {
    const char *folder = find(board, name, full);
    if (folder != NULL || strcmp(name, WAMCAM_SETTINGS_NAME) != 0) {
        return folder;
    }
    for (size_t index = 0; index < FOLDERS_MAX; index++) {
        if (board->settings_folders[index] != NULL) {
            struct wamcam_root root = root_of(board->settings_folders[index]);
            (void)wamcam_incoming_settle(&root, NULL); /* it may be missing, as a card may */
        }
    }
    return find(board, name, full);
}

int wamcam_person_file_find(const struct wamcam_board *board, const char *name,
                            char full[WAMCAM_FULL_PATH_BYTES]) {
    return find_settled(board, name, full) == NULL ? WAMCAM_NOT_FOUND : 0;
}

int wamcam_person_file_replace_settings(const struct wamcam_board *board, const uint8_t *bytes,
                                        size_t length, char full[WAMCAM_FULL_PATH_BYTES]) {
    const char *folder = find_settled(board, WAMCAM_SETTINGS_NAME, full);
    for (size_t index = FOLDERS_MAX; folder == NULL && index > 0; index--) {
        folder = board->settings_folders[index - 1];
    }
    if (folder == NULL || !join(folder, WAMCAM_SETTINGS_NAME, full)) {
        return folder == NULL ? WAMCAM_NOT_FOUND : WAMCAM_NAME_TOO_LONG;
    }
    struct wamcam_root root = root_of(folder);
    int status = wamcam_incoming_settle(&root, full);
    return status < 0 ? status : wamcam_files_replace(&root, full, bytes, length);
}
