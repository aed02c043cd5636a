#include "store/whole.h"

#include "memory.h"
#include "wamcam/errors.h"

/* Pieces that a card takes well, and that a DMA bounce buffer holds (SD over SPI). */
#define PIECE_BYTES 16384
/* Copies are rare: a buffer of the size of a cluster will do. */
#define COPY_BYTES 4096

int wamcam_whole_is_there(const char *path) {
    struct wamcam_volume_entry entry;
    int status = wamcam_volume_look(path, &entry);
    return status == 0 ? 1 : status == WAMCAM_NOT_FOUND ? 0 : status;
}

int wamcam_whole_close(int file) {
    int status = wamcam_volume_sync(file);
    int closed = wamcam_volume_close(file);
    return status < 0 ? status : closed;
}

static int write_pieces(int file, const uint8_t *bytes, size_t length,
                        wamcam_whole_observer *observer, void *context) {
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

int wamcam_whole_write(const char *path, enum wamcam_volume_mode mode, const uint8_t *bytes,
                       size_t length, wamcam_whole_observer *observer, void *context) {
    int file = wamcam_volume_open(path, mode);
    if (file < 0) {
        return file;
    }
    int status = write_pieces(file, bytes, length, observer, context);
    int closed = wamcam_whole_close(file);
    return status < 0 ? status : closed;
}

static int copy_pieces(int source, int target, uint8_t *piece) {
    int count = wamcam_volume_read(source, piece, COPY_BYTES);
    while (count > 0) {
        int status = wamcam_volume_write(target, piece, (size_t)count);
        count = status < 0 ? status : wamcam_volume_read(source, piece, COPY_BYTES);
    }
    return count;
}

static int copy_from(int source, const char *to, enum wamcam_volume_mode mode) {
    uint8_t *piece = wamcam_memory_take(COPY_BYTES);
    int target = piece == NULL ? WAMCAM_NO_MEMORY : wamcam_volume_open(to, mode);
    int status = target < 0 ? target : copy_pieces(source, target, piece);
    int closed = target < 0 ? target : wamcam_whole_close(target);
    wamcam_memory_free(piece);
    return status < 0 ? status : closed;
}

int wamcam_whole_copy(const char *from, const char *to, enum wamcam_volume_mode mode) {
    int source = wamcam_volume_open(from, WAMCAM_VOLUME_READ);
    if (source < 0) {
        return source;
    }
    int status = copy_from(source, to, mode);
    wamcam_volume_close(source);
    return status;
}
