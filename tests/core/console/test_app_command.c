/* The command app on a camera with slots: what runs is told, and another one comes back. */
#include <string.h>

#include "camera/worker_prompt.h"
#include "check.h"
#include "console/answers.h"
#include "memory.h"
#include "runtime/flash_double.h"
#include "runtime/slots_board.h"
#include "store/files.h"
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
    CHECK_CONTAINS("expected: app, app back, app factory or app install file",
                   live(5, "app forward"));
    end();
}

/** Not in the first folder of the card, where it would be found without being asked for. */
static void put(const char *name, const struct new_application *made) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(board.folder, name, path);
    CHECK_EQUAL_INT(0, wamcam_files_make_folders(board.folder, path));
    CHECK_EQUAL_INT(0, wamcam_files_append(path, made->parcel.bytes, made->parcel.length));
}

static void test_a_file_is_installed(void) {
    start();
    live(TRIAL_S + 5, "app");
    new_application_make_large(&new_one, 2);
    put("new/my app.wasm", &new_one);
    size_t before = wamcam_memory_used();
    CHECK_CONTAINS("my app.wasm is installed; it is tried now",
                   live(5, "app install 'new/my app.wasm'"));
    CHECK_EQUAL_INT(before, wamcam_memory_used());
    CHECK_EQUAL_INT(WAMCAM_SLOT_TRIAL, slots.record.slots[WAMCAM_SLOT_B].state);
    CHECK_CONTAINS("is refused: a new application is on trial",
                   live(5, "app install '/new/my app.wasm'"));
    live(700, "app");
    CHECK_EQUAL_INT(WAMCAM_SLOT_B, slots.record.active);
    CHECK_CONTAINS("is refused: this application is installed already",
                   live(5, "app install 'new/my app.wasm'"));
    end();
}

/** Both wishes that go beyond the rules have their word. */
static void test_more_is_installed_when_that_is_asked_for(void) {
    start();
    live(TRIAL_S + 5, "app");
    new_application_make(&new_one, 't', 0, 0);
    put("new/old.wasm", &new_one);
    CHECK_CONTAINS("new/old.wasm is refused: camera 1.0.0 is older than what runs",
                   live(5, "app install new/old.wasm"));
    CHECK_CONTAINS("older than what runs", live(5, "app install new/old.wasm again"));
    CHECK_CONTAINS("is installed", live(60, "app install new/old.wasm downgrade"));
    CHECK_EQUAL_INT(WAMCAM_SLOT_FAILED, slots.record.slots[WAMCAM_SLOT_B].state);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.active);
    CHECK_CONTAINS("has failed before", live(5, "app install new/old.wasm downgrade"));
    CHECK_CONTAINS("is installed", live(5, "app install new/old.wasm downgrade again"));
    end();
}

static void test_what_cannot_be_installed_gets_a_sentence(void) {
    start();
    CHECK_CONTAINS("app install takes a file", live(5, "app install"));
    CHECK_CONTAINS("nothing: expected downgrade", live(5, "app install a.wasm nothing"));
    CHECK_CONTAINS("a.wasm: nothing has that name\n", live(5, "app install a.wasm"));
    CHECK_CONTAINS("that name is not open", live(5, "app install ../a.wasm"));
    CHECK_CONTAINS("expected: app, app back", live(5, "app back home"));
    board.board.flash = NULL;
    CHECK_CONTAINS("no room for another application", live(5, "app install a.wasm"));
    board.board.flash = &flash_double.flash;
    end();
}

static const struct check_test tests[] = {
    {"what runs is told and left", test_what_runs_is_told_and_left},
    {"a trial can be ended", test_a_trial_can_be_ended},
    {"a file is installed", test_a_file_is_installed},
    {"more is installed when that is asked for", test_more_is_installed_when_that_is_asked_for},
    {"what cannot be installed gets a sentence", test_what_cannot_be_installed_gets_a_sentence},
};
CHECK_SUITE(console_app, tests);
