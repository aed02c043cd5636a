#include "console/place.h"

#include <stdio.h>
#include <string.h>

#include "wamcam/errors.h"

#define INTERNAL "internal:"
#define LEDGER "wamcam/ledger" /* docs/ledger.md */

/** The name behind the beginning that says where, and the folder that it stands for. */
static const char *split_place(const struct wamcam_board *board, const char *name,
                               const char **folder) {
    bool is_internal = strncmp(name, INTERNAL, strlen(INTERNAL)) == 0;
    *folder = is_internal ? board->state_folder : board->card_folder;
    name += is_internal ? strlen(INTERNAL) : 0;
    return name + strspn(name, "/");
}

void wamcam_console_say_failure(const struct wamcam_console_job *job, const char *name, int error) {
    const char *reason = error == WAMCAM_NOT_FOUND   ? "nothing has that name"
                         : error == WAMCAM_NO_DEVICE ? "no card is in"
                         : error == WAMCAM_ACCESS    ? "that name is not open to the console"
                         : error == WAMCAM_INVALID   ? "it is no name that a file can have"
                                                     : wamcam_error_text(error);
    wamcam_console_say(job, "%s: %s", name, reason);
}

bool wamcam_console_place(const struct wamcam_console_job *job, const char *name,
                          char full[WAMCAM_FULL_PATH_BYTES]) {
    const struct wamcam_board *board = job->board;
    const char *folder;
    const char *path = split_place(board, name, &folder);
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/') {
        length--;
    }
    int status = folder == board->card_folder ? board->card_state(board->context) : 0;
    if (status == 0 || status == WAMCAM_READ_ONLY) {
        status = wamcam_path_resolve(folder, (const uint8_t *)path, length, full);
    }
    if (status < 0) {
        wamcam_console_say_failure(job, name, status);
    }
    return status == 0;
}

bool wamcam_console_is_ledger(const struct wamcam_console_job *job, const char *full) {
    char ledger[WAMCAM_FULL_PATH_BYTES];
    snprintf(ledger, sizeof ledger, "%s/" LEDGER, job->board->card_folder);
    size_t length = strlen(ledger);
    return strncmp(full, ledger, length) == 0 && (full[length] == '\0' || full[length] == '/');
}
