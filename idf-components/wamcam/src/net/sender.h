/**
 * The paced sender: one chunk buffer between what the application hands over and the stream
 * below. It keeps the one rule on which everything rests: a send that would block is repeated
 * with the same pointer and length until the stream has taken it, and nothing moves meanwhile.
 *
 * A file goes from the card straight into the same buffer. Bytes handed over before it go first,
 * sharing a chunk with the file's beginning.
 */
#ifndef WAMCAM_NET_SENDER_H
#define WAMCAM_NET_SENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/failure.h"
#include "net/pace.h"
#include "net/stream.h"
#include "store/content_hash.h"

enum wamcam_sender_file {
    WAMCAM_SENDER_FILE_NONE,
    WAMCAM_SENDER_FILE_READING, /**< Not yet read to its end. */
    WAMCAM_SENDER_FILE_READ,    /**< All in the chunk or further, hash known. */
    WAMCAM_SENDER_FILE_SENT,
};

struct wamcam_sender {
    struct wamcam_pace pace;
    struct wamcam_failure *failure; /* takes the sentence when the card fails */
    uint8_t *chunk;
    size_t chunk_bytes;   /* room in it; the pace may ask for less */
    size_t filled_bytes;  /* end of the bytes in the chunk */
    size_t sent_from;     /* begin of those not yet accepted */
    size_t pending_bytes; /* length of the send to be repeated, 0: none */
    int64_t sent_bytes;   /* since the start */

    enum wamcam_sender_file file_state;
    int file; /* descriptor, -1: none open */
    int64_t file_left_bytes;
    struct wamcam_content_hash hash;
    uint8_t file_hash[WAMCAM_CONTENT_HASH_BYTES];
};

/** 0 or NO_MEMORY. Must be ended with wamcam_sender_stop() in either case. */
int wamcam_sender_start(struct wamcam_sender *sender, struct wamcam_pace_settings settings,
                        struct wamcam_failure *failure);
/** Go on at another pace; of a larger chunk than at the start only that much is used. */
void wamcam_sender_pace(struct wamcam_sender *sender, struct wamcam_pace_settings settings);
/** Copy bytes in. Returns how many (at least 1 if any were offered) or WOULD_BLOCK. */
int wamcam_sender_add(struct wamcam_sender *sender, const uint8_t *bytes, size_t length);
/** Begin to send a part of a file. 0, BUSY, NOT_FOUND, INVALID (not in the file) or IO. */
int wamcam_sender_add_file(struct wamcam_sender *sender, const char *path, int64_t offset,
                           int64_t length);
/**
 * Send at most one chunk to `below`. Bytes accepted (> 0), 0 = nothing to do now, WOULD_BLOCK =
 * the same call again later, or an error: of the card if the failure is set, else of `below`.
 */
int wamcam_sender_advance(struct wamcam_sender *sender, const struct wamcam_stream *below,
                          int64_t now_us);
/** Bytes handed over and not yet accepted by the stream below. */
int64_t wamcam_sender_unsent(const struct wamcam_sender *sender);
/** True if wamcam_sender_add() would take something. */
bool wamcam_sender_has_room(const struct wamcam_sender *sender);
/** As the import net.sent_hash. */
int wamcam_sender_hash(const struct wamcam_sender *sender, uint8_t out[WAMCAM_CONTENT_HASH_BYTES]);
/** Close the file and free the chunk. The numbers stay readable. */
void wamcam_sender_stop(struct wamcam_sender *sender);

#endif
