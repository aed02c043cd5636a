/* The command app on a camera with slots: what runs is told, and another one comes back. */
#include <string.h>

#include "camera/worker_prompt.h"
#include "check.h"
#include "console/answers.h"
#include "runtime/slots_board.h"
#include "wamcam/console.h"
#include "wamcam/supervise.h"

#define S INT64_C(1000000)
#define TRIAL_S 100

static struct board_double board;
static struct new_application factory;
static struct new_application new_one;
static struct wamcam_slots slots; /* for a look from outside, between runs */

static void look(void) {
    wamcam_slots_open(&slots, &board.board, factory.parcel.bytes, factory.parcel.length);
}

/** A camera with a new application in slot a that is to be tried. */
static void start(void) {
    worker_prompt(true);
    slots_board_init(&board);
    board.board.limits.trial_s_max = 3600;
    answers_start(&board);
    new_application_make(&factory, 'g', 0, 0);
    new_application_make(&new_one, 'g', 0, 1);
    look();
    slots_board_put(&slots, &new_one, TRIAL_S);
}

static void end(void) {
    worker_prompt(false);
    answers_stop(&board);
    slots_board_free(&board);
}

/** Let the camera live so long with this typed at the beginning; the answer. */
static const char *live(int64_t seconds, const char *line) {
    struct wamcam_outcome outcome;
    answers_clear();
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, line));
    board.stop_at_us = board.now_us + seconds * S;
    wamcam_supervise(&board.board, factory.parcel.bytes, factory.parcel.length, &outcome);
    look();
    return answers.text;
}

static void test_what_runs_is_told_and_left(void) {
    start();
    CHECK_CONTAINS("runs          camera 1.0.1, in slot a\non trial", live(TRIAL_S + 5, "app"));
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active);
    CHECK(strstr(live(5, "app"), "on trial") == NULL);
    CHECK_CONTAINS("content_hash", answers.text);
    CHECK_CONTAINS("the one before it starts", live(5, "app back"));
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, slots.record.active);
    CHECK_CONTAINS("runs          camera 1.0.0, part of the firmware\n"
                   "before it     camera 1.0.1, in slot a\n",
                   live(5, "app"));
    CHECK_CONTAINS("there is none before it", live(5, "app factory"));
    live(5, "app back");
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active);
    end();
}

static void test_a_trial_can_be_ended(void) {
    start();
    live(5, "app factory");
    CHECK_EQUAL_INT(WAMCAM_SLOT_FAILED, slots.record.slots[WAMCAM_SLOT_A].state);
    CHECK_CONTAINS("last failure  camera 1.0.1, a person went back", live(5, "app"));
    CHECK_CONTAINS("expected: app, app back or app factory", live(5, "app forward"));
    end();
}

static const struct check_test tests[] = {
    {"what runs is told and left", test_what_runs_is_told_and_left},
    {"a trial can be ended", test_a_trial_can_be_ended},
};
CHECK_SUITE(console_app, tests);
