/* A photo on its way from the sensor to a card that fails. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "boards.h"
#include "camera.h"
#include "check.h"
#include "doubles.h"
#include "memory.h"
#include "scratch.h"
#include "store/card.h"
#include "wamcam/errors.h"

#define NAME "2026/photo.jpg"
#define FRAME_BYTES 40000 /* three pieces, as the core writes them */

static char card[SCRATCH_PATH_BYTES];

static int card_is_in(void *context) {
    (void)context;
    return 0;
}

/** A card that is a folder of this machine. No threads: a test that fails leaves none behind. */
static const struct wamcam_board board = {.card_folder = card, .card_state = card_is_in};

static void start(void) {
    doubles_reset();
    scratch_make(card);
    wamcam_esp32_camera_start(&board_xiao_esp32s3_sense);
    doubles_camera()->frame_bytes = FRAME_BYTES;
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
}

static void stop(void) {
    wamcam_esp32_camera_close();
    CHECK_EQUAL_INT(0, doubles_camera()->out);
    CHECK_EQUAL_INT(0, doubles_camera()->torn);
    scratch_remove(card);
}

/** Take a frame, store it and give it back; how that went. */
static int shoot(void) {
    const struct wamcam_path name = {(const uint8_t *)NAME, strlen(NAME)};
    uint8_t hash[WAMCAM_CONTENT_HASH_BYTES];
    struct wamcam_frame frame;
    int status = wamcam_esp32_camera_take(&frame);
    if (status == 0) {
        status = wamcam_card_store_frame(&board, &frame, name, hash);
        wamcam_esp32_camera_give_back(&frame);
    }
    return status;
}

/** Bytes of the photo; -1: nothing has its name. */
static long stored_bytes(void) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(card, NAME, path);
    FILE *file = fopen(path, "rb");
    long length = -1;
    if (file != NULL) {
        fseek(file, 0, SEEK_END);
        length = ftell(file);
        fclose(file);
    }
    return length;
}

static int count_incoming(void) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(card, "incoming.tmp", path);
    return scratch_count(path);
}

static void check_fails_once(const char *function, int error, int expected) {
    start();
    doubles_files_may_fail();
    doubles_fail(function, error, 1);
    CHECK_EQUAL_INT(expected, shoot());
    CHECK_EQUAL_INT(-1, stored_bytes());
    CHECK_EQUAL_INT(0, count_incoming());
    CHECK_EQUAL_INT(0, doubles_camera()->out);
    CHECK_EQUAL_INT(0, shoot());
    CHECK_EQUAL_INT(FRAME_BYTES, stored_bytes());
    stop();
}

static void test_a_write_that_fails_leaves_nothing(void) {
    check_fails_once("write", EIO, WAMCAM_IO);
    check_fails_once("write", ENODEV, WAMCAM_NO_DEVICE); /* pulled in the middle of it */
}

static void test_a_sync_that_fails_leaves_nothing(void) {
    check_fails_once("fsync", EIO, WAMCAM_IO);
    check_fails_once("close", EIO, WAMCAM_IO);
    check_fails_once("rename", EIO, WAMCAM_IO);
}

static void test_a_full_card_leaves_nothing(void) {
    check_fails_once("write", ENOSPC, WAMCAM_NO_SPACE);
    check_fails_once("fsync", ENOSPC, WAMCAM_NO_SPACE);
}

/** Whole and reported, or not there: then the card may have something to be cleared away. */
static void check_photo(int status) {
    CHECK_EQUAL_INT(status == 0 ? FRAME_BYTES : -1, stored_bytes());
    CHECK_EQUAL_INT(0, doubles_camera()->out);
}

/** Every single call on the way, and everything from it on until the card works again. */
static void test_whatever_fails_a_photo_is_whole_or_not_there(void) {
    start();
    doubles_files_may_fail();
    int first = doubles_calls();
    CHECK_EQUAL_INT(0, shoot());
    int calls = doubles_calls() - first;
    CHECK(calls > 6);
    stop();
    for (int index = 0; index < calls; index++) {
        start();
        doubles_files_may_fail();
        doubles_fail_at(doubles_calls() + index, EIO);
        int status = shoot();
        doubles_fail_at(-1, ESP_OK);
        check_photo(status);
        status = shoot();
        CHECK_EQUAL_INT(stored_bytes() >= 0 && status != 0 ? WAMCAM_EXISTS : 0, status);
        CHECK_EQUAL_INT(FRAME_BYTES, stored_bytes());
        CHECK_EQUAL_INT(0, count_incoming());
        stop();
    }
}

/* --- memory ---------------------------------------------------------------------------------- */

static void test_memory_of_the_core_is_outside(void) {
    doubles_reset();
    char *small = wamcam_memory_take(1);
    small = wamcam_memory_resize(small, 5000);
    CHECK(small != NULL);
    CHECK_EQUAL_INT(1, doubles_calls_of("heap_caps_calloc"));
    CHECK_EQUAL_INT(1, doubles_calls_of("heap_caps_realloc"));
    CHECK_EQUAL_INT(0, doubles_internal_pieces());
    wamcam_memory_free(small);
    doubles_set_psram_free(100);
    CHECK(wamcam_memory_take(101) == NULL);
    CHECK_EQUAL_INT(0, doubles_internal_pieces());
}

static const struct check_test tests[] = {
    {"a write that fails leaves nothing", test_a_write_that_fails_leaves_nothing},
    {"a sync that fails leaves nothing", test_a_sync_that_fails_leaves_nothing},
    {"a full card leaves nothing", test_a_full_card_leaves_nothing},
    {"whatever fails, a photo is whole or not there",
     test_whatever_fails_a_photo_is_whole_or_not_there},
    {"memory of the core is outside", test_memory_of_the_core_is_outside},
};
CHECK_SUITE(store, tests);
