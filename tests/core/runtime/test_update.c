/* The imports of update while a person installs something, too: whose installation goes on. */
#include <string.h>

#include "check.h"
#include "modules.h"
#include "runtime/flash_double.h"
#include "runtime/slot_file.h"
#include "runtime/slots_board.h"
#include "runtime/trial.h"

/* The application is left alone for so many rounds. */
#define ROUNDS_ALONE 3

static struct board_double board;
static struct new_application large;
static struct wamcam_slots slots;
static struct wamcam_slot_file file;
static int rounds;
static int status; /* of the person's installation: 1 while it goes on */

/** What a person sends arrives piece by piece, one in each round of the core. */
static bool send_a_piece(void *context) {
    (void)context;
    rounds++;
    if (rounds == ROUNDS_ALONE) {
        status = wamcam_slot_file_begin(&file, &slots, large.parcel.bytes, large.parcel.length, 0,
                                        0) == 0;
    } else if (rounds > ROUNDS_ALONE && status == 1) {
        status = wamcam_slot_file_advance(&file);
    }
    return status != 1;
}

/** An application that begins an installation at each tick; what it has seen. */
static int run_begging(void) {
    struct wamcam_outcome outcome;
    struct wamcam_trial trial;
    board.board.stop_requested = send_a_piece;
    rounds = 0;
    status = 1;
    wamcam_slots_open(&slots, &board.board, module_begging.bytes, module_begging.length);
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    wamcam_trial_begin(&trial, &slots);
    wamcam_run_on_trial(&board.board, module_begging.bytes, module_begging.length, &trial,
                        &outcome);
    CHECK_EQUAL_TEXT("", outcome.reason);
    return outcome.exit_code;
}

static void start(void) {
    slots_board_init(&board);
    new_application_make_large(&large, 1);
}

static void end(void) {
    slots_board_free(&board);
}

static void test_no_application_keeps_a_person_from_installing(void) {
    start();
    CHECK_EQUAL_INT(1 + 2 + 4, run_begging());
    CHECK_EQUAL_INT(0, status);
    CHECK_EQUAL_TEXT("a person is installing another application; wait for its end\n"
                     "another installation was begun meanwhile\n",
                     board.reports);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    CHECK(memcmp(large.parcel.bytes, flash_double.slots[0], large.parcel.length) == 0);
    end();
}

static const struct check_test tests[] = {
    {"no application keeps a person from installing",
     test_no_application_keeps_a_person_from_installing},
};
CHECK_SUITE(runtime_update, tests);
