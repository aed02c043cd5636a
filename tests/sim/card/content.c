#include "card/content.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "camera/frames.h"
#include "store/content_hash.h"

#define SECTOR_BYTES 512
#define PIECE_BYTES 4096

struct sim_content *sim_content_new(void) {
    return sim_take(sizeof(struct sim_content));
}

void sim_content_let_go(struct sim_content *content) {
    if (content->names > 0 || content->openings > 0) {
        return;
    }
    free(content->bytes);
    free(content->synced);
    free(content);
}

size_t sim_content_read(const struct sim_content *content, size_t offset, uint8_t *out,
                        size_t length) {
    if (offset >= content->length) {
        return 0;
    }
    size_t left = content->length - offset;
    size_t count = length < left ? length : left;
    if (content->bytes != NULL) {
        memcpy(out, content->bytes + offset, count);
    } else {
        sim_frames_bytes(content->frame, content->frame_length, offset, out, count);
    }
    return count;
}

/** Hold the bytes themselves, with room for `length` of them. */
static void hold(struct sim_content *content, size_t length) {
    if (content->bytes == NULL && content->length > 0) {
        uint8_t *bytes = sim_take(content->length);
        sim_content_read(content, 0, bytes, content->length);
        content->bytes = bytes;
        content->room = content->length;
    }
    content->frame = 0;
    if (length > content->room) {
        content->room = length * 2;
        content->bytes = sim_grow(content->bytes, content->room);
    }
}

void sim_content_append(struct sim_content *content, const uint8_t *bytes, size_t length) {
    hold(content, content->length + length);
    memcpy(content->bytes + content->length, bytes, length);
    content->length += length;
}

void sim_content_truncate(struct sim_content *content, size_t length) {
    if (length >= content->length) {
        return;
    }
    hold(content, content->length);
    if (length < content->synced_length && content->synced == NULL) {
        content->synced = sim_take(content->synced_length);
        memcpy(content->synced, content->bytes, content->synced_length);
    }
    content->length = length;
}

/** If these are the bytes of a frame, forget them: they can be made again. */
static void forget_frame_bytes(struct sim_content *content) {
    uint8_t piece[PIECE_BYTES];
    size_t frame_length = 0;
    uint64_t frame = sim_frames_recognise(content->bytes, content->length, &frame_length);
    if (frame == 0) {
        return;
    }
    for (size_t at = 0; at < content->length; at += sizeof piece) {
        size_t left = content->length - at;
        size_t count = left < sizeof piece ? left : sizeof piece;
        sim_frames_bytes(frame, frame_length, at, piece, count);
        if (memcmp(piece, content->bytes + at, count) != 0) {
            return;
        }
    }
    free(content->bytes);
    content->bytes = NULL;
    content->room = 0;
    content->frame = frame;
    content->frame_length = frame_length;
}

void sim_content_sync(struct sim_content *content) {
    free(content->synced);
    content->synced = NULL;
    content->synced_length = content->length;
    content->is_entered = true;
    if (content->bytes != NULL) {
        forget_frame_bytes(content);
    }
}

bool sim_content_is_synced(const struct sim_content *content) {
    return content->is_entered && content->synced == NULL &&
           content->synced_length == content->length;
}

/** Of bytes that were not synced any beginning may have arrived, and its last sector be rubbish. */
static void keep_a_part(struct sim_content *content, struct sim_draw *draw) {
    hold(content, content->length);
    size_t unsure = content->length - content->synced_length;
    size_t kept = (size_t)sim_draw_between(draw, 0, (int64_t)unsure);
    content->length = content->synced_length + kept;
    if (kept > 0 && sim_draw_chance(draw, SIM_ALWAYS / 2)) {
        size_t rubbish = kept < SECTOR_BYTES ? kept : SECTOR_BYTES;
        rubbish = (size_t)sim_draw_between(draw, 1, (int64_t)rubbish);
        sim_draw_fill(draw, content->bytes + content->length - rubbish, rubbish);
    }
}

bool sim_content_lose(struct sim_content *content, struct sim_draw *draw) {
    if (sim_content_is_synced(content)) {
        return true;
    }
    if (!content->is_entered && sim_draw_chance(draw, SIM_ALWAYS / 2)) {
        return false;
    }
    if (content->synced != NULL) { /* truncated without a sync: as it was, or done */
        if (sim_draw_chance(draw, SIM_ALWAYS / 2)) {
            free(content->bytes);
            content->bytes = content->synced;
            content->room = content->synced_length;
            content->length = content->synced_length;
            content->synced = NULL;
        }
    } else if (content->length > content->synced_length) {
        keep_a_part(content, draw);
    }
    sim_content_sync(content);
    return true;
}

void sim_content_overwrite(struct sim_content *content, struct sim_draw *draw) {
    hold(content, content->length);
    for (size_t at = 0; at < content->length; at += SECTOR_BYTES) {
        content->bytes[at] ^= (uint8_t)sim_draw_between(draw, 1, 255);
    }
    sim_content_sync(content);
}

void sim_content_hash(const struct sim_content *content, uint8_t hash[32]) {
    uint8_t piece[PIECE_BYTES];
    struct wamcam_content_hash running;
    wamcam_content_hash_start(&running);
    for (size_t at = 0; at < content->length; at += sizeof piece) {
        wamcam_content_hash_add(&running, piece,
                                sim_content_read(content, at, piece, sizeof piece));
    }
    wamcam_content_hash_finish(&running, hash);
}
