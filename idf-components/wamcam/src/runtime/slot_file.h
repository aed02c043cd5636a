/**
 * A whole file in memory on its way into a slot: piece by piece, so that no shot has to wait for
 * all of it. Core thread only.
 */
#ifndef WAMCAM_RUNTIME_SLOT_FILE_H
#define WAMCAM_RUNTIME_SLOT_FILE_H

#include "runtime/slots.h"

struct wamcam_slot_file {
    struct wamcam_slots *slots;
    const uint8_t *bytes; /**< The caller's. */
    uint32_t length;
    uint32_t done_bytes;
    uint8_t sha256[WAMCAM_SLOT_HASH_BYTES];
};

/**
 * The file of that path in memory, to be freed with wamcam_memory_free(). Errors, each with its
 * sentence: those of the file system and of wamcam_slots_fit(), NO_MEMORY.
 */
int wamcam_slot_file_read(struct wamcam_slots *slots, const char *path, uint8_t **bytes,
                          size_t *length);
/**
 * Check the whole file, then begin as wamcam_slots_begin() does, or go on where it was cut off.
 * Errors, after which nothing has changed: those of wamcam_slots_check() and wamcam_slots_begin(),
 * NO_MEMORY.
 */
int wamcam_slot_file_begin(struct wamcam_slot_file *file, struct wamcam_slots *slots,
                           const uint8_t *bytes, size_t length, uint8_t flags, uint32_t trial_s);
/**
 * The next piece; behind the last one it is seen whether all has arrived. 1: there is more to do.
 * 0: it is tried as soon as what runs has stopped. Errors: those of wamcam_slots_write() and
 * wamcam_slots_end(), and BUSY if another installation was begun meanwhile. After 0 or an error it
 * is over.
 */
int wamcam_slot_file_advance(struct wamcam_slot_file *file);

#endif
