#include "store/person_files.h"

#include <stdio.h>

#include "store/files.h"
#include "wamcam/errors.h"

const char *const wamcam_person_files[WAMCAM_PERSON_FILES] = {"settings.toml", "camconfig.toml",
                                                              "override.toml"};

int wamcam_person_file_find(const struct wamcam_board *board, const char *name,
                            char full[WAMCAM_FULL_PATH_BYTES]) {
    const size_t folders = sizeof board->settings_folders / sizeof *board->settings_folders;
    for (size_t index = 0; index < folders; index++) {
        const char *folder = board->settings_folders[index];
        if (folder == NULL) {
            continue;
        }
        int written = snprintf(full, WAMCAM_FULL_PATH_BYTES, "%s/%s", folder, name);
        if (written > 0 && written < WAMCAM_FULL_PATH_BYTES && wamcam_files_size(full) >= 0) {
            return 0;
        }
    }
    return WAMCAM_NOT_FOUND;
}
