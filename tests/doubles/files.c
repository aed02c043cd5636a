/*
 * Files on the card, as ESP-IDF's FAT has them, are files of this machine; what the core does with
 * them can be made to fail. The compiler leads the core's calls here: build.rs.
 */
#define _POSIX_C_SOURCE 200809L

#undef close
#undef fsync
#undef rename
#undef unlink
#undef write

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doubles.h"

int doubles_close(int descriptor);
int doubles_fsync(int descriptor);
int doubles_rename(const char *from, const char *to);
int doubles_unlink(const char *path);
ssize_t doubles_write(int descriptor, const void *bytes, size_t length);

static bool is_armed;

void doubles_files_start(void) {
    is_armed = false;
}

void doubles_files_may_fail(void) {
    is_armed = true;
}

/** 0, or an errno. Pipes and sockets are no files of the card. */
static int outcome(const char *function, int descriptor) {
    struct stat status;
    bool is_file = descriptor < 0 || (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode));
    return is_armed && is_file ? doubles_outcome(function) : 0;
}

static int fail(int error) {
    errno = error;
    return -1;
}

/** The descriptor is gone in any case. */
int doubles_close(int descriptor) {
    int error = outcome("close", descriptor);
    int result = close(descriptor);
    return error != 0 ? fail(error) : result;
}

int doubles_fsync(int descriptor) {
    int error = outcome("fsync", descriptor);
    return error != 0 ? fail(error) : fsync(descriptor);
}

int doubles_rename(const char *from, const char *to) {
    int error = outcome("rename", -1);
    return error != 0 ? fail(error) : rename(from, to);
}

int doubles_unlink(const char *path) {
    int error = outcome("unlink", -1);
    return error != 0 ? fail(error) : unlink(path);
}

/** Half of what is not written has arrived. */
ssize_t doubles_write(int descriptor, const void *bytes, size_t length) {
    int error = outcome("write", descriptor);
    ssize_t count = write(descriptor, bytes, error != 0 ? length / 2 : length);
    return error != 0 ? fail(error) : count;
}
