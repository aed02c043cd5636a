/**
 * Keeps secrets out of files that are shown: what looks like the value of a key with a name such as
 * DBX_APP_SECRET is hidden, in any file, whether TOML can read it or not. Better one line too many
 * is hidden than one too few.
 */
#ifndef WAMCAM_CONSOLE_BLANKING_H
#define WAMCAM_CONSOLE_BLANKING_H

#include <stdbool.h>
#include <stddef.h>

/** Whether a name, or any other text, has a word in it that keys of secrets have. */
bool wamcam_blanking_is_secret(const char *text, size_t length);

/** Where in a file we are; zero it at the beginning. */
struct wamcam_blanking {
    char hidden_until[4]; /**< """ or ''' or ] in a line to come; "": nothing is hidden. */
};

/** How much of a line may be shown. */
struct wamcam_blanking_answer {
    size_t shown_bytes;
    bool is_hidden; /**< Something follows that must not be shown. */
};

/**
 * Look at the next line, without its line end. It must begin where the file's line begins: a value
 * that is cut off from its key is not recognised.
 */
struct wamcam_blanking_answer wamcam_blanking_next(struct wamcam_blanking *blanking,
                                                   const char *line, size_t length);

#endif
