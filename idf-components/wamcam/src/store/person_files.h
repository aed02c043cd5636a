/** The settings files of the person, which may lie in one of several folders. */
#ifndef WAMCAM_STORE_PERSON_FILES_H
#define WAMCAM_STORE_PERSON_FILES_H

#include "store/path.h"
#include "wamcam/board.h"

#define WAMCAM_PERSON_FILES 3u

#define WAMCAM_SETTINGS_NAME "settings.toml"
/** The application reads no larger ones (docs/configuration/index.md). */
#define WAMCAM_PERSON_FILE_BYTES_MAX 16384u

/** settings.toml, camconfig.toml, override.toml. */
extern const char *const wamcam_person_files[WAMCAM_PERSON_FILES];

/**
 * Full path of one of them: in the first settings folder that has it. 0 or NOT_FOUND. settings.toml
 * is changed at the console: a change that a cut of power has stopped half-way is finished.
 */
int wamcam_person_file_find(const struct wamcam_board *board, const char *name,
                            char full[WAMCAM_FULL_PATH_BYTES]);
/**
 * Replace settings.toml as a whole, or make it where there is none: in the last settings folder,
 * which is the board's own storage. `full` becomes its path. After a cut of power it is the old one
 * or the new one.
 */
int wamcam_person_file_replace_settings(const struct wamcam_board *board, const uint8_t *bytes,
                                        size_t length, char full[WAMCAM_FULL_PATH_BYTES]);

#endif
