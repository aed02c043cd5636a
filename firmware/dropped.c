#include "dropped.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SUFFIX ".wasm"

/** FAT gives short names back in capitals; macOS drops files of its own that begin with a dot. */
static bool is_application(const char *name) {
    size_t length = strlen(name);
    size_t suffix = sizeof SUFFIX - 1;
    return name[0] != '.' && length > suffix && strcasecmp(name + length - suffix, SUFFIX) == 0;
}

bool firmware_dropped_application(const char *folder, char *out, size_t out_bytes) {
    DIR *directory = opendir(folder);
    bool found = false;
    if (directory == NULL) {
        return false;
    }
    for (struct dirent *entry = readdir(directory); entry != NULL && !found;
         entry = readdir(directory)) {
        if (is_application(entry->d_name)) {
            int written = snprintf(out, out_bytes, "%s/%s", folder, entry->d_name);
            found = written > 0 && (size_t)written < out_bytes;
        }
    }
    (void)closedir(directory);
    return found;
}
