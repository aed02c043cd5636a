/* For d_type, which glibc has beyond POSIX, as ESP-IDF does. */
#define _DEFAULT_SOURCE

#include "store/volume.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/path.h"
#include "wamcam/errors.h"

int wamcam_volume_error(int error_number) {
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
    return wamcam_volume_error(errno);
}

static int zero_or_error(int result) {
    return result == 0 ? 0 : last_error();
}

int wamcam_volume_open(const char *path, enum wamcam_volume_mode mode) {
    static const int flags[] = {
        [WAMCAM_VOLUME_READ] = O_RDONLY,
        [WAMCAM_VOLUME_CREATE] = O_WRONLY | O_CREAT | O_TRUNC,
        [WAMCAM_VOLUME_CREATE_PRIVATE] = O_WRONLY | O_CREAT | O_TRUNC,
        [WAMCAM_VOLUME_APPEND] = O_WRONLY | O_CREAT | O_APPEND,
        [WAMCAM_VOLUME_UPDATE] = O_WRONLY,
    };
    int file = open(path, flags[mode], mode == WAMCAM_VOLUME_CREATE_PRIVATE ? 0600 : 0666);
    return file >= 0 ? file : last_error();
}

int wamcam_volume_read(int file, uint8_t *out, size_t length) {
    ssize_t count = 0;
    do {
        count = read(file, out, length);
    } while (count < 0 && errno == EINTR);
    return count >= 0 ? (int)count : last_error();
}

int wamcam_volume_seek(int file, int64_t offset) {
    return lseek(file, (off_t)offset, SEEK_SET) == (off_t)offset ? 0 : last_error();
}

int wamcam_volume_write(int file, const uint8_t *bytes, size_t length) {
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

int wamcam_volume_truncate(int file, int64_t size_bytes) {
    return zero_or_error(ftruncate(file, (off_t)size_bytes));
}

int wamcam_volume_sync(int file) {
    return zero_or_error(fsync(file));
}

int wamcam_volume_close(int file) {
    return zero_or_error(close(file));
}

int64_t wamcam_volume_size(int file) {
    struct stat status;
    if (fstat(file, &status) != 0) {
        return last_error();
    }
    return S_ISREG(status.st_mode) ? (int64_t)status.st_size : WAMCAM_INVALID;
}

int wamcam_volume_look(const char *path, struct wamcam_volume_entry *entry) {
    struct stat status;
    if (stat(path, &status) != 0) {
        return last_error();
    }
    entry->is_folder = !S_ISREG(status.st_mode);
    entry->size_bytes = entry->is_folder ? 0 : (int64_t)status.st_size;
    return 0;
}

int wamcam_volume_rename(const char *from, const char *to) {
    return zero_or_error(rename(from, to));
}

int wamcam_volume_remove_file(const char *path) {
    return zero_or_error(unlink(path));
}

int wamcam_volume_remove_folder(const char *path) {
    return zero_or_error(rmdir(path));
}

int wamcam_volume_make_folder(const char *path) {
    return zero_or_error(mkdir(path, 0777));
}

static bool is_dots(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/**
 * Whether an entry is a folder: 0, 1 or an error. Most file systems say it with the name; looking
 * for each name would make FAT search the folder from its beginning each time.
 */
static int is_folder(const char *folder, const struct dirent *entry) {
    char full[WAMCAM_FULL_PATH_BYTES];
    struct stat status;
    if (entry->d_type == DT_DIR || entry->d_type == DT_REG) {
        return entry->d_type == DT_DIR;
    }
    if (snprintf(full, sizeof full, "%s/%s", folder, entry->d_name) >= (int)sizeof full) {
        return WAMCAM_NAME_TOO_LONG;
    }
    return stat(full, &status) == 0 ? S_ISDIR(status.st_mode) : last_error();
}

/** The next entry, or NULL with the error, 0 at the end. */
static const struct dirent *next_entry(DIR *directory, int *error) {
    errno = 0;
    const struct dirent *entry = readdir(directory);
    *error = entry == NULL && errno != 0 ? last_error() : 0;
    return entry;
}

int wamcam_volume_list(const char *folder, wamcam_volume_visitor *visitor, void *context) {
    DIR *directory = opendir(folder);
    if (directory == NULL) {
        return last_error();
    }
    int status = 0;
    const struct dirent *entry = next_entry(directory, &status);
    while (entry != NULL) {
        if (!is_dots(entry->d_name)) {
            status = is_folder(folder, entry);
            status = status < 0 ? status : visitor(context, entry->d_name, status == 1);
        }
        entry = status < 0 ? NULL : next_entry(directory, &status);
    }
    closedir(directory);
    return status < 0 ? status : 0;
}
