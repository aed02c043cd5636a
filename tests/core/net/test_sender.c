#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "net/sender.h"
#include "wamcam/errors.h"

/* A stream that blocks at random, takes parts at random, and insists on identical repeats. */
struct moody_stream {
    struct check_random random;
    const uint8_t *pending;
    size_t pending_length;
    uint8_t *taken;
    size_t taken_bytes;
    size_t capacity;
    size_t largest_bytes;
    size_t blocks;
};

static int moody_send(void *context, const uint8_t *bytes, size_t length) {
    struct moody_stream *stream = context;
    if (stream->pending != NULL) {
        CHECK(bytes == stream->pending);
        CHECK_EQUAL_INT(stream->pending_length, length);
    }
    if (check_random_below(&stream->random, 3) == 0) {
        stream->pending = bytes;
        stream->pending_length = length;
        stream->blocks++;
        return WAMCAM_WOULD_BLOCK;
    }
    stream->pending = NULL;
    size_t part = 1 + check_random_below(&stream->random, length);
    CHECK(stream->taken_bytes + part <= stream->capacity);
    memcpy(stream->taken + stream->taken_bytes, bytes, part);
    stream->taken_bytes += part;
    stream->largest_bytes = length > stream->largest_bytes ? length : stream->largest_bytes;
    return (int)part;
}

static void write_file(const uint8_t *bytes, size_t length) {
    int file = open(check_scratch_path(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0);
    CHECK_EQUAL_INT(length, write(file, bytes, length));
    close(file);
}

static void fill_random(struct check_random *random, uint8_t *out, size_t length) {
    for (size_t i = 0; i < length; i++) {
        out[i] = (uint8_t)check_random_next(random);
    }
}

struct rig {
    struct wamcam_failure failure;
    struct wamcam_sender sender;
    struct moody_stream moody;
    struct wamcam_stream below;
    int64_t now_us;
};

static void rig_start(struct rig *rig, uint64_t seed, size_t chunk_bytes, size_t capacity) {
    *rig = (struct rig){.moody = {.random = check_random_seed(seed), .capacity = capacity}};
    rig->moody.taken = wamcam_memory_take(capacity);
    rig->below = (struct wamcam_stream){&rig->moody, moody_send, NULL};
    CHECK_EQUAL_INT(
        0, wamcam_sender_start(&rig->sender, wamcam_pace_adaptive(chunk_bytes), &rig->failure));
}

static void rig_stop(struct rig *rig) {
    wamcam_sender_stop(&rig->sender);
    wamcam_memory_free(rig->moody.taken);
}

/* One advance a little later. Every byte is either unsent or has been taken. */
static int step(struct rig *rig) {
    int64_t before = wamcam_sender_unsent(&rig->sender);
    rig->now_us += (int64_t)check_random_below(&rig->moody.random, 300000);
    int result = wamcam_sender_advance(&rig->sender, &rig->below, rig->now_us);
    int64_t after = wamcam_sender_unsent(&rig->sender);
    CHECK_EQUAL_INT(before - (result > 0 ? result : 0), after);
    return result;
}

static void hand_over(struct rig *rig, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        int taken = wamcam_sender_add(&rig->sender, bytes, length);
        if (taken > 0) {
            bytes += taken;
            length -= (size_t)taken;
        } else {
            CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, taken);
        }
        if (taken < 0 || check_random_below(&rig->moody.random, 2) == 0) {
            step(rig);
        }
    }
}

static void run_dry(struct rig *rig) {
    while (wamcam_sender_unsent(&rig->sender) > 0) {
        CHECK(step(rig) >= WAMCAM_WOULD_BLOCK);
    }
}

static void one_random_message(uint64_t seed) {
    struct check_random random = check_random_seed(seed);
    size_t chunk_bytes = 16 + check_random_below(&random, 3000);
    size_t head = check_random_below(&random, 3000);
    size_t file = check_random_below(&random, 9000);
    size_t tail = check_random_below(&random, 500);
    size_t total = head + file + tail;
    uint8_t *bytes = wamcam_memory_take(total);
    fill_random(&random, bytes, total);
    write_file(bytes, head + file); /* the file is used from an offset */
    struct rig rig;
    rig_start(&rig, seed, chunk_bytes, total);
    hand_over(&rig, bytes, head);
    CHECK_EQUAL_INT(
        0, wamcam_sender_add_file(&rig.sender, check_scratch_path(), (int64_t)head, (int64_t)file));
    hand_over(&rig, bytes + head + file, tail);
    run_dry(&rig);
    CHECK_EQUAL_INT(total, rig.moody.taken_bytes);
    CHECK_EQUAL_INT(total, rig.sender.sent_bytes);
    CHECK_EQUAL_BYTES(bytes, rig.moody.taken, total);
    CHECK(rig.moody.largest_bytes <= chunk_bytes);
    uint8_t hash[32], expected[32];
    CHECK_EQUAL_INT(0, wamcam_sender_hash(&rig.sender, hash));
    struct wamcam_content_hash reference;
    wamcam_content_hash_start(&reference);
    wamcam_content_hash_add(&reference, bytes + head, file);
    wamcam_content_hash_finish(&reference, expected);
    CHECK_EQUAL_BYTES(expected, hash, 32);
    rig_stop(&rig);
    wamcam_memory_free(bytes);
}

static void random_messages_arrive_whole_with_identical_repeats(void) {
    size_t before = wamcam_memory_used();
    for (uint64_t seed = 1; seed <= 300; seed++) {
        one_random_message(seed);
    }
    unlink(check_scratch_path());
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static void nothing_is_taken_while_a_send_is_pending(void) {
    struct rig rig;
    rig_start(&rig, 1, 1024, 4096);
    CHECK_EQUAL_INT(10, wamcam_sender_add(&rig.sender, (const uint8_t *)"0123456789", 10));
    while (rig.moody.pending == NULL) {
        CHECK_EQUAL_INT(1, wamcam_sender_add(&rig.sender, (const uint8_t *)"x", 1));
        step(&rig);
    }
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_sender_add(&rig.sender, (const uint8_t *)"y", 1));
    run_dry(&rig);
    rig_stop(&rig);
}

static void a_full_chunk_takes_no_more(void) {
    struct rig rig;
    uint8_t bytes[100] = {0};
    rig_start(&rig, 1, 64, 4096);
    CHECK_EQUAL_INT(0, wamcam_sender_add(&rig.sender, bytes, 0));
    CHECK_EQUAL_INT(64, wamcam_sender_add(&rig.sender, bytes, 100));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_sender_add(&rig.sender, bytes, 1));
    rig_stop(&rig);
}

static void files_that_cannot_be_sent_change_nothing(void) {
    struct rig rig;
    write_file((const uint8_t *)"0123456789", 10);
    rig_start(&rig, 1, 1024, 100);
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_sender_add_file(&rig.sender, "no-such-file", 0, 1));
    CHECK_EQUAL_INT(WAMCAM_INVALID,
                    wamcam_sender_add_file(&rig.sender, check_scratch_path(), 0, 11));
    CHECK_EQUAL_INT(WAMCAM_INVALID,
                    wamcam_sender_add_file(&rig.sender, check_scratch_path(), 11, 0));
    CHECK_EQUAL_INT(WAMCAM_INVALID,
                    wamcam_sender_add_file(&rig.sender, check_scratch_path(), -1, 1));
    CHECK_EQUAL_INT(WAMCAM_INVALID,
                    wamcam_sender_add_file(&rig.sender, check_scratch_path(), 0, -1));
    CHECK_EQUAL_INT(WAMCAM_INVALID,
                    wamcam_sender_add_file(&rig.sender, check_scratch_path(), 1, INT64_MAX));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_sender_add_file(&rig.sender, ".", 0, 0));
    uint8_t hash[32];
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_sender_hash(&rig.sender, hash));
    CHECK_EQUAL_INT(0, wamcam_sender_add_file(&rig.sender, check_scratch_path(), 2, 5));
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_sender_add_file(&rig.sender, check_scratch_path(), 2, 5));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_sender_hash(&rig.sender, hash));
    run_dry(&rig);
    CHECK_EQUAL_BYTES("23456", rig.moody.taken, 5);
    rig_stop(&rig);
    unlink(check_scratch_path());
}

static void an_empty_file_is_sent_at_once(void) {
    struct rig rig;
    uint8_t hash[32];
    write_file(NULL, 0);
    rig_start(&rig, 1, 1024, 100);
    CHECK_EQUAL_INT(0, wamcam_sender_add_file(&rig.sender, check_scratch_path(), 0, 0));
    CHECK_EQUAL_INT(0, wamcam_sender_hash(&rig.sender, hash));
    CHECK_EQUAL_INT(0xe3, hash[0]); /* SHA-256 of nothing begins e3 b0 */
    CHECK_EQUAL_INT(0xb0, hash[1]);
    CHECK_EQUAL_INT(1, wamcam_sender_add(&rig.sender, (const uint8_t *)"z", 1));
    rig_stop(&rig);
    unlink(check_scratch_path());
}

static void a_file_that_shrinks_is_an_error_of_the_card(void) {
    struct rig rig;
    uint8_t bytes[3000] = {7};
    write_file(bytes, sizeof bytes);
    rig_start(&rig, 2, 256, 4096);
    CHECK_EQUAL_INT(0, wamcam_sender_add_file(&rig.sender, check_scratch_path(), 0, sizeof bytes));
    CHECK_EQUAL_INT(0, truncate(check_scratch_path(), 1000));
    int result = 0;
    while (rig.failure.error == 0) {
        result = wamcam_sender_advance(&rig.sender, &rig.below, rig.now_us += 100000);
    }
    CHECK_EQUAL_INT(WAMCAM_IO, result);
    CHECK_CONTAINS("shorter", rig.failure.sentence);
    CHECK(rig.moody.taken_bytes <= 1000);
    rig_stop(&rig);
    unlink(check_scratch_path());
}

static const struct check_test tests[] = {
    {"random_messages_arrive_whole_with_identical_repeats",
     random_messages_arrive_whole_with_identical_repeats},
    {"nothing_is_taken_while_a_send_is_pending", nothing_is_taken_while_a_send_is_pending},
    {"a_full_chunk_takes_no_more", a_full_chunk_takes_no_more},
    {"files_that_cannot_be_sent_change_nothing", files_that_cannot_be_sent_change_nothing},
    {"an_empty_file_is_sent_at_once", an_empty_file_is_sent_at_once},
    {"a_file_that_shrinks_is_an_error_of_the_card", a_file_that_shrinks_is_an_error_of_the_card},
};
CHECK_SUITE(net_sender, tests);
