/* An application named by Dropbox's content_hash, as one named by its SHA-256. */
#include <string.h>

#include "check.h"
#include "runtime/flash_double.h"
#include "runtime/slots_board.h"
#include "store/content_hash.h"

static struct board_double board;
static struct wamcam_slots slots;
static struct new_application factory;
static struct new_application large;
static uint8_t content_hash[WAMCAM_CONTENT_HASH_BYTES];

static void open_slots(void) {
    wamcam_slots_open(&slots, &board.board, factory.parcel.bytes, factory.parcel.length);
}

static void start(void) {
    struct wamcam_content_hash hash;
    slots_board_init(&board);
    new_application_make(&factory, 'g', 0, 1);
    new_application_make_large(&large, 9);
    wamcam_content_hash_start(&hash);
    wamcam_content_hash_add(&hash, large.parcel.bytes, large.parcel.length);
    wamcam_content_hash_finish(&hash, content_hash);
    open_slots();
}

static void end(void) {
    slots_board_free(&board);
}

static int32_t begin(void) {
    return wamcam_slots_begin(&slots, (uint32_t)large.parcel.length, content_hash,
                              WAMCAM_SLOTS_CONTENT_HASH, 0);
}

static int32_t begin_plainly(void) {
    return wamcam_slots_begin(&slots, (uint32_t)large.parcel.length, large.sha256, 0, 0);
}

/** Write from `offset` to the end, and end. */
static int finish(int32_t offset) {
    const struct parcel *parcel = &large.parcel;
    CHECK(offset >= 0);
    CHECK_EQUAL_INT(0, wamcam_slots_write(&slots, (uint32_t)offset, parcel->bytes + offset,
                                          parcel->length - (size_t)offset));
    return wamcam_slots_end(&slots);
}

static void test_it_is_received_and_tried(void) {
    start();
    CHECK_EQUAL_INT(0, finish(begin()));
    open_slots(); /* from then on it is known by its SHA-256 */
    uint8_t number = wamcam_slots_choose(&slots);
    CHECK(wamcam_slots_is_on_trial(&slots));
    CHECK_EQUAL_BYTES(large.sha256, slots.record.slots[number].sha256, sizeof large.sha256);
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    CHECK_EQUAL_INT(WAMCAM_EXISTS, begin());
    CHECK_EQUAL_INT(WAMCAM_EXISTS, begin_plainly());
    end();
}

static void test_other_bytes_are_refused(void) {
    start();
    content_hash[31] ^= 1;
    CHECK_EQUAL_INT(WAMCAM_INVALID, finish(begin()));
    CHECK_CONTAINS("SHA-256", slots.sentence);
    memcpy(content_hash, large.sha256, sizeof content_hash); /* it is no content_hash */
    CHECK_EQUAL_INT(WAMCAM_INVALID, finish(begin()));
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    end();
}

/** A download goes on after each cut, under whichever name it was begun. */
static void test_it_goes_on_where_it_was_cut(void) {
    start();
    CHECK_EQUAL_INT(0, begin());
    CHECK_EQUAL_INT(0, wamcam_slots_write(&slots, 0, large.parcel.bytes, 20000));
    open_slots();
    CHECK_EQUAL_INT(16384, begin());
    open_slots();
    CHECK_EQUAL_INT(16384, begin_plainly());
    open_slots();
    CHECK_EQUAL_INT(0, finish(begin()));
    CHECK(wamcam_slots_choose(&slots) != WAMCAM_SLOT_NONE);
    end();
}

static void test_one_that_has_failed_is_known_by_both_names(void) {
    start();
    CHECK_EQUAL_INT(0, finish(begin_plainly()));
    wamcam_slots_fail(&slots, wamcam_slots_choose(&slots), "x");
    open_slots();
    CHECK_EQUAL_INT(WAMCAM_ACCESS, begin());
    CHECK_EQUAL_INT(WAMCAM_ACCESS, begin_plainly());
    CHECK_EQUAL_INT(0, wamcam_slots_begin(&slots, (uint32_t)large.parcel.length, content_hash,
                                          WAMCAM_SLOTS_CONTENT_HASH | WAMCAM_SLOTS_AGAIN, 0));
    end();
}

static const struct check_test tests[] = {
    {"it is received and tried", test_it_is_received_and_tried},
    {"other bytes are refused", test_other_bytes_are_refused},
    {"it goes on where it was cut", test_it_goes_on_where_it_was_cut},
    {"one that has failed is known by both names", test_one_that_has_failed_is_known_by_both_names},
};
CHECK_SUITE(runtime_slot_content_hash, tests);
