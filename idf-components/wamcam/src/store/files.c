#include "store/files.h"

#include <stdio.h>
#include <string.h>

#include "store/path.h"
#include "store/volume.h"
#include "wamcam/errors.h"

int64_t wamcam_files_size(const char *path) {
    struct wamcam_volume_entry entry;
    int status = wamcam_volume_look(path, &entry);
    if (status < 0) {
        return status;
    }
    return entry.is_folder ? WAMCAM_NOT_FOUND : entry.size_bytes;
}

int wamcam_files_read(const char *path, int64_t offset, uint8_t *out, size_t length) {
    int file = wamcam_volume_open(path, WAMCAM_VOLUME_READ);
    if (file < 0) {
        return file;
    }
    int status = wamcam_volume_seek(file, offset);
    if (status == 0) {
        status = wamcam_volume_read(file, out, length);
    }
    wamcam_volume_close(file);
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
        int status = wamcam_volume_make_folder(folder);
        if (status < 0 && status != WAMCAM_EXISTS) {
            return status;
        }
        *slash = '/';
    }
    return 0;
}

/** A file that is synced gets its name: a rename that failed may be half done. */
static int arrive(const struct wamcam_root *root, const char *incoming, const char *path) {
    int status = wamcam_volume_rename(incoming, path);
    if (status == 0) {
        return 0;
    }
    int settled = wamcam_incoming_settle(root, path);
    return settled == 0 && wamcam_whole_is_there(path) == 1 ? 0 : status;
}

int wamcam_files_write_new(const struct wamcam_root *root, const char *path, const uint8_t *bytes,
                           size_t length, wamcam_whole_observer *observer, void *context) {
    char incoming[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_whole_is_there(path);
    if (status != 0) {
        return status < 0 ? status : WAMCAM_EXISTS;
    }
    status = wamcam_incoming_path(root, path, WAMCAM_INCOMING_NEW, incoming);
    if (status == 0) {
        status = wamcam_incoming_write(root, incoming, bytes, length, observer, context);
    }
    return status < 0 ? status : arrive(root, incoming, path);
}

int wamcam_files_replace(const struct wamcam_root *root, const char *path, const uint8_t *bytes,
                         size_t length) {
    char incoming[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_whole_is_there(path);
    if (status <= 0) {
        return status < 0 ? status : wamcam_files_write_new(root, path, bytes, length, NULL, NULL);
    }
    status = wamcam_incoming_path(root, path, WAMCAM_INCOMING_REPLACEMENT, incoming);
    if (status == 0) {
        status = wamcam_incoming_write(root, incoming, bytes, length, NULL, NULL);
    }
    if (status < 0) {
        return status;
    }
    status = wamcam_volume_remove_file(path); /* FAT cannot rename onto it */
    if (status < 0) {
        wamcam_incoming_settle(root, NULL);
    }
    return status < 0 ? status : arrive(root, incoming, path);
}

/** A marker says that `from` is about to be renamed to `to`. */
static int announce(const struct wamcam_root *root, const char *from, const char *marker) {
    char line[WAMCAM_PATH_BYTES_MAX + 2];
    int length = snprintf(line, sizeof line, "%s\n", from + strlen(root->folder) + 1);
    if (length >= (int)sizeof line) {
        return WAMCAM_NAME_TOO_LONG;
    }
    return wamcam_incoming_write(root, marker, (const uint8_t *)line, (size_t)length, NULL, NULL);
}

int wamcam_files_rename(const struct wamcam_root *root, const char *from, const char *to) {
    char marker[WAMCAM_FULL_PATH_BYTES];
    int taken = wamcam_whole_is_there(to);
    if (taken != 0) {
        /* POSIX would replace it, FAT refuses: be the same everywhere */
        return taken < 0 ? taken : WAMCAM_EXISTS;
    }
    int status = wamcam_incoming_path(root, to, WAMCAM_INCOMING_MOVE, marker);
    if (status == 0) {
        status = announce(root, from, marker);
    }
    if (status == 0) {
        status = arrive(root, from, to);
    }
    if (status == 0) {
        wamcam_volume_remove_file(marker); /* on failure it is needed, or gone */
    }
    return status;
}

int wamcam_files_append(const char *path, const uint8_t *bytes, size_t length) {
    int file = wamcam_volume_open(path, WAMCAM_VOLUME_APPEND);
    if (file < 0) {
        return file;
    }
    int status = wamcam_volume_write(file, bytes, length);
    int closed = wamcam_whole_close(file);
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
    int file = wamcam_volume_open(path, WAMCAM_VOLUME_UPDATE);
    if (file < 0) {
        return file;
    }
    int status = wamcam_volume_truncate(file, size_bytes);
    int closed = wamcam_whole_close(file);
    return status < 0 ? status : closed;
}

int wamcam_files_remove(const char *path) {
    struct wamcam_volume_entry entry;
    int status = wamcam_volume_look(path, &entry);
    if (status < 0) {
        return status;
    }
    return entry.is_folder ? wamcam_volume_remove_folder(path) : wamcam_volume_remove_file(path);
}
