/* A whole file on its way into a slot, and what may come between two pieces of it. */
#include <string.h>

#include "check.h"
#include "runtime/flash_double.h"
#include "runtime/slot_file.h"
#include "runtime/slots_board.h"

static struct board_double board;
static struct wamcam_slots slots;
static struct wamcam_slot_file file;
static struct new_application factory;
static struct new_application large;

static void open_slots(void) {
    wamcam_slots_open(&slots, &board.board, factory.parcel.bytes, factory.parcel.length);
}

static void start(void) {
    slots_board_init(&board);
    new_application_make(&factory, 'g', 0, 1);
    new_application_make_large(&large, 2);
    open_slots();
}

static void end(void) {
    slots_board_free(&board);
}

static int begin(void) {
    return wamcam_slot_file_begin(&file, &slots, large.parcel.bytes, large.parcel.length, 0, 0);
}

static int advance_to_the_end(int *pieces) {
    int status = 1;
    for (*pieces = 0; status > 0; (*pieces)++) {
        status = wamcam_slot_file_advance(&file);
    }
    return status;
}

static void test_it_goes_in_pieces(void) {
    int pieces = 0;
    start();
    CHECK_EQUAL_INT(0, begin());
    CHECK_EQUAL_INT(0, advance_to_the_end(&pieces));
    CHECK_EQUAL_INT((large.parcel.length + 4095) / 4096 + 1, pieces);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    CHECK(memcmp(large.parcel.bytes, flash_double.slots[0], large.parcel.length) == 0);
    end();
}

static void test_it_goes_on_where_power_was_cut(void) {
    int pieces = 0;
    start();
    CHECK_EQUAL_INT(0, begin());
    for (int done = 0; done < 5; done++) {
        CHECK_EQUAL_INT(1, wamcam_slot_file_advance(&file));
    }
    open_slots();
    CHECK_EQUAL_INT(0, begin());
    CHECK_EQUAL_INT(16384, file.done_bytes);
    CHECK_EQUAL_INT(0, advance_to_the_end(&pieces));
    end();
}

/** An application begins an installation of its own: neither is written into the other one. */
static void test_another_one_may_begin_meanwhile(void) {
    static struct new_application other;
    const uint8_t *bytes = other.parcel.bytes;
    start();
    new_application_make_large(&other, 3);
    CHECK_EQUAL_INT(other.parcel.length, large.parcel.length);
    CHECK_EQUAL_INT(0, begin());
    CHECK_EQUAL_INT(0, wamcam_slots_begin(&slots, (uint32_t)other.parcel.length, other.sha256, 0,
                                          0)); /* they are at the same byte */
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_slot_file_advance(&file));
    CHECK_CONTAINS("another installation was begun", slots.sentence);
    CHECK_EQUAL_INT(0, wamcam_slots_write(&slots, 0, bytes, other.parcel.length));
    CHECK_EQUAL_INT(0, wamcam_slots_end(&slots));
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_slot_file_advance(&file));
    end();
}

/** What is refused takes nobody's place: neither that of one on trial, nor of the one before. */
static void test_what_is_refused_takes_no_place(void) {
    static struct flash_double before;
    start();
    slots_board_put(&slots, &large, 100);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    new_application_make(&factory, 'g', 0, 3);
    factory.parcel.bytes[factory.parcel.length - 1] ^= 1;
    before = flash_double;
    struct wamcam_slot_record known = slots.record;
    CHECK_EQUAL_INT(WAMCAM_ACCESS,
                    wamcam_slot_file_begin(&file, &slots, factory.parcel.bytes,
                                           factory.parcel.length, WAMCAM_SLOTS_REPLACE, 0));
    CHECK_CONTAINS("was changed after it was signed", slots.sentence);
    CHECK(wamcam_slots_is_on_trial(&slots) && !slots.is_swap_wanted);
    CHECK(memcmp(&known, &slots.record, sizeof known) == 0);
    CHECK_EQUAL_INT(before.steps, flash_double.steps);
    end();
}

static void test_what_no_slot_could_hold_is_not_even_read(void) {
    start();
    CHECK_EQUAL_INT(WAMCAM_TOO_BIG,
                    wamcam_slot_file_begin(&file, &slots, NULL, (size_t)UINT32_MAX + 5, 0, 0));
    CHECK_CONTAINS("the application has 4294967300 bytes, a slot of this board", slots.sentence);
    board.board.flash = NULL;
    open_slots();
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, begin());
    end();
}

static const struct check_test tests[] = {
    {"it goes in pieces", test_it_goes_in_pieces},
    {"it goes on where power was cut", test_it_goes_on_where_power_was_cut},
    {"another one may begin meanwhile", test_another_one_may_begin_meanwhile},
    {"what is refused takes no place", test_what_is_refused_takes_no_place},
    {"what no slot could hold is not even read", test_what_no_slot_could_hold_is_not_even_read},
};
CHECK_SUITE(runtime_slot_file, tests);
