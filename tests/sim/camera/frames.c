#include "camera/frames.h"

#include <string.h>

#include "draw.h"

/* FF D8, then a comment segment (FF FE, length 28): eight letters, number, length, two blanks. */
#define HEAD_BYTES 32
static const uint8_t head_start[] = {0xff, 0xd8, 0xff, 0xfe, 0,   28,  'w',
                                     'a',  'm',  'c',  'a',  'm', ' ', ' '};
#define NUMBER_AT sizeof head_start
#define LENGTH_AT (NUMBER_AT + 8)

static uint64_t seed_of_bytes;
static uint64_t last_number;

void sim_frames_start(uint64_t seed) {
    seed_of_bytes = sim_mix(seed);
    last_number = 0;
}

uint64_t sim_frames_next(void) {
    return ++last_number;
}

static void make_head(uint64_t frame, size_t frame_length, uint8_t head[HEAD_BYTES]) {
    uint64_t length = frame_length;
    memset(head, ' ', HEAD_BYTES);
    memcpy(head, head_start, sizeof head_start);
    memcpy(head + NUMBER_AT, &frame, sizeof frame);
    memcpy(head + LENGTH_AT, &length, sizeof length);
}

/** Eight bytes of the picture, none of which could be taken for a marker. */
static uint64_t word_of(uint64_t frame, size_t index) {
    return sim_mix(seed_of_bytes + (frame << 32) + index) & UINT64_C(0x7f7f7f7f7f7f7f7f);
}

static uint8_t byte_of(uint64_t frame, size_t frame_length, size_t at) {
    if (at + 2 == frame_length) {
        return 0xff;
    }
    if (at + 1 == frame_length) {
        return 0xd9;
    }
    return (uint8_t)(word_of(frame, at / 8) >> (at % 8 * 8));
}

void sim_frames_bytes(uint64_t frame, size_t frame_length, size_t offset, uint8_t *out,
                      size_t length) {
    uint8_t head[HEAD_BYTES];
    size_t at = offset;
    size_t end = offset + length;
    make_head(frame, frame_length, head);
    for (; at < end && at < HEAD_BYTES; at++) {
        *out++ = head[at];
    }
    while (at < end) {
        if (at % 8 == 0 && at + 8 <= end && at + 10 <= frame_length) {
            uint64_t word = word_of(frame, at / 8);
            memcpy(out, &word, sizeof word);
            out += sizeof word;
            at += sizeof word;
        } else {
            *out++ = byte_of(frame, frame_length, at++);
        }
    }
}

uint64_t sim_frames_recognise(const uint8_t *bytes, size_t length, size_t *frame_length) {
    uint64_t frame = 0;
    uint64_t whole = 0;
    if (length < HEAD_BYTES || memcmp(bytes, head_start, sizeof head_start) != 0) {
        return 0;
    }
    memcpy(&frame, bytes + NUMBER_AT, sizeof frame);
    memcpy(&whole, bytes + LENGTH_AT, sizeof whole);
    *frame_length = (size_t)whole;
    return frame <= last_number && length <= whole ? frame : 0;
}
