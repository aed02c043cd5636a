#include "runtime/slots_board.h"

#include "check.h"
#include "runtime/flash_double.h"

void slots_board_init(struct board_double *board) {
    board_double_init(board);
    flash_double_start(1);
    board->board.flash = &flash_double.flash;
    board->board.trusted_keys = &parcel_key;
    board->board.trusted_key_count = 1;
}

void slots_board_free(struct board_double *board) {
    CHECK(!flash_double.was_misused);
    board_double_free(board);
}

void slots_board_put(struct wamcam_slots *slots, const struct new_application *made,
                     uint32_t trial_s) {
    const struct parcel *parcel = &made->parcel;
    CHECK_EQUAL_INT(0,
                    wamcam_slots_begin(slots, (uint32_t)parcel->length, made->sha256, 0, trial_s));
    CHECK_EQUAL_INT(0, wamcam_slots_write(slots, 0, parcel->bytes, parcel->length));
    CHECK_EQUAL_INT(0, wamcam_slots_end(slots));
}
