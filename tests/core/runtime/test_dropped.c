/* Applications that a person has put onto the card: what is taken, and what becomes of the file. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "memory.h"
#include "runtime/dropped.h"
#include "runtime/flash_double.h"
#include "runtime/slots_board.h"
#include "store/files.h"

static struct board_double board;
static struct wamcam_slots slots;
static struct new_application factory;
static struct new_application made;

static void open_slots(void) {
    wamcam_slots_open(&slots, &board.board, factory.parcel.bytes, factory.parcel.length);
}

static void start(void) {
    slots_board_init(&board);
    new_application_make(&factory, 'g', 0, 2);
    new_application_make(&made, 'g', 0, 3);
    open_slots();
}

static void end(void) {
    slots_board_free(&board);
}

static void put(const char *folder, const char *name, const uint8_t *bytes, size_t length) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(folder, name, path);
    CHECK_EQUAL_INT(0, wamcam_files_append(path, bytes, length));
}

static void drop(const char *name) {
    put(board.folder, name, made.parcel.bytes, made.parcel.length);
}

static bool is_there(const char *folder, const char *name) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(folder, name, path);
    return wamcam_files_size(path) >= 0;
}

static bool is_on_card(const char *name) {
    return is_there(board.folder, name);
}

/** As at the next start of the board. */
static void install(void) {
    size_t before = wamcam_memory_used();
    open_slots();
    wamcam_dropped_install(&slots);
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static void test_a_good_one_is_tried_and_removed(void) {
    start();
    new_application_make_large(&made, 3);
    drop("MINE.WASM");
    install();
    CHECK(slots.is_swap_wanted);
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE && wamcam_slots_is_on_trial(&slots));
    CHECK(!is_on_card("MINE.WASM") && !is_on_card("MINE.WASM.refused"));
    CHECK_CONTAINS("MINE.WASM was found and is to be tried", board.log);
    end();
}

static void test_a_bad_one_is_refused_with_its_reason(void) {
    static const uint8_t rubbish[] = "JPEG?";
    start();
    put(board.folder, "a.wasm", rubbish, sizeof rubbish);
    put(board.folder, "b.wasm", rubbish, 0);
    install();
    CHECK(is_on_card("a.wasm.refused") && is_on_card("b.wasm")); /* one at a time */
    CHECK_CONTAINS("is refused: the application is not a WebAssembly file", board.log);
    install();
    CHECK(is_on_card("b.wasm.refused"));
    CHECK_CONTAINS("is refused: the application has no bytes", board.log);
    board.board.limits.wasm_module_bytes_max = 100;
    drop("c.wasm");
    install();
    CHECK(is_on_card("c.wasm.refused"));
    CHECK_CONTAINS("bytes, a slot of this board holds 100", board.log);
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    end();
}

static void test_an_older_or_failed_one_is_refused(void) {
    start();
    new_application_make(&made, 'g', 0, 1);
    drop("old.wasm");
    install();
    CHECK(is_on_card("old.wasm.refused"));
    CHECK_CONTAINS("older than what runs", board.log);
    new_application_make(&made, 'g', 0, 3);
    drop("mine.wasm");
    install();
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    wamcam_slots_fail(&slots, slots.running, "x");
    drop("mine.wasm");
    install();
    CHECK(is_on_card("mine.wasm.refused"));
    CHECK_CONTAINS("failed before", board.log);
    end();
}

/** A person asks for what the rules refuse by the name of the file. */
static void test_a_name_can_ask_for_more(void) {
    static const char *const names[] = {"old.downgrade.wasm", "OLD.DOWNGRADE.WASM",
                                        "old.again.downgrade.wasm", "old.downgrade.again.wasm"};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        start();
        new_application_make(&made, 'g', 0, 1);
        drop(names[index]);
        install();
        CHECK(slots.is_swap_wanted && !is_on_card(names[index]));
        wamcam_slots_fail(&slots, wamcam_slots_choose(&slots), "x");
        drop(names[index]);
        install(); /* it has failed now, too */
        CHECK_EQUAL_INT(index >= 2, slots.is_swap_wanted);
        end();
    }
    start();
    drop("mine.wasm");
    install();
    wamcam_slots_fail(&slots, wamcam_slots_choose(&slots), "x");
    drop("mine.again.wasm");
    install();
    CHECK(slots.is_swap_wanted);
    wamcam_slots_fail(&slots, wamcam_slots_choose(&slots), "x");
    drop("again.wasm"); /* a name like any other */
    install();
    CHECK(is_on_card("again.wasm.refused"));
    end();
}

static void test_what_cannot_be_judged_now_waits(void) {
    start();
    drop("mine.wasm");
    flash_double.fails = 1;
    install();
    CHECK(is_on_card("mine.wasm"));
    install();
    CHECK(!is_on_card("mine.wasm"));
    drop("mine.wasm"); /* as if power had been cut before the file was removed */
    install();
    CHECK(is_on_card("mine.wasm"));
    CHECK_CONTAINS("on trial", board.log);
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    install();
    CHECK(!is_on_card("mine.wasm") && !is_on_card("mine.wasm.refused"));
    end();
}

static void test_other_files_are_left_alone(void) {
    static const char *const names[] = {".wasm", "._mine.wasm", "mine.wasm.refused",
                                        "settings.toml"};
    start();
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        drop(names[index]);
    }
    install();
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        CHECK(is_on_card(names[index]));
    }
    CHECK(!slots.is_swap_wanted);
    board.board.flash = NULL;
    drop("mine.wasm");
    install();
    CHECK(is_on_card("mine.wasm"));
    end();
}

static void test_a_board_that_wakes_has_no_time(void) {
    struct wamcam_health health = {.reset_reason = WAMCAM_RESET_DEEP_SLEEP};
    start();
    board.health = &health;
    drop("mine.wasm");
    install();
    CHECK(is_on_card("mine.wasm") && !slots.is_swap_wanted);
    end();
}

static void test_a_settings_folder_is_looked_at_too(void) {
    char folder[SCRATCH_PATH_BYTES];
    start();
    scratch_make(folder);
    board.board.settings_folders[0] = NULL;
    board.board.settings_folders[2] = folder;
    board.board.card_folder = "/nowhere";
    put(folder, "mine.wasm", made.parcel.bytes, made.parcel.length);
    install();
    CHECK(slots.is_swap_wanted && !is_there(folder, "mine.wasm"));
    board.board.settings_folders[2] = NULL;
    scratch_remove(folder);
    end();
}

static const struct check_test tests[] = {
    {"a good one is tried and removed", test_a_good_one_is_tried_and_removed},
    {"a bad one is refused with its reason", test_a_bad_one_is_refused_with_its_reason},
    {"an older or failed one is refused", test_an_older_or_failed_one_is_refused},
    {"a name can ask for more", test_a_name_can_ask_for_more},
    {"what cannot be judged now waits", test_what_cannot_be_judged_now_waits},
    {"other files are left alone", test_other_files_are_left_alone},
    {"a board that wakes has no time", test_a_board_that_wakes_has_no_time},
    {"a settings folder is looked at, too", test_a_settings_folder_is_looked_at_too},
};
CHECK_SUITE(runtime_dropped, tests);
