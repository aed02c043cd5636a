/* The slots by themselves: what is known of them survives a cut of power at any byte. */
#include <string.h>

#include "check.h"
#include "memory.h"
#include "runtime/flash_double.h"
#include "runtime/slots_board.h"
#include "wamcam/supervise.h"

static struct board_double board;
static struct wamcam_slots slots;
static struct new_application old_one;
static struct new_application new_one;
static struct wamcam_health health;

static void open_slots(void) {
    wamcam_slots_open(&slots, &board.board, old_one.parcel.bytes, old_one.parcel.length);
}

static void start(void) {
    slots_board_init(&board);
    health = (struct wamcam_health){0};
    board.health = &health;
    new_application_make(&old_one, 'g', 0, 1);
    new_application_make(&new_one, 'g', 0, 2);
    open_slots();
}

static void end(void) {
    slots_board_free(&board);
}

/** Receive as a way does: in pieces, from where it was cut off. */
static int receive(const struct new_application *made, uint8_t flags) {
    const struct parcel *parcel = &made->parcel;
    int32_t offset = wamcam_slots_begin(&slots, (uint32_t)parcel->length, made->sha256, flags, 100);
    int status = offset < 0 ? offset : 0;
    while (status == 0 && (size_t)offset < parcel->length) {
        size_t left = parcel->length - (size_t)offset;
        size_t length = left < 700 ? left : 700;
        status = wamcam_slots_write(&slots, (uint32_t)offset, parcel->bytes + offset, length);
        offset += (int32_t)length;
    }
    return status < 0 ? status : wamcam_slots_end(&slots);
}

static int install(const struct new_application *made) {
    return receive(made, 0);
}

/** Install, start and confirm; returns the slot. */
static uint8_t establish(const struct new_application *made) {
    CHECK_EQUAL_INT(0, install(made));
    uint8_t number = wamcam_slots_choose(&slots);
    CHECK(wamcam_slots_is_on_trial(&slots));
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    return number;
}

/* --- the ordinary way ------------------------------------------------------------------------ */

static void test_without_anything_the_factory_one_runs(void) {
    start();
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    CHECK_EQUAL_TEXT("camera", wamcam_slots_identity(&slots)->name);
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_slots_roll_back(&slots));
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_slots_use_factory(&slots));
    board.board.flash = NULL;
    open_slots();
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, install(&new_one));
    end();
}

static void test_a_new_application_is_tried_and_stays(void) {
    size_t length = 0;
    char reason[256];
    start();
    CHECK_EQUAL_INT(0, install(&new_one));
    CHECK(slots.is_swap_wanted);
    open_slots(); /* power was off meanwhile */
    uint8_t number = wamcam_slots_choose(&slots);
    CHECK(number != WAMCAM_SLOT_NONE && wamcam_slots_is_on_trial(&slots));
    uint8_t *bytes = wamcam_slots_load(&slots, number, &length, reason, sizeof reason);
    CHECK_EQUAL_INT(new_one.parcel.length, length);
    CHECK_EQUAL_BYTES(new_one.parcel.bytes, bytes, length);
    wamcam_memory_free(bytes);
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    for (int round = 0; round < 10; round++) {
        open_slots();
        CHECK_EQUAL_INT(number, wamcam_slots_choose(&slots));
        CHECK(!wamcam_slots_is_on_trial(&slots));
    }
    end();
}

static void test_starts_on_trial_are_counted(void) {
    start();
    CHECK_EQUAL_INT(0, install(&new_one));
    for (int round = 0; round < WAMCAM_SLOTS_STARTS_MAX; round++) {
        open_slots();
        CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    }
    open_slots();
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    CHECK_CONTAINS("started 3 times", slots.record.failure.reason);
    CHECK_EQUAL_INT(2, slots.record.failure.identity.version.patch);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, install(&new_one));
    CHECK_CONTAINS("failed before", slots.sentence);
    CHECK_EQUAL_INT(0, receive(&new_one, WAMCAM_SLOTS_AGAIN));
    end();
}

static void test_a_trial_goes_when_another_one_is_to_replace_it(void) {
    struct new_application newer;
    struct new_application changed;
    start();
    new_application_make(&newer, 'g', 0, 3);
    new_application_make(&changed, 'g', 0, 4);
    changed.parcel.bytes[changed.parcel.length - 1] ^= 1;
    wamcam_slots_hash(changed.parcel.bytes, changed.parcel.length, changed.sha256);
    CHECK_EQUAL_INT(0, install(&new_one));
    uint8_t first = wamcam_slots_choose(&slots);
    CHECK_EQUAL_INT(WAMCAM_BUSY, install(&newer));
    CHECK(wamcam_slots_is_on_trial(&slots));
    CHECK_EQUAL_INT(0, receive(&newer, WAMCAM_SLOTS_REPLACE));
    CHECK(slots.is_swap_wanted && wamcam_slots_identity(&slots)->version.patch == 2);
    CHECK_EQUAL_INT(first, wamcam_slots_choose(&slots));
    CHECK_EQUAL_INT(3, wamcam_slots_identity(&slots)->version.patch);
    CHECK(wamcam_slots_is_on_trial(&slots) && !wamcam_slots_is_withdrawn(&slots));
    /* Nobody has said that the first one failed. */
    CHECK_EQUAL_INT(0, receive(&new_one, WAMCAM_SLOTS_REPLACE | WAMCAM_SLOTS_DOWNGRADE));
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    /* A bad one takes the place as well; then the active one runs. */
    CHECK_EQUAL_INT(WAMCAM_ACCESS, receive(&changed, WAMCAM_SLOTS_REPLACE));
    CHECK(wamcam_slots_is_withdrawn(&slots) && slots.is_swap_wanted);
    CHECK_EQUAL_INT(2, wamcam_slots_identity(&slots)->version.patch);
    open_slots();
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    end();
}

static void test_a_start_that_was_spared_does_not_count(void) {
    start();
    CHECK_EQUAL_INT(0, install(&new_one));
    for (int round = 0; round < 2 * WAMCAM_SLOTS_STARTS_MAX; round++) {
        open_slots();
        CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
        wamcam_slots_spare(&slots);
    }
    end();
}

static void test_a_start_that_cannot_be_counted_is_not_made(void) {
    start();
    CHECK_EQUAL_INT(0, install(&new_one));
    flash_double.fails = 100;
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    CHECK_CONTAINS("cannot be kept", board.log);
    flash_double.fails = 0;
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    flash_double.fails = 100;
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_slots_confirm(&slots));
    CHECK(wamcam_slots_is_on_trial(&slots));
    end();
}

static void test_a_crash_of_the_board_ends_a_trial_at_once(void) {
    const int32_t crashes[] = {WAMCAM_RESET_PANIC, WAMCAM_RESET_WATCHDOG};
    for (size_t index = 0; index < 2; index++) {
        start();
        CHECK_EQUAL_INT(0, install(&new_one));
        CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
        health.reset_reason = WAMCAM_RESET_BROWN_OUT; /* may be the battery's fault */
        wamcam_judge_reset(&board.board);
        open_slots();
        CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
        health.reset_reason = crashes[index];
        wamcam_judge_reset(&board.board);
        open_slots();
        CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
        CHECK_CONTAINS("the board was reset by a", slots.record.failure.reason);
        end();
    }
}

static void test_a_confirmed_one_gives_way_after_failures_in_a_row(void) {
    start();
    uint8_t first = establish(&new_one);
    new_application_make(&old_one, 'g', 0, 3);
    uint8_t second = establish(&old_one);
    CHECK(first != second);
    CHECK_EQUAL_INT(second, wamcam_slots_choose(&slots));
    CHECK(!wamcam_slots_stumble(&slots, "x"));
    CHECK(!wamcam_slots_stumble(&slots, "x"));
    wamcam_slots_recover(&slots);
    health.reset_reason = WAMCAM_RESET_PANIC;
    wamcam_judge_reset(&board.board);
    wamcam_judge_reset(&board.board);
    open_slots();
    CHECK_EQUAL_INT(second, wamcam_slots_choose(&slots));
    CHECK(wamcam_slots_stumble(&slots, "it trapped"));
    CHECK_CONTAINS("at last so: it trapped", slots.record.failure.reason);
    CHECK_EQUAL_INT(first, wamcam_slots_choose(&slots));
    for (int round = 0; round < WAMCAM_SLOTS_FAILURES_MAX; round++) {
        CHECK_EQUAL_INT(round == WAMCAM_SLOTS_FAILURES_MAX - 1, wamcam_slots_stumble(&slots, "x"));
    }
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    end();
}

static void test_a_person_can_go_back_and_forth(void) {
    start();
    uint8_t first = establish(&new_one);
    new_application_make(&old_one, 'g', 0, 3);
    uint8_t second = establish(&old_one);
    CHECK_EQUAL_INT(0, wamcam_slots_roll_back(&slots));
    CHECK(slots.is_swap_wanted);
    CHECK_EQUAL_INT(first, wamcam_slots_choose(&slots));
    CHECK_EQUAL_INT(0, wamcam_slots_roll_back(&slots));
    CHECK_EQUAL_INT(second, wamcam_slots_choose(&slots));
    CHECK_EQUAL_INT(0, wamcam_slots_use_factory(&slots));
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    open_slots();
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    CHECK_EQUAL_INT(0, wamcam_slots_roll_back(&slots));
    CHECK_EQUAL_INT(second, wamcam_slots_choose(&slots));
    end();
}

static void test_a_person_can_end_a_trial(void) {
    start();
    CHECK_EQUAL_INT(0, install(&new_one));
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    CHECK_EQUAL_INT(0, wamcam_slots_roll_back(&slots));
    CHECK(slots.is_swap_wanted);
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    end();
}

/* --- what is refused ------------------------------------------------------------------------- */

static void test_what_is_refused_changes_nothing(void) {
    start();
    const struct parcel *parcel = &new_one.parcel;
    uint8_t number = establish(&new_one);
    CHECK_EQUAL_INT(WAMCAM_EXISTS, install(&new_one));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_slots_begin(&slots, 0, old_one.sha256, 0, 0));
    CHECK_EQUAL_INT(WAMCAM_TOO_BIG,
                    wamcam_slots_begin(&slots, FLASH_DOUBLE_SLOT_BYTES + 1, old_one.sha256, 0, 0));
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_slots_write(&slots, 0, parcel->bytes, 1));
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_slots_end(&slots));
    CHECK_EQUAL_INT(0, wamcam_slots_begin(&slots, 100, old_one.sha256, 0, 0));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_slots_write(&slots, 1, parcel->bytes, 1));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_slots_write(&slots, 0, parcel->bytes, 101));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_slots_end(&slots));
    CHECK_EQUAL_TEXT("0 of 100 bytes are there", slots.sentence);
    CHECK_EQUAL_INT(0, wamcam_slots_write(&slots, 0, parcel->bytes, 100));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_slots_end(&slots)); /* not the bytes of this hash */
    CHECK_CONTAINS("SHA-256", slots.sentence);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, install(&old_one)); /* 1.0.1 where 1.0.2 runs */
    CHECK_CONTAINS("downgrade", slots.sentence);
    CHECK_EQUAL_INT(number, wamcam_slots_choose(&slots));
    CHECK(!wamcam_slots_is_on_trial(&slots));
    CHECK_EQUAL_INT(0, receive(&old_one, WAMCAM_SLOTS_DOWNGRADE));
    CHECK_EQUAL_INT(WAMCAM_BUSY, install(&old_one));
    end();
}

static void test_a_file_that_nobody_signed_is_refused(void) {
    start();
    new_one.parcel.bytes[new_one.parcel.length - 1] ^= 1;
    wamcam_slots_hash(new_one.parcel.bytes, new_one.parcel.length, new_one.sha256);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, install(&new_one));
    CHECK_CONTAINS("signature", slots.sentence);
    board.board.trusted_key_count = 0;
    new_application_make(&new_one, 'g', 0, 2);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, install(&new_one));
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    end();
}

static void test_a_slot_that_changed_is_not_run(void) {
    char reason[256];
    size_t length = 0;
    start();
    uint8_t number = establish(&new_one);
    flash_double.slots[number - WAMCAM_SLOT_A][100] ^= 4;
    CHECK(wamcam_slots_load(&slots, number, &length, reason, sizeof reason) == NULL);
    CHECK_CONTAINS("does not hold what was received", reason);
    slots.record.slots[number].size_bytes = FLASH_DOUBLE_SLOT_BYTES + 1;
    CHECK(wamcam_slots_load(&slots, number, &length, reason, sizeof reason) == NULL);
    end();
}

static void test_many_failures_are_remembered(void) {
    struct new_application made;
    start();
    for (unsigned patch = 10; patch < 10 + WAMCAM_SLOT_REFUSED_MAX; patch++) {
        new_application_make(&made, 'g', 0, patch);
        CHECK_EQUAL_INT(0, install(&made));
        wamcam_slots_fail(&slots, wamcam_slots_choose(&slots), "x");
    }
    for (unsigned patch = 10; patch < 10 + WAMCAM_SLOT_REFUSED_MAX; patch++) {
        new_application_make(&made, 'g', 0, patch);
        CHECK_EQUAL_INT(WAMCAM_ACCESS, install(&made));
    }
    end();
}

static void test_the_state_is_told_as_json(void) {
    char text[WAMCAM_SLOTS_STATE_SIZE];
    start();
    wamcam_slots_choose(&slots);
    wamcam_slots_describe(&slots, text, sizeof text);
    CHECK_EQUAL_TEXT("\"application_name\":\"camera\",\"application_slot\":\"factory\","
                     "\"application_trial\":false,\"last_failure\":null",
                     text);
    CHECK_EQUAL_INT(0, install(&new_one));
    uint8_t number = wamcam_slots_choose(&slots);
    wamcam_slots_fail(&slots, number, "a \"quoted\" \\ and\na line");
    slots.running = number;
    wamcam_slots_describe(&slots, text, sizeof text);
    CHECK_CONTAINS("\"application_slot\":\"a\"", text + 24);
    CHECK_CONTAINS("\"last_failure\":\"camera 1.0.2: a \\\"quoted\\\" \\\\ and a line\"", text);
    memset(slots.record.failure.identity.name, 'n', WAMCAM_MANIFEST_NAME_SIZE - 1);
    memcpy(&slots.record.slots[number].identity, &slots.record.failure.identity,
           sizeof slots.record.failure.identity);
    memset(slots.record.failure.reason, '"', WAMCAM_SLOT_REASON_SIZE - 1);
    slots.record.failure.identity.version = (struct wamcam_version){65535, 65535, 65535};
    CHECK(wamcam_slots_describe(&slots, text, sizeof text) < WAMCAM_SLOTS_STATE_SIZE);
    end();
}

/* --- cuts of power --------------------------------------------------------------------------- */

static void test_an_installation_goes_on_where_it_was_cut(void) {
    static struct new_application large;
    uint32_t length;
    start();
    new_application_make_large(&large, 9);
    length = (uint32_t)large.parcel.length;
    CHECK_EQUAL_INT(0, wamcam_slots_begin(&slots, length, large.sha256, 0, 0));
    CHECK_EQUAL_INT(0, wamcam_slots_write(&slots, 0, large.parcel.bytes, 20000));
    open_slots();
    CHECK_EQUAL_INT(16384, wamcam_slots_begin(&slots, length, large.sha256, 0, 0));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_slots_write(&slots, 20000, large.parcel.bytes, 10));
    open_slots();
    CHECK_EQUAL_INT(0, install(&large)); /* receive() goes on from there */
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    end();
}

static void test_another_installation_begins_anew(void) {
    static struct new_application large;
    start();
    new_application_make_large(&large, 9);
    CHECK_EQUAL_INT(0,
                    wamcam_slots_begin(&slots, (uint32_t)large.parcel.length, large.sha256, 0, 0));
    CHECK_EQUAL_INT(0, wamcam_slots_write(&slots, 0, large.parcel.bytes, 20000));
    CHECK_EQUAL_INT(0, install(&new_one));
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    CHECK_EQUAL_INT(0, install(&large));
    end();
}

/** Every call to the flash memory fails once; begun again, the installation comes to its end. */
static void test_flash_may_fail_at_any_call(void) {
    static struct new_application large;
    start();
    new_application_make_large(&large, 9);
    for (int fails = 1; fails < 40; fails++) {
        flash_double_start((uint64_t)fails);
        open_slots();
        flash_double.fails = fails;
        for (int attempt = 0; attempt < 50 && install(&large) != 0; attempt++) {
            CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, slots.record.active);
        }
        flash_double.fails = 0;
        CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    }
    end();
}

/** The whole life of an update: installed, started, confirmed. False when power went. */
static bool live(void) {
    bool done = install(&new_one) == 0;
    done = done && wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE && !flash_double.is_off;
    return done && wamcam_slots_confirm(&slots) == 0;
}

/** What is in a slot is one of the two applications, every byte of it. */
static void check_slot(uint8_t number) {
    char reason[256];
    size_t length = 0;
    uint8_t *bytes = wamcam_slots_load(&slots, number, &length, reason, sizeof reason);
    bool is_new = slots.record.slots[number].identity.version.patch == 9;
    const struct new_application *expected = is_new ? &new_one : &old_one;
    CHECK(bytes != NULL);
    CHECK(!is_new || length == expected->parcel.length);
    CHECK(!is_new || memcmp(bytes, expected->parcel.bytes, length) == 0);
    wamcam_memory_free(bytes);
}

/** After a cut: whatever could run, now or after other failures, can be loaded. */
static void check_something_runs(bool was_confirmed) {
    flash_double_power_on();
    open_slots();
    uint8_t number = wamcam_slots_choose(&slots);
    CHECK(number != WAMCAM_SLOT_NONE || !was_confirmed);
    if (number != WAMCAM_SLOT_NONE) {
        check_slot(number);
    }
    for (uint8_t other = WAMCAM_SLOT_A; other < WAMCAM_SLOTS; other++) {
        if (slots.record.slots[other].state == WAMCAM_SLOT_CONFIRMED) {
            check_slot(other);
        }
    }
}

/** Cut power after every step of an update where so many applications were confirmed before. */
static void cut_everywhere(unsigned confirmed) {
    static struct flash_double before;
    start();
    for (unsigned patch = 3; patch < 3 + confirmed; patch++) {
        new_application_make(&old_one, 'g', 0, patch);
        establish(&old_one);
        wamcam_slots_choose(&slots);
    }
    new_application_make(&new_one, 'g', 0, 9);
    before = flash_double;
    CHECK(live());
    int64_t steps = flash_double.steps - before.steps;
    CHECK(steps > 2000);
    for (int64_t cut = 1; cut <= steps; cut++) {
        flash_double = before;
        flash_double.random = check_random_seed((uint64_t)cut);
        open_slots();
        wamcam_slots_choose(&slots);
        flash_double_cut_after(cut);
        CHECK(!live());
        check_something_runs(confirmed > 0);
    }
    end();
}

static void test_power_may_go_at_any_byte_of_the_first_update(void) {
    cut_everywhere(0);
}

static void test_power_may_go_at_any_byte_of_a_later_update(void) {
    cut_everywhere(1);
    cut_everywhere(2);
}

static const struct check_test tests[] = {
    {"without anything the factory one runs", test_without_anything_the_factory_one_runs},
    {"a new application is tried and stays", test_a_new_application_is_tried_and_stays},
    {"starts on trial are counted", test_starts_on_trial_are_counted},
    {"a trial goes when another one is to replace it",
     test_a_trial_goes_when_another_one_is_to_replace_it},
    {"a start that was spared does not count", test_a_start_that_was_spared_does_not_count},
    {"a start that cannot be counted is not made", test_a_start_that_cannot_be_counted_is_not_made},
    {"a crash of the board ends a trial at once", test_a_crash_of_the_board_ends_a_trial_at_once},
    {"a confirmed one gives way after failures in a row",
     test_a_confirmed_one_gives_way_after_failures_in_a_row},
    {"a person can go back and forth", test_a_person_can_go_back_and_forth},
    {"a person can end a trial", test_a_person_can_end_a_trial},
    {"what is refused changes nothing", test_what_is_refused_changes_nothing},
    {"a file that nobody signed is refused", test_a_file_that_nobody_signed_is_refused},
    {"a slot that changed is not run", test_a_slot_that_changed_is_not_run},
    {"many failures are remembered", test_many_failures_are_remembered},
    {"the state is told as JSON", test_the_state_is_told_as_json},
    {"an installation goes on where it was cut", test_an_installation_goes_on_where_it_was_cut},
    {"another installation begins anew", test_another_installation_begins_anew},
    {"flash may fail at any call", test_flash_may_fail_at_any_call},
};
CHECK_SUITE(runtime_slots, tests);

static const struct check_test power_tests[] = {
    {"power may go at any byte of the first update",
     test_power_may_go_at_any_byte_of_the_first_update},
    {"power may go at any byte of a later update", test_power_may_go_at_any_byte_of_a_later_update},
};
CHECK_SLOW_SUITE(runtime_slots_power, power_tests);
