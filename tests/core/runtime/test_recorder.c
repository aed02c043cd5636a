#include <string.h>

#include "check.h"
#include "memory.h"
#include "modules.h"
#include "runtime/board_double.h"
#include "store/content_hash.h"
#include "wamcam/run.h"

/* The board of these tests keeps what is recorded here. */
static uint8_t recording[16 * 1024 * 1024];
static size_t recorded_bytes;
static int refuse_piece; /* number of the piece that is not taken, from 1 on; 0: none */
static int pieces;

static int record(void *context, const uint8_t *bytes, size_t length) {
    (void)context;
    if (++pieces == refuse_piece || recorded_bytes + length > sizeof recording) {
        return WAMCAM_IO;
    }
    memcpy(recording + recorded_bytes, bytes, length);
    recorded_bytes += length;
    return 0;
}

static int run_recorded(struct module_bytes module, uint64_t bytes_max,
                        struct wamcam_outcome *outcome) {
    struct board_double board;
    board_double_init(&board);
    board.board.record = record;
    board.board.limits.recording_bytes_max = bytes_max;
    recorded_bytes = 0;
    pieces = 0;
    int exit_code = wamcam_run(&board.board, module.bytes, module.length, outcome);
    board_double_free(&board);
    return exit_code;
}

static bool holds(const void *bytes, size_t length) {
    for (size_t at = 0; at + length <= recorded_bytes; at++) {
        if (memcmp(recording + at, bytes, length) == 0) {
            return true;
        }
    }
    return false;
}

static void test_a_recorded_run_is_the_same_run(void) {
    struct wamcam_outcome outcome;
    size_t before = wamcam_memory_used();
    CHECK_EQUAL_INT(3, run_recorded(module_counting, sizeof recording, &outcome));
    CHECK_EQUAL_BYTES("WMR1", recording, 4);
    CHECK(holds("report.event", 12));
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

/* What the host wrote is there: card.store tells the content_hash of the double's frame. */
static void test_bytes_of_the_host_are_recorded(void) {
    static const uint8_t frame[] = {0xff, 0xd8, 1, 2, 3, 0xff, 0xd9};
    struct wamcam_outcome outcome;
    struct wamcam_content_hash running;
    uint8_t hash[WAMCAM_CONTENT_HASH_BYTES];
    wamcam_content_hash_start(&running);
    wamcam_content_hash_add(&running, frame, sizeof frame);
    wamcam_content_hash_finish(&running, hash);
    CHECK_EQUAL_INT(0, run_recorded(module_shooting, sizeof recording, &outcome));
    CHECK(holds(hash, sizeof hash));
}

static void test_a_trap_is_recorded_with_its_reason(void) {
    struct wamcam_outcome outcome;
    CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED, run_recorded(module_trapping, sizeof recording, &outcome));
    CHECK(holds(outcome.reason, strlen(outcome.reason)));
}

static void test_a_recording_keeps_its_limit(void) {
    struct wamcam_outcome outcome;
    CHECK_EQUAL_INT(3, run_recorded(module_counting, sizeof recording, &outcome));
    size_t whole = recorded_bytes;
    CHECK_EQUAL_INT(3, run_recorded(module_counting, 60, &outcome));
    CHECK(recorded_bytes < whole);
    CHECK_EQUAL_INT(6, recording[recorded_bytes - 1]); /* the tag that says so */
}

static void test_a_refused_piece_ends_the_recording_only(void) {
    struct wamcam_outcome outcome;
    refuse_piece = 1;
    CHECK_EQUAL_INT(3, run_recorded(module_counting, sizeof recording, &outcome));
    refuse_piece = 0;
    CHECK_EQUAL_INT(0, recorded_bytes);
    CHECK_EQUAL_INT(1, pieces);
}

static const struct check_test tests[] = {
    {"a recorded run is the same run", test_a_recorded_run_is_the_same_run},
    {"bytes of the host are recorded", test_bytes_of_the_host_are_recorded},
    {"a trap is recorded with its reason", test_a_trap_is_recorded_with_its_reason},
    {"a recording keeps its limit", test_a_recording_keeps_its_limit},
    {"a refused piece ends the recording only", test_a_refused_piece_ends_the_recording_only},
};
CHECK_SUITE(runtime_recorder, tests);
