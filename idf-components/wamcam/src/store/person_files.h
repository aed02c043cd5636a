/** The settings files of the person, which may lie in one of several folders. */
#ifndef WAMCAM_STORE_PERSON_FILES_H
#define WAMCAM_STORE_PERSON_FILES_H

#include "store/path.h"
#include "wamcam/board.h"

#define WAMCAM_PERSON_FILES 3u

/** settings.toml, camconfig.toml, override.toml. */
extern const char *const wamcam_person_files[WAMCAM_PERSON_FILES];

/** Full path of one of them: in the first settings folder that has it. 0 or NOT_FOUND. */
int wamcam_person_file_find(const struct wamcam_board *board, const char *name,
                            char full[WAMCAM_FULL_PATH_BYTES]);

#endif
