/* New applications in real runs: what is tried, what stays, what has to go and why. */
#include <stdio.h>
#include <string.h>

#include "camera/worker_prompt.h"
#include "check.h"
#include "memory.h"
#include "modules.h"
#include "runtime/flash_double.h"
#include "runtime/slots_board.h"
#include "store/files.h"
#include "wamcam/supervise.h"

#define S INT64_C(1000000)
#define TRIAL_S 100

static struct board_double board;
static struct new_application factory;
static struct new_application new_one;
static struct wamcam_outcome outcome;
static struct wamcam_slots slots; /* for a look from outside, between runs */

static void start(void) {
    worker_prompt(true);
    slots_board_init(&board);
    board.board.limits.trial_s_max = 3600;
    new_application_make(&factory, 'g', 0, 0);
}

static void end(void) {
    worker_prompt(false);
    CHECK_EQUAL_INT(0, board.frames_out);
    slots_board_free(&board);
}

static void look(void) {
    wamcam_slots_open(&slots, &board.board, factory.parcel.bytes, factory.parcel.length);
}

static void put_into_slot(const struct new_application *made) {
    look();
    slots_board_put(&slots, made, TRIAL_S);
}

/** Where the running camera looks for it: camera.wat. */
static void put_onto_card(const struct new_application *made) {
    char path[SCRATCH_PATH_BYTES];
    const uint32_t length = (uint32_t)made->parcel.length;
    uint8_t head[44] = {(uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16),
                        0, [8] = TRIAL_S};
    memcpy(head + 12, made->sha256, sizeof made->sha256);
    scratch_path(board.folder, "update.bin", path);
    CHECK_EQUAL_INT(0, wamcam_files_append(path, head, sizeof head));
    CHECK_EQUAL_INT(0, wamcam_files_append(path, made->parcel.bytes, length));
}

static int supervise_for(int64_t seconds) {
    board.stop_at_us = board.now_us + seconds * S;
    int code =
        wamcam_supervise(&board.board, factory.parcel.bytes, factory.parcel.length, &outcome);
    look();
    return code;
}

static int photos(void) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(board.folder, "p", path);
    return scratch_count(path);
}

static void test_a_good_application_proves_itself(void) {
    start();
    new_application_make(&new_one, 'g', 0, 1);
    put_into_slot(&new_one);
    CHECK_EQUAL_INT(WAMCAM_EXIT_DONE, supervise_for(TRIAL_S - 5));
    CHECK_EQUAL_INT(WAMCAM_SLOT_TRIAL, slots.record.slots[WAMCAM_SLOT_A].state);
    CHECK_EQUAL_INT(0, slots.record.slots[WAMCAM_SLOT_A].starts); /* a person ended it */
    CHECK_EQUAL_INT(WAMCAM_EXIT_DONE, supervise_for(TRIAL_S + 5));
    CHECK_EQUAL_INT(WAMCAM_SLOT_CONFIRMED, slots.record.slots[WAMCAM_SLOT_A].state);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active);
    CHECK_CONTAINS("camera 1.0.1 from slot a starts on trial", board.log);
    CHECK_CONTAINS("camera 1.0.1 has proved itself and stays", board.log);
    end();
}

/** A camera that has missed photos says so as it ends: that is no failure if a person ended it. */
static void test_one_that_is_asked_to_end_may_say_that_photos_are_missing(void) {
    start();
    new_application_make(&new_one, 'e', 0, 1);
    put_into_slot(&new_one);
    CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED, supervise_for(TRIAL_S - 5));
    CHECK_EQUAL_INT(WAMCAM_SLOT_TRIAL, slots.record.slots[WAMCAM_SLOT_A].state);
    CHECK_EQUAL_INT(0, slots.record.slots[WAMCAM_SLOT_A].starts);
    for (int times = 0; times < 2 * WAMCAM_SLOTS_FAILURES_MAX; times++) {
        CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED, supervise_for(TRIAL_S + 5));
        CHECK_EQUAL_INT(WAMCAM_SLOT_CONFIRMED, slots.record.slots[WAMCAM_SLOT_A].state);
        CHECK_EQUAL_INT(0, slots.record.slots[WAMCAM_SLOT_A].failures);
    }
    end();
}

/** A new application that behaves so; the reason has this part; the old one takes photos again. */
static void check_goes_back(char behaviour, uint8_t ticks, const char *part) {
    start();
    size_t before = wamcam_memory_used();
    new_application_make(&new_one, behaviour, ticks, 1);
    put_into_slot(&new_one);
    supervise_for(7200);
    CHECK_EQUAL_INT(WAMCAM_SLOT_FAILED, slots.record.slots[WAMCAM_SLOT_A].state);
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, slots.record.active);
    CHECK_CONTAINS(part, slots.record.failure.reason);
    CHECK(photos() > 300);
    CHECK_EQUAL_INT(before, wamcam_memory_used());
    end();
}

static void test_hostile_applications_go(void) {
    check_goes_back('t', 0, "trapped: Exception: unreachable");
    check_goes_back('t', 50, "trapped: Exception: unreachable");
    check_goes_back('l', 20, "did not return within 1000000 instructions");
    check_goes_back('m', 30, "trapped: Exception: unreachable");
    check_goes_back('f', 0, "ended by itself with exit code 0");
    check_goes_back('f', 60, "ended by itself with exit code 0");
    check_goes_back('s', 0, "stored no whole photo within 3600 s");
    check_goes_back('n', 0, "stored no whole photo within 3600 s");
}

static void test_a_frame_without_its_end_proves_nothing(void) {
    static const uint8_t cut_frame[] = {0xff, 0xd8, 1, 2, 3, 4, 5};
    start();
    board.frame_bytes = cut_frame;
    board.frame_length = sizeof cut_frame;
    new_application_make(&new_one, 'g', 0, 1);
    put_into_slot(&new_one);
    supervise_for(7200);
    CHECK_CONTAINS("stored no whole photo", slots.record.failure.reason);
    end();
}

static void test_one_that_the_core_refuses_goes(void) {
    start();
    new_one.parcel.length = 0;
    parcel_add(&new_one.parcel, module_no_tick.bytes, module_no_tick.bare_length);
    parcel_finish(&new_one.parcel, PARCEL_MANIFEST);
    wamcam_slots_hash(new_one.parcel.bytes, new_one.parcel.length, new_one.sha256);
    put_into_slot(&new_one);
    supervise_for(100);
    CHECK_CONTAINS("does not export tick", slots.record.failure.reason);
    CHECK(photos() > 5);
    end();
}

static void test_one_whose_slot_changed_goes(void) {
    start();
    new_application_make(&new_one, 'g', 0, 1);
    put_into_slot(&new_one);
    flash_double.slots[0][200] ^= 1;
    supervise_for(100);
    CHECK_CONTAINS("does not hold what was received", slots.record.failure.reason);
    CHECK(photos() > 5);
    end();
}

static void test_a_running_camera_changes_its_application(void) {
    start();
    new_application_make(&new_one, 'g', 0, 1);
    put_onto_card(&new_one);
    supervise_for(TRIAL_S + 60);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active);
    CHECK(photos() >= (TRIAL_S + 60) / 10 - 2); /* one every 10 s, and no more than one missed */
    new_application_make(&new_one, 'g', 0, 2);
    put_onto_card(&new_one);
    supervise_for(TRIAL_S + 60);
    CHECK_EQUAL_INT(WAMCAM_SLOT_B, slots.record.active);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.previous);
    end();
}

/** While one is on trial, an application may not bring another one, nor end the trial. */
static void test_nothing_is_installed_during_a_trial(void) {
    struct new_application other;
    start();
    new_application_make(&new_one, 'g', 0, 1);
    put_into_slot(&new_one);
    new_application_make(&other, 'g', 0, 2);
    put_onto_card(&other);
    supervise_for(TRIAL_S - 5);
    CHECK_EQUAL_INT(WAMCAM_SLOT_TRIAL, slots.record.slots[WAMCAM_SLOT_A].state);
    CHECK_EQUAL_INT(WAMCAM_SLOT_EMPTY, slots.record.slots[WAMCAM_SLOT_B].state);
    supervise_for(3 * TRIAL_S); /* confirmed, it installs what lies there */
    CHECK_EQUAL_INT(WAMCAM_SLOT_B, slots.record.active);
    end();
}

static void test_a_confirmed_one_that_crashes_gives_way(void) {
    start();
    board.board.limits.trial_s = TRIAL_S;
    new_application_make(&new_one, 't', TRIAL_S + 20, 1);
    put_into_slot(&new_one);
    supervise_for(1000);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active); /* it runs well for longer than a trial */
    CHECK(slots.record.slots[WAMCAM_SLOT_A].failures <= 1);
    board.board.limits.trial_s = 200;
    supervise_for(1000);
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, slots.record.active);
    CHECK_CONTAINS("it failed 3 times in a row, at last so: the application trapped",
                   slots.record.failure.reason);
    end();
}

/**
 * A start of the board after a crash: it counts once, though the board comes back to
 * wamcam_supervise() again and again, as it does for a check at the console. That another one is on
 * trial keeps a run that ends well from forgetting it.
 */
static void test_a_crash_counts_once_for_a_start(void) {
    struct wamcam_health health = {.reset_reason = WAMCAM_RESET_WATCHDOG};
    start();
    new_application_make(&new_one, 'g', 0, 1);
    put_into_slot(&new_one);
    supervise_for(TRIAL_S + 5);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active);
    new_application_make(&new_one, 'g', 0, 2);
    put_into_slot(&new_one);
    board.health = &health;
    wamcam_judge_reset(&board.board);
    for (int times = 0; times < 2 * WAMCAM_SLOTS_FAILURES_MAX; times++) {
        supervise_for(5);
        CHECK_EQUAL_INT(1, slots.record.slots[WAMCAM_SLOT_A].failures);
        CHECK_EQUAL_INT(WAMCAM_SLOT_TRIAL, slots.record.slots[WAMCAM_SLOT_B].state);
    }
    supervise_for(TRIAL_S + 5);
    CHECK_EQUAL_INT(WAMCAM_SLOT_B, slots.record.active);
    end();
}

static void test_the_factory_one_is_the_boards_own_business(void) {
    start();
    new_application_make(&factory, 't', 0, 0);
    CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED, supervise_for(100));
    CHECK_CONTAINS("unreachable", outcome.reason);
    end();
}

static void check_is_over(char behaviour, int exit_code) {
    start();
    new_application_make(&new_one, behaviour, TRIAL_S + 20, 1);
    put_into_slot(&new_one);
    CHECK_EQUAL_INT(exit_code, supervise_for(10000));
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active);
    CHECK_EQUAL_INT(0, slots.record.slots[WAMCAM_SLOT_A].failures);
    CHECK(board.now_us < 200 * S);
    end();
}

/** Also with photos missing: it has not failed, and would take the series once more. */
static void test_an_application_that_ends_is_over(void) {
    check_is_over('f', WAMCAM_EXIT_DONE);
    check_is_over('o', WAMCAM_EXIT_FAILED);
}

static const struct check_test tests[] = {
    {"a good application proves itself", test_a_good_application_proves_itself},
    {"one that is asked to end may say that photos are missing",
     test_one_that_is_asked_to_end_may_say_that_photos_are_missing},
    {"one that the core refuses goes", test_one_that_the_core_refuses_goes},
    {"one whose slot changed goes", test_one_whose_slot_changed_goes},
    {"a running camera changes its application", test_a_running_camera_changes_its_application},
    {"nothing is installed during a trial", test_nothing_is_installed_during_a_trial},
    {"a confirmed one that crashes gives way", test_a_confirmed_one_that_crashes_gives_way},
    {"a crash counts once for a start", test_a_crash_counts_once_for_a_start},
    {"the factory one is the board's own business",
     test_the_factory_one_is_the_boards_own_business},
    {"an application that ends is over", test_an_application_that_ends_is_over},
};
CHECK_SUITE(runtime_supervise, tests);

static const struct check_test slow_tests[] = {
    {"hostile applications go", test_hostile_applications_go},
    {"a frame without its end proves nothing", test_a_frame_without_its_end_proves_nothing},
};
CHECK_SLOW_SUITE(runtime_supervise_slow, slow_tests);
