#include "store/files.h"

#include <stdio.h>
#include <string.h>

#include "store/path.h"
#include "store/volume.h"
#include "wamcam/errors.h"

/* Pieces that a card takes well, and that a DMA bounce buffer holds (SD over SPI). */
#define PIECE_BYTES 16384

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

static int write_pieces(int file, const uint8_t *bytes, size_t length,
                        wamcam_files_observer *observer, void *context) {
    int status = 0;
    while (length > 0 && status == 0) {
        size_t piece = length < PIECE_BYTES ? length : PIECE_BYTES;
        status = wamcam_volume_write(file, bytes, piece);
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
    int status = wamcam_volume_sync(file);
    int closed = wamcam_volume_close(file);
    return status < 0 ? status : closed;
}

/** Content of a file under a temporary name, synced; nothing is left there on failure. */
static int write_temporary(const char *temporary, enum wamcam_volume_mode mode,
                           const uint8_t *bytes, size_t length, wamcam_files_observer *observer,
                           void *context) {
    int file = wamcam_volume_open(temporary, mode);
    if (file < 0) {
        return file;
    }
    int status = write_pieces(file, bytes, length, observer, context);
    int closed = sync_and_close(file);
    status = status < 0 ? status : closed;
    if (status < 0) {
        wamcam_volume_remove_file(temporary);
    }
    return status;
}

/** 1 if something has the name, 0 if nothing has; a card that cannot tell is an error. */
static int is_taken(const char *path) {
    struct wamcam_volume_entry entry;
    int status = wamcam_volume_look(path, &entry);
    return status == 0 ? 1 : status == WAMCAM_NOT_FOUND ? 0 : status;
}

int wamcam_files_rename(const char *from, const char *to) {
    int taken = is_taken(to);
    if (taken != 0) {
        /* POSIX would replace it, FAT refuses: be the same everywhere */
        return taken < 0 ? taken : WAMCAM_EXISTS;
    }
    return wamcam_volume_rename(from, to);
}

int wamcam_files_write_new(const char *temporary, const char *path, const uint8_t *bytes,
                           size_t length, wamcam_files_observer *observer, void *context) {
    int status = is_taken(path);
    if (status != 0) {
        return status < 0 ? status : WAMCAM_EXISTS;
    }
    status = write_temporary(temporary, WAMCAM_VOLUME_CREATE, bytes, length, observer, context);
    if (status < 0) {
        return status;
    }
    status = wamcam_files_rename(temporary, path);
    if (status < 0) {
        wamcam_volume_remove_file(temporary);
    }
    return status;
}

int wamcam_files_recover(const char *path) {
    char backup[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_path_with_ending(path, ".bak", backup);
    int has_backup = status < 0 ? status : is_taken(backup);
    if (has_backup <= 0) {
        return has_backup;
    }
    int taken = is_taken(path);
    if (taken < 0) {
        return taken;
    }
    return taken == 1 ? wamcam_volume_remove_file(backup) : wamcam_files_rename(backup, path);
}

/** The new content lies under the temporary name: let it take the place of the old. */
static int exchange(const char *temporary, const char *path, const char *backup) {
    int taken = is_taken(path);
    int status = taken == 1 ? wamcam_files_rename(path, backup) : taken;
    return status < 0 ? status : wamcam_files_rename(temporary, path);
}

int wamcam_files_replace(const char *temporary, const char *path, const uint8_t *bytes,
                         size_t length, bool is_private) {
    enum wamcam_volume_mode mode = is_private ? WAMCAM_VOLUME_CREATE_PRIVATE : WAMCAM_VOLUME_CREATE;
    char backup[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_path_with_ending(path, ".bak", backup);
    if (status == 0) {
        status = wamcam_files_recover(path);
    }
    if (status == 0) {
        status = write_temporary(temporary, mode, bytes, length, NULL, NULL);
    }
    if (status == 0) {
        status = exchange(temporary, path, backup);
    }
    if (status < 0) {
        wamcam_volume_remove_file(temporary);
    }
    int recovered = wamcam_files_recover(path);
    return status < 0 ? status : recovered;
}

int wamcam_files_append(const char *path, const uint8_t *bytes, size_t length) {
    int file = wamcam_volume_open(path, WAMCAM_VOLUME_APPEND);
    if (file < 0) {
        return file;
    }
    int status = wamcam_volume_write(file, bytes, length);
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
    int file = wamcam_volume_open(path, WAMCAM_VOLUME_UPDATE);
    if (file < 0) {
        return file;
    }
    int status = wamcam_volume_truncate(file, size_bytes);
    int closed = sync_and_close(file);
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
