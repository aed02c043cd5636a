#include "runtime/slot_file.h"

#include <stdio.h>
#include <string.h>

/* As much as flash memory takes in a tenth of a second. */
#define PIECE_BYTES 4096u

static int refuse(struct wamcam_slots *slots, int error, const char *sentence) {
    snprintf(slots->sentence, sizeof slots->sentence, "%s", sentence);
    return error;
}

int wamcam_slot_file_begin(struct wamcam_slot_file *file, struct wamcam_slots *slots,
                           const uint8_t *bytes, size_t length, uint8_t flags, uint32_t trial_s) {
    *file = (struct wamcam_slot_file){.slots = slots, .bytes = bytes, .length = (uint32_t)length};
    if (length > INT32_MAX) {
        return refuse(slots, WAMCAM_TOO_BIG, "the application has more bytes than any slot");
    }
    if (wamcam_slots_hash(bytes, length, file->sha256) < 0) {
        return refuse(slots, WAMCAM_NO_MEMORY, "no memory for the hash of the file");
    }
    int32_t done = wamcam_slots_begin(slots, file->length, file->sha256, flags, trial_s);
    file->done_bytes = done < 0 ? 0 : (uint32_t)done;
    return done < 0 ? (int)done : 0;
}

/** What is being received is this file. */
static bool is_under_way(const struct wamcam_slot_file *file) {
    const struct wamcam_slots *slots = file->slots;
    return slots->receiving != WAMCAM_SLOT_NONE &&
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
