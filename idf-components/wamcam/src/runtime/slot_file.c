#include "runtime/slot_file.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "store/files.h"

/* As much as flash memory takes in a tenth of a second. */
#define PIECE_BYTES 4096u

static int refuse(struct wamcam_slots *slots, int error, const char *sentence) {
    snprintf(slots->sentence, sizeof slots->sentence, "%s", sentence);
    return error;
}

static int read_all(const char *path, uint8_t *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        int count = wamcam_files_read(path, (int64_t)done, bytes + done, length - done);
        if (count <= 0) {
            return count < 0 ? count : WAMCAM_IO;
        }
        done += (size_t)count;
    }
    return 0;
}

int wamcam_slot_file_read(struct wamcam_slots *slots, const char *path, uint8_t **bytes,
                          size_t *length) {
    *bytes = NULL;
    int64_t size = wamcam_files_size(path);
    if (size < 0) {
        return refuse(slots, (int)size, wamcam_error_text((int)size));
    }
    int status = wamcam_slots_fit(slots, (uint64_t)size);
    if (status < 0) {
        return status;
    }
    *length = (size_t)size;
    *bytes = wamcam_memory_take(*length);
    status = *bytes == NULL ? WAMCAM_NO_MEMORY : read_all(path, *bytes, *length);
    if (status < 0) {
        wamcam_memory_free(*bytes);
        *bytes = NULL;
        return refuse(slots, status, wamcam_error_text(status));
    }
    return 0;
}

int wamcam_slot_file_begin(struct wamcam_slot_file *file, struct wamcam_slots *slots,
                           const uint8_t *bytes, size_t length, uint8_t flags, uint32_t trial_s) {
    *file = (struct wamcam_slot_file){.slots = slots, .bytes = bytes, .length = (uint32_t)length};
    int status = wamcam_slots_fit(slots, length);
    if (status < 0) {
        return status;
    }
    if (wamcam_slots_hash(bytes, length, file->sha256) < 0) {
        return refuse(slots, WAMCAM_NO_MEMORY, "no memory for the hash of the file");
    }
    status = wamcam_slots_check(slots, bytes, length, file->sha256, flags);
    if (status < 0) {
        return status;
    }
    int32_t done = wamcam_slots_begin(slots, file->length, file->sha256, flags, trial_s);
    file->done_bytes = done < 0 ? 0 : (uint32_t)done;
    return done < 0 ? (int)done : 0;
}

/** What is being received is this file. */
static bool is_under_way(const struct wamcam_slot_file *file) {
    const struct wamcam_slots *slots = file->slots;
    return slots->receiving != WAMCAM_SLOT_NONE && !slots->is_applications &&
           memcmp(slots->record.slots[slots->receiving].sha256, file->sha256,
                  sizeof file->sha256) == 0;
}

int wamcam_slot_file_advance(struct wamcam_slot_file *file) {
    if (!is_under_way(file)) {
        return refuse(file->slots, WAMCAM_BUSY, "another installation was begun meanwhile");
    }
    uint32_t left = file->length - file->done_bytes;
    if (left == 0) {
        return wamcam_slots_end(file->slots);
    }
    uint32_t piece = left < PIECE_BYTES ? left : PIECE_BYTES;
    int status =
        wamcam_slots_write(file->slots, file->done_bytes, file->bytes + file->done_bytes, piece);
    file->done_bytes += piece;
    return status < 0 ? status : 1;
}
