#include "store/path.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "wamcam/errors.h"

static bool is_allowed(uint8_t byte) {
    return byte >= 0x20 && byte != 0x7f && strchr("\\:*?\"<>|", byte) == NULL;
}

/** Capital letters are as good as small ones: FAT makes no difference. */
static bool ends_with(const uint8_t *part, size_t length, const char *ending) {
    size_t ending_length = strlen(ending);
    return length >= ending_length &&
           strncasecmp((const char *)part + length - ending_length, ending, ending_length) == 0;
}

static int check_part(const uint8_t *part, size_t length) {
    bool is_dots =
        (length == 1 && part[0] == '.') || (length == 2 && part[0] == '.' && part[1] == '.');
    if (length == 0 || is_dots) {
        return WAMCAM_ACCESS;
    }
    for (size_t index = 0; index < length; index++) {
        if (!is_allowed(part[index])) {
            return WAMCAM_INVALID;
        }
    }
    if (part[length - 1] == '.' || part[length - 1] == ' ') {
        return WAMCAM_INVALID; /* FAT drops these: it would be another name of the same file */
    }
    bool is_ours = ends_with(part, length, ".tmp") || ends_with(part, length, ".bak");
    return is_ours ? WAMCAM_ACCESS : 0;
}

static int check_path(const uint8_t *path, size_t length) {
    if (length == 0) {
        return 0;
    }
    size_t start = 0;
    for (size_t index = 0; index <= length; index++) {
        if (index == length || path[index] == '/') {
            int status = check_part(path + start, index - start);
            if (status < 0) {
                return status;
            }
            start = index + 1;
        }
    }
    return 0;
}

int wamcam_path_resolve(const char *folder, const uint8_t *path, size_t length,
                        char full[WAMCAM_FULL_PATH_BYTES]) {
    if (length > WAMCAM_PATH_BYTES_MAX) {
        return WAMCAM_NAME_TOO_LONG;
    }
    int status = check_path(path, length);
    if (status < 0) {
        return status;
    }
    int written = snprintf(full, WAMCAM_FULL_PATH_BYTES, "%s%s%.*s", folder, length > 0 ? "/" : "",
                           (int)length, length > 0 ? (const char *)path : "");
    return written < 0 || written >= WAMCAM_FULL_PATH_BYTES ? WAMCAM_NAME_TOO_LONG : 0;
}

int wamcam_path_with_ending(const char *full, const char *ending,
                            char out[WAMCAM_FULL_PATH_BYTES]) {
    int written = snprintf(out, WAMCAM_FULL_PATH_BYTES, "%s%s", full, ending);
    return written < 0 || written >= WAMCAM_FULL_PATH_BYTES ? WAMCAM_NAME_TOO_LONG : 0;
}
