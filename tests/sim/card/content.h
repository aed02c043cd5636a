/**
 * What a file holds: its bytes as programs see them, and what of them is on the card for certain.
 * Bytes that were not synced may be lost at a cut of power, in any part. Photos are not kept as
 * bytes but as the number of the frame they came from, which can be made again.
 */
#ifndef SIM_CARD_CONTENT_H
#define SIM_CARD_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draw.h"

struct sim_content {
    uint8_t *bytes; /**< NULL: empty, or a whole frame. */
    size_t length;
    size_t room;
    uint64_t frame; /**< Number of the frame of which this is the beginning; 0: of none. */
    size_t frame_length;

    size_t synced_length; /**< Of what a cut of power leaves at least. */
    uint8_t *synced;      /**< What it leaves, if that is no beginning of the bytes. */
    bool is_entered;      /**< The card knows that the file exists. */
    int names;            /**< Directory entries that lead here. */
    int openings;         /**< Open files. */
};

struct sim_content *sim_content_new(void);
/** Delete it if no name leads to it and no file is open. */
void sim_content_let_go(struct sim_content *content);

/** Copy out up to `length` bytes from `offset`; returns how many. */
size_t sim_content_read(const struct sim_content *content, size_t offset, uint8_t *out,
                        size_t length);
void sim_content_append(struct sim_content *content, const uint8_t *bytes, size_t length);
void sim_content_truncate(struct sim_content *content, size_t length);
void sim_content_sync(struct sim_content *content);
bool sim_content_is_synced(const struct sim_content *content);
/** Power was cut: parts that were not synced go. False if the file itself is gone. */
bool sim_content_lose(struct sim_content *content, struct sim_draw *draw);
/** Somebody else has got its clusters. */
void sim_content_overwrite(struct sim_content *content, struct sim_draw *draw);
/** Dropbox's content_hash. */
void sim_content_hash(const struct sim_content *content, uint8_t hash[32]);

#endif
