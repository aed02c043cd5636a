#define _XOPEN_SOURCE 700

#include "scratch.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void scratch_make(char folder[SCRATCH_PATH_BYTES]) {
    const char *parent = getenv("TMPDIR");
    snprintf(folder, SCRATCH_PATH_BYTES, "%s/wamcam-test-XXXXXX", parent != NULL ? parent : "/tmp");
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        abort();
    }
}

void scratch_path(const char *folder, const char *name, char path[SCRATCH_PATH_BYTES]) {
    if (snprintf(path, SCRATCH_PATH_BYTES, "%s/%s", folder, name) >= SCRATCH_PATH_BYTES) {
        abort();
    }
}

int scratch_count(const char *folder) {
    int count = 0;
    DIR *directory = opendir(folder);
    for (struct dirent *entry = directory == NULL ? NULL : readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            count++;
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    return count;
}

static int remove_entry(const char *path, const struct stat *status, int type,
                        struct FTW *position) {
    (void)status;
    (void)type;
    (void)position;
    return remove(path);
}

void scratch_remove(const char *folder) {
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}
