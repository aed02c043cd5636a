#define _POSIX_C_SOURCE 200809L

#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/path.h"
#include "wamcam/errors.h"

/* Pieces that a card takes well, and that a DMA bounce buffer holds (SD over SPI). */
#define PIECE_BYTES 16384

int wamcam_files_error(int error_number) {
    switch (error_number) {
    case ENOENT:
    case ENOTDIR:
        return WAMCAM_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
        return WAMCAM_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
        return WAMCAM_NO_SPACE;
    case EEXIST:
    case ENOTEMPTY:
        return WAMCAM_EXISTS;
    case ENODEV:
    case ENXIO:
        return WAMCAM_NO_DEVICE;
    case ENOMEM:
    case ENFILE:
    case EMFILE:
        return WAMCAM_NO_MEMORY;
    case ENAMETOOLONG:
        return WAMCAM_NAME_TOO_LONG;
    case EFBIG:
        return WAMCAM_TOO_BIG;
    default:
        return WAMCAM_IO;
    }
}

static int last_error(void) {
    return wamcam_files_error(errno);
}

int64_t wamcam_files_size(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) {
        return last_error();
    }
    return S_ISREG(status.st_mode) ? (int64_t)status.st_size : WAMCAM_NOT_FOUND;
}

int wamcam_files_read(const char *path, int64_t offset, uint8_t *out, size_t length) {
    int file = open(path, O_RDONLY);
    if (file < 0) {
        return last_error();
    }
    ssize_t count = lseek(file, (off_t)offset, SEEK_SET) < 0 ? -1 : read(file, out, length);
    int status = count < 0 ? last_error() : (int)count;
    close(file);
    return status;
}

int wamcam_files_make_folders(const char *root, const char *path) {
    char folder[WAMCAM_FULL_PATH_BYTES];
    if (snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder) {
        return WAMCAM_NAME_TOO_LONG;
    }
    for (char *slash = strchr(folder + strlen(root) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            return last_error();
        }
        *slash = '/';
    }
    return 0;
}

/** write() until all is written. */
static int write_all(int file, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        ssize_t count = write(file, bytes, length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return count == 0 ? WAMCAM_NO_SPACE : last_error();
        }
        bytes += count;
        length -= (size_t)count;
    }
    return 0;
}

static int write_pieces(int file, const uint8_t *bytes, size_t length,
                        wamcam_files_observer *observer, void *context) {
    int status = 0;
    while (length > 0 && status == 0) {
        size_t piece = length < PIECE_BYTES ? length : PIECE_BYTES;
        status = write_all(file, bytes, piece);
        if (status == 0 && observer != NULL) {
            observer(context, bytes, piece);
        }
        bytes += piece;
        length -= piece;
    }
    return status;
}

/** Sync and close; the first failure counts, the file is closed in any case. */
static int sync_and_close(int file) {
    int status = fsync(file) == 0 ? 0 : last_error();
    if (close(file) != 0 && status == 0) {
        status = last_error();
    }
    return status;
}

/** Content of a file under a temporary name, synced; nothing is left there on failure. */
static int write_temporary(const char *temporary, const uint8_t *bytes, size_t length,
                           wamcam_files_observer *observer, void *context) {
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file < 0) {
        return last_error();
    }
    int status = write_pieces(file, bytes, length, observer, context);
    int closed = sync_and_close(file);
    status = status < 0 ? status : closed;
    if (status < 0) {
        unlink(temporary);
    }
    return status;
}

static bool exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

int wamcam_files_rename(const char *from, const char *to) {
    if (exists(to)) {
        return WAMCAM_EXISTS; /* POSIX would replace it, FAT refuses: be the same everywhere */
    }
    return rename(from, to) == 0 ? 0 : last_error();
}

int wamcam_files_write_new(const char *temporary, const char *path, const uint8_t *bytes,
                           size_t length, wamcam_files_observer *observer, void *context) {
    if (exists(path)) {
        return WAMCAM_EXISTS;
    }
    int status = write_temporary(temporary, bytes, length, observer, context);
    if (status < 0) {
        return status;
    }
    status = wamcam_files_rename(temporary, path);
    if (status < 0) {
        unlink(temporary);
    }
    return status;
}

int wamcam_files_recover(const char *path) {
    char backup[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_path_with_ending(path, ".bak", backup);
    if (status < 0 || !exists(backup)) {
        return status;
    }
    if (exists(path)) {
        return unlink(backup) == 0 ? 0 : last_error();
    }
    return wamcam_files_rename(backup, path);
}

int wamcam_files_replace(const char *temporary, const char *path, const uint8_t *bytes,
                         size_t length) {
    char backup[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_path_with_ending(path, ".bak", backup);
    if (status == 0) {
        status = wamcam_files_recover(path);
    }
    if (status == 0) {
        status = write_temporary(temporary, bytes, length, NULL, NULL);
    }
    if (status == 0 && exists(path)) {
        status = wamcam_files_rename(path, backup);
    }
    if (status == 0) {
        status = wamcam_files_rename(temporary, path);
    }
    if (status < 0) {
        unlink(temporary);
    }
    int recovered = wamcam_files_recover(path);
    return status < 0 ? status : recovered;
}

int wamcam_files_append(const char *path, const uint8_t *bytes, size_t length) {
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (file < 0) {
        return last_error();
    }
    int status = write_all(file, bytes, length);
    int closed = sync_and_close(file);
    return status < 0 ? status : closed;
}

int wamcam_files_truncate(const char *path, int64_t size_bytes) {
    int64_t size = wamcam_files_size(path);
    if (size < 0) {
        return (int)size;
    }
    if (size_bytes < 0 || size_bytes > size) {
        return WAMCAM_INVALID;
    }
    int file = open(path, O_WRONLY);
    if (file < 0) {
        return last_error();
    }
    int status = ftruncate(file, (off_t)size_bytes) == 0 ? 0 : last_error();
    int closed = sync_and_close(file);
    return status < 0 ? status : closed;
}

int wamcam_files_remove(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) {
        return last_error();
    }
    int result = S_ISDIR(status.st_mode) ? rmdir(path) : unlink(path);
    return result == 0 ? 0 : last_error();
}
