/* The journal of the slots: what it says after cuts of power, of rubbish, of anything. */
#include <string.h>

#include "check.h"
#include "runtime/board_double.h"
#include "runtime/flash_double.h"
#include "runtime/slots.h"

static struct board_double board;
static struct wamcam_slots slots;

static void open_slots(void) {
    wamcam_slots_open(&slots, &board.board, NULL, 0);
}

static void start(void) {
    board_double_init(&board);
    flash_double_start(1);
    board.board.flash = &flash_double.flash;
    open_slots();
}

static void end(void) {
    CHECK(!flash_double.was_misused);
    board_double_free(&board);
}

/** The journal alone: cut in the n-th byte of each of many records. */
static void test_power_may_go_at_any_byte_of_the_journal(void) {
    struct check_random random = check_random_seed(7);
    struct wamcam_slot_journal journal;
    struct wamcam_slot_record record;
    struct wamcam_slot_record read;
    start();
    wamcam_slot_journal_open(&journal, &board.board, &record);
    for (uint32_t round = 0; round < 3000; round++) {
        uint32_t before = record.slots[WAMCAM_SLOT_A].size_bytes;
        record.slots[WAMCAM_SLOT_A].size_bytes = round + 1;
        flash_double_cut_after(1 + (int64_t)check_random_below(&random, 560));
        bool kept = wamcam_slot_journal_write(&journal, &record) == 0;
        flash_double_power_on();
        CHECK_EQUAL_INT(0, wamcam_slot_journal_open(&journal, &board.board, &read));
        uint32_t found = read.slots[WAMCAM_SLOT_A].size_bytes;
        CHECK(found == round + 1 || (!kept && found == before));
        record = read;
    }
    end();
}

static void test_a_journal_of_anything_is_a_journal_of_nothing(void) {
    struct wamcam_slot_journal journal;
    struct wamcam_slot_record record;
    start();
    for (int round = 0; round < 50; round++) {
        for (size_t index = 0; index < sizeof flash_double.journal; index++) {
            flash_double.journal[index] =
                (uint8_t)check_random_next(&flash_double.random) | (round == 0 ? 0xff : 0);
        }
        CHECK_EQUAL_INT(0, wamcam_slot_journal_open(&journal, &board.board, &record));
        CHECK_EQUAL_INT(0, journal.sequence);
        CHECK_EQUAL_INT(0, wamcam_slot_journal_write(&journal, &record));
        open_slots();
        CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    }
    end();
}

/** Whatever stands in a record, something can be chosen and told of. */
static void test_any_record_leads_to_a_choice(void) {
    struct check_random random = check_random_seed(3);
    char text[WAMCAM_SLOTS_STATE_SIZE];
    char reason[256];
    start();
    for (int round = 0; round < 2000; round++) {
        uint8_t *bytes = (uint8_t *)&slots.record;
        for (size_t index = 0; index < sizeof slots.record; index++) {
            uint64_t drawn = check_random_next(&random);
            bytes[index] = (uint8_t)(drawn % 3 == 0 ? drawn >> 8 : (drawn >> 8) % 6);
        }
        CHECK_EQUAL_INT(0, wamcam_slot_journal_write(&slots.journal, &slots.record));
        open_slots();
        for (int turn = 0; turn < 20; turn++) {
            size_t length = 0;
            uint8_t number = wamcam_slots_choose(&slots);
            CHECK(number < WAMCAM_SLOTS);
            CHECK(wamcam_slots_describe(&slots, text, sizeof text) < WAMCAM_SLOTS_STATE_SIZE);
            if (number == WAMCAM_SLOT_NONE) {
                break;
            }
            CHECK(turn < 3);
            CHECK(wamcam_slots_load(&slots, number, &length, reason, sizeof reason) == NULL);
            wamcam_slots_fail(&slots, number, reason);
        }
    }
    end();
}

static const struct check_test tests[] = {
    {"power may go at any byte", test_power_may_go_at_any_byte_of_the_journal},
    {"a journal of anything is a journal of nothing",
     test_a_journal_of_anything_is_a_journal_of_nothing},
    {"any record leads to a choice", test_any_record_leads_to_a_choice},
};
CHECK_SUITE(runtime_slot_journal, tests);
