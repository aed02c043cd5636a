#define _POSIX_C_SOURCE 200809L

#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "memory.h"
#include "modules.h"
#include "net/time_server.h"
#include "runtime/board_double.h"
#include "runtime/parcel.h"
#include "store/files.h"
#include "store/volume.h"
#include "wamcam/run.h"

static int run(struct board_double *board, struct module_bytes module,
               struct wamcam_outcome *outcome) {
    return wamcam_run(&board->board, module.bytes, module.length, outcome);
}

static void check_refused(struct module_bytes module, const char *part) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED, run(&board, module, &outcome));
    CHECK_CONTAINS(part, outcome.reason);
    board_double_free(&board);
}

static void test_an_application_ticks_and_finishes(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    CHECK_EQUAL_INT(3, run(&board, module_counting, &outcome));
    CHECK_EQUAL_TEXT("{\"tick\":1}\n{\"tick\":1}\n{\"tick\":1}\n", board.reports);
    CHECK_EQUAL_INT(2000000, board.now_us);
    CHECK_EQUAL_TEXT("", outcome.reason);
    CHECK_EQUAL_INT(65536, outcome.linear_memory_peak_bytes);
    CHECK_EQUAL_INT(module_counting.length, outcome.wasm_bytes);
    board_double_free(&board);
}

/** WAMR as it is built here has no loader for machine code, and says so of exactly these bytes. */
static void test_machine_code_gets_to_the_runtime(void) {
    static struct parcel parcel;
    struct board_double board;
    struct wamcam_outcome outcome;
    parcel_begin(&parcel);
    parcel_custom(&parcel, "wamcam.aot", "\0aot\6\0\0\0", 8);
    parcel_finish(&parcel, PARCEL_MANIFEST);
    board_double_init(&board);
    board.board.limits.machine_code = true;
    CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED,
                    wamcam_run(&board.board, parcel.bytes, parcel.length, &outcome));
    CHECK_CONTAINS("the application was refused by the runtime: ", outcome.reason);
    CHECK_CONTAINS("magic header", outcome.reason);
    board_double_free(&board);
}

static void test_a_run_gives_all_memory_back(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    size_t before = wamcam_memory_used();
    for (int round = 0; round < 3; round++) {
        run(&board, module_counting, &outcome);
        CHECK_EQUAL_INT(before, wamcam_memory_used());
    }
    board_double_free(&board);
}

static void test_a_frame_reaches_the_card(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    char path[SCRATCH_PATH_BYTES];
    board_double_init(&board);
    CHECK_EQUAL_INT(0, run(&board, module_shooting, &outcome));
    scratch_path(board.folder, "a/b.jpg", path);
    CHECK_EQUAL_INT((int64_t)board.frame_length, wamcam_files_size(path));
    CHECK_EQUAL_INT(0, board.frames_out);
    board_double_free(&board);
}

static void test_a_network_is_joined_if_there_can_be_one(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    CHECK_EQUAL_INT(0, run(&board, module_joining, &outcome));
    CHECK_EQUAL_TEXT("n/00112233 "
                     "net-with-a-name-of-33-bytes-in-i/"
                     "passwordpasswordpasswordpasswordpasswordpasswordpasswordpasswor "
                     "net/00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF "
                     "net/ ",
                     board.networks);
    board_double_free(&board);
}

static void test_without_wifi_a_good_network_is_not_supported(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.board.wifi_join = NULL;
    const int first_good_case = 8;
    CHECK_EQUAL_INT(first_good_case, run(&board, module_joining, &outcome));
    board_double_free(&board);
}

static void check_health(const struct wamcam_health *told, const int64_t expected[9]) {
    struct board_double board;
    struct wamcam_outcome outcome;
    char path[SCRATCH_PATH_BYTES];
    uint8_t bytes[80];
    int64_t seen[9];
    board_double_init(&board);
    board.health = told;
    CHECK_EQUAL_INT(-WAMCAM_INVALID, run(&board, module_asking, &outcome));
    scratch_path(board.folder, "health", path);
    CHECK_EQUAL_INT(64, wamcam_files_read(path, 0, bytes, sizeof bytes));
    for (size_t index = 0; index < 9; index++) {
        size_t at = index < 2 ? index * 4 : index * 8 - 8;
        uint64_t value = 0;
        for (size_t byte = index < 2 ? 4 : 8; byte-- > 0;) {
            value = value << 8 | bytes[at + byte];
        }
        seen[index] = index < 2 ? (int64_t)(int32_t)value : (int64_t)value;
        CHECK_EQUAL_INT(expected[index], seen[index]);
    }
    scratch_path(board.folder, "short", path); /* as applications of before ask */
    CHECK_EQUAL_INT(56, wamcam_files_size(path));
    CHECK_EQUAL_TEXT("double  !\n1.2  \n", board.reports);
    board_double_free(&board);
}

static void test_the_health_of_a_board_is_told(void) {
    static const struct wamcam_health known = {.reset_reason = WAMCAM_RESET_BROWN_OUT,
                                               .signal_dbm = -67,
                                               .internal = {100001, 90001, 40001},
                                               .psram = {INT64_C(5) << 32, 7, 6},
                                               .core_dump_bytes = 40960};
    static const int64_t told[9] = {5, -67, 100001, 90001, 40001, INT64_C(5) << 32, 7, 6, 40960};
    static const int64_t nothing[9] = {0, 0, -1, -1, -1, -1, -1, -1, -1};
    check_health(&known, told);
    check_health(NULL, nothing);
}

static void test_a_sleep_stands_in_the_outcome(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.kept = "from before";
    CHECK_EQUAL_INT(WAMCAM_EXIT_DONE, run(&board, module_sleeping, &outcome));
    CHECK_EQUAL_TEXT("", outcome.reason);
    CHECK_EQUAL_TEXT("from before\nfrom\n", board.reports); /* given once */
    CHECK(outcome.sleep.is_wanted);
    CHECK_EQUAL_INT(60000000, outcome.sleep.until_uptime_us);
    CHECK_EQUAL_INT(4, outcome.sleep.kept_bytes);
    CHECK_EQUAL_BYTES("from", outcome.sleep.kept, 4);
    board_double_free(&board);
}

/* The module finishes with the error for which it cannot sleep. */
static void check_awake(int error, bool can_sleep, bool stop) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.sleep_state = error;
    board.stop = stop;
    if (!can_sleep) {
        board.board.sleep_state = NULL;
        board.board.kept = NULL;
    }
    CHECK_EQUAL_INT(-error, run(&board, module_sleeping, &outcome));
    CHECK(!outcome.sleep.is_wanted);
    CHECK_EQUAL_TEXT("\n\n", board.reports);
    board_double_free(&board);
}

static void test_a_board_that_may_not_sleep_stays_awake(void) {
    check_awake(WAMCAM_NOT_SUPPORTED, false, false);
    check_awake(WAMCAM_BUSY, true, false);
    check_awake(WAMCAM_BUSY, true, true);
}

static void test_a_sleep_is_not_taken_beyond_its_bounds(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    const int good_cases = 4;
    CHECK_EQUAL_INT(good_cases, run(&board, module_sleeping_badly, &outcome));
    CHECK(!outcome.sleep.is_wanted);
    board_double_free(&board);
}

/*
 * Each look at the stopwatch takes 1 us here, so a call without imports takes 1 us, and each import
 * adds 1 us to it and takes 1 us itself: start 1, two ticks that report 2 each, one that reports
 * and finishes 3.
 */
static void check_effort(int64_t report_us) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.core_look_us = 1;
    board.report_us = report_us;
    run(&board, module_counting, &outcome);
    CHECK_EQUAL_INT(1, outcome.start_us);
    CHECK_EQUAL_INT(3, outcome.ticks);
    CHECK_EQUAL_INT(7, outcome.control_us);
    CHECK_EQUAL_INT(3, outcome.control_us_max);
    CHECK_EQUAL_INT(4 + 3 * report_us, outcome.import_us);
    CHECK_EQUAL_INT(-1, outcome.executed_instructions);
    board_double_free(&board);
}

static void test_the_time_of_imports_is_not_the_applications(void) {
    check_effort(0);
    check_effort(700);
}

/* Far more than a stopwatch would tell of these few calls. */
static int64_t processor_us(void *context) {
    static int64_t now_us;
    (void)context;
    return now_us += 1000;
}

static void test_the_processors_time_is_taken_where_it_is_known(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.board.processor_us = processor_us;
    board.report_us = 700;
    run(&board, module_counting, &outcome);
    CHECK_EQUAL_INT(1000, outcome.start_us);
    CHECK_EQUAL_INT(7000, outcome.control_us);
    CHECK_EQUAL_INT(4000, outcome.import_us);
    board_double_free(&board);
}

static void test_instructions_that_an_application_counts_are_told(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    run(&board, module_tallying, &outcome);
    CHECK_EQUAL_INT(INT64_C(5000000042), outcome.executed_instructions);
    board_double_free(&board);
    board_double_init(&board);
    run(&board, module_no_tick, &outcome);
    CHECK_EQUAL_INT(-1, outcome.executed_instructions);
    board_double_free(&board);
}

static void test_what_a_cut_left_is_cleaned(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    char path[SCRATCH_PATH_BYTES];
    board_double_init(&board);
    char folder[SCRATCH_PATH_BYTES];
    scratch_path(board.folder, "incoming.tmp", folder);
    wamcam_volume_make_folder(folder);
    scratch_path(folder, "webcam%2Fa.jpg.tmp", path);
    wamcam_files_append(path, (const uint8_t *)"half", 4);
    run(&board, module_counting, &outcome);
    CHECK_EQUAL_INT(0, scratch_count(folder));
    board_double_free(&board);
}

static void test_an_endless_tick_is_stopped_by_instructions(void) {
    check_refused(module_endless, "did not return within 1000000 instructions");
}

static void test_an_endless_tick_is_stopped_by_time(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.board.limits.instructions_per_call = -1;
    board.board.limits.call_ms_max = 1000;
    board.stopwatch_step_us = 400000; /* the watchdog's own looks move the time */
    CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED, run(&board, module_endless, &outcome));
    CHECK_CONTAINS("did not return within 1000 ms", outcome.reason);
    board_double_free(&board);
}

static void test_traps_end_the_run_with_a_reason(void) {
    check_refused(module_trapping, "unreachable");
    check_refused(module_out_of_bounds, "out of bounds memory access");
}

static void test_modules_are_refused_by_reason(void) {
    check_refused(module_unknown_import, "camera.explode");
    check_refused(module_wrong_signature, "app.finish");
    check_refused(module_large_memory, "asks for 6400 KiB of memory, this board allows 256 KiB");
    check_refused(module_start_section, "start section");
    check_refused(module_no_tick, "does not export tick(i64): i64");
}

static void test_memory_grows_no_further_than_allowed(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    CHECK_EQUAL_INT(4, run(&board, module_growing, &outcome));
    CHECK_EQUAL_INT(4 * 65536, outcome.linear_memory_peak_bytes);
    board_double_free(&board);
}

static void test_damaged_files_are_refused(void) {
    static const uint8_t text[] = "this is no WebAssembly";
    check_refused((struct module_bytes){text, sizeof text, 0}, "not a WebAssembly file");
    check_refused((struct module_bytes){text, 0, 0}, "not a WebAssembly file");
    for (size_t length = 9; length < module_counting.length; length++) {
        struct board_double board;
        struct wamcam_outcome outcome;
        board_double_init(&board);
        CHECK_EQUAL_INT(
            WAMCAM_EXIT_FAILED,
            run(&board, (struct module_bytes){module_counting.bytes, length, 0}, &outcome));
        CHECK(outcome.reason[0] != '\0');
        board_double_free(&board);
    }
}

static void test_a_large_file_is_refused(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.board.limits.wasm_module_bytes_max = 100;
    CHECK_EQUAL_INT(WAMCAM_EXIT_FAILED, run(&board, module_counting, &outcome));
    CHECK_CONTAINS("this board allows 100", outcome.reason);
    board_double_free(&board);
}

static void test_a_stop_is_handed_on(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.stop = true;
    CHECK_EQUAL_INT(0, run(&board, module_stopping, &outcome));
    CHECK_EQUAL_INT(0, board.now_us);
    board_double_free(&board);
}

static void test_a_stop_that_is_ignored_is_enforced(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    board_double_init(&board);
    board.stop = true;
    CHECK_EQUAL_INT(WAMCAM_EXIT_STOPPED, run(&board, module_forever, &outcome));
    CHECK_EQUAL_INT(5000000, board.now_us);
    board_double_free(&board);
}

static uint16_t silent_port;

static int lead_to_silence(void *context, const char *host, uint16_t port, char *target,
                           size_t target_size, uint16_t *target_port) {
    (void)context;
    CHECK_EQUAL_TEXT("127.0.0.1", host);
    CHECK_EQUAL_INT(123, port);
    snprintf(target, target_size, "127.0.0.1");
    *target_port = silent_port;
    return 0;
}

/* Nothing but the deadline of the question itself brings its end: the core must wait for that. */
static void test_a_question_to_a_time_server_ends_with_its_deadline(void) {
    struct board_double board;
    struct wamcam_outcome outcome;
    struct time_server silent;
    board_double_init(&board);
    time_server_start(&silent);
    silent_port = silent.port;
    board.board.connect_to = lead_to_silence;
    size_t before = wamcam_memory_used();
    CHECK_EQUAL_INT(-WAMCAM_TIMED_OUT, run(&board, module_asking_the_time, &outcome));
    CHECK(board.now_us <= 10000000);
    for (int i = 0; i < 10000000 && wamcam_memory_used() != before; i++) {
        sched_yield(); /* a lookup that was given up ends by itself */
    }
    CHECK_EQUAL_INT(before, wamcam_memory_used());
    time_server_stop(&silent);
    board_double_free(&board);
}

static const struct check_test tests[] = {
    {"an application ticks and finishes", test_an_application_ticks_and_finishes},
    {"machine code gets to the runtime", test_machine_code_gets_to_the_runtime},
    {"a run gives all memory back", test_a_run_gives_all_memory_back},
    {"a network is joined if there can be one", test_a_network_is_joined_if_there_can_be_one},
    {"without wifi a good network is not supported",
     test_without_wifi_a_good_network_is_not_supported},
    {"a frame reaches the card", test_a_frame_reaches_the_card},
    {"the health of a board is told", test_the_health_of_a_board_is_told},
    {"a sleep stands in the outcome", test_a_sleep_stands_in_the_outcome},
    {"a board that may not sleep stays awake", test_a_board_that_may_not_sleep_stays_awake},
    {"a sleep is not taken beyond its bounds", test_a_sleep_is_not_taken_beyond_its_bounds},
    {"the time of imports is not the application's",
     test_the_time_of_imports_is_not_the_applications},
    {"the processor's time is taken where it is known",
     test_the_processors_time_is_taken_where_it_is_known},
    {"instructions that an application counts are told",
     test_instructions_that_an_application_counts_are_told},
    {"what a cut left is cleaned", test_what_a_cut_left_is_cleaned},
    {"an endless tick is stopped by instructions", test_an_endless_tick_is_stopped_by_instructions},
    {"an endless tick is stopped by time", test_an_endless_tick_is_stopped_by_time},
    {"traps end the run with a reason", test_traps_end_the_run_with_a_reason},
    {"modules are refused by reason", test_modules_are_refused_by_reason},
    {"memory grows no further than allowed", test_memory_grows_no_further_than_allowed},
    {"damaged files are refused", test_damaged_files_are_refused},
    {"a large file is refused", test_a_large_file_is_refused},
    {"a stop is handed on", test_a_stop_is_handed_on},
    {"a question to a time server ends with its deadline",
     test_a_question_to_a_time_server_ends_with_its_deadline},
    {"a stop that is ignored is enforced", test_a_stop_that_is_ignored_is_enforced},
};
CHECK_SUITE(runtime_run, tests);
