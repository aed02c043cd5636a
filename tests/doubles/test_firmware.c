/* What becomes of the application when it ends, and of the firmware when it keeps crashing. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "application.h"
#include "boards.h"
#include "check.h"
#include "checks.h"
#include "doubles.h"
#include "runtime/parcel.h"
#include "runtime/slot_file.h"
#include "supervisor.h"
#include "usb_drive.h"
#include "wamcam/console.h"
#include "wamcam_esp32/board.h"
#include "wamcam_esp32/starts.h"

#define S INT64_C(1000000)

void app_main(void);

static const uint8_t wasm[] = {1, 2, 3};
static struct wamcam_board board;
static unsigned failed_starts;
static int64_t most_us; /* the test ends when that much time has passed */
static jmp_buf time_is_up;
static const char *typed[4]; /* lines of a person, one in each wait; NULL: no more */
static size_t typed_next;
static int ejects_left; /* times that a computer takes the storage and ejects it */

static int64_t uptime_us(void *context) {
    (void)context;
    return doubles_now_us();
}

static void wait_for_time(void *context, const struct wamcam_wait_socket *sockets, size_t count,
                          int64_t until_uptime_us, int64_t until_stopwatch_us) {
    (void)context;
    (void)sockets;
    (void)count;
    (void)until_stopwatch_us;
    if (typed[typed_next] != NULL) {
        CHECK_EQUAL_INT(0, wamcam_console_submit(&board, typed[typed_next++]));
        return; /* woken by the line */
    }
    if (ejects_left > 0 && wamcam_esp32_usb_drive_offer() == 0) {
        ejects_left--;
    }
    if (wamcam_esp32_usb_drive_step() == INT64_MAX && wamcam_esp32_usb_drive_is_out()) {
        doubles_usb_eject();
    }
    int64_t left_us = until_uptime_us - doubles_now_us();
    doubles_advance_us(left_us < 10 * S ? left_us : 10 * S);
    if (doubles_now_us() > most_us) {
        longjmp(time_is_up, 1);
    }
}

static void supervise(void) {
    const struct firmware_application application = {.wasm = wasm, .wasm_bytes = sizeof wasm};
    firmware_supervise(&board, &wamcam_esp32_this_board, &application, failed_starts);
}

/** Supervise runs that end so, for at most so long; true if it ended in a restart. */
static bool supervise_runs(const int *exit_codes, int64_t seconds) {
    const struct wamcam_board *started = wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
    firmware_add_checks();
    board = *started;
    board.uptime_us = uptime_us;
    board.wait = wait_for_time;
    application_double = (struct application_double){.exit_codes = exit_codes};
    most_us = doubles_now_us() + seconds * S;
    if (setjmp(time_is_up) != 0) {
        wamcam_esp32_board_stop();
        return false;
    }
    return doubles_until_restart(supervise);
}

static void start(esp_reset_reason_t reason) {
    doubles_reset();
    doubles_set_reset_reason(reason);
    failed_starts = wamcam_esp32_starts_begin();
}

/** An application in slot a that has proved itself. */
static void put_into_slot(void) {
    static struct parcel parcel;
    static struct wamcam_slots slots;
    struct wamcam_slot_file file;
    int status = 1;
    board = *wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
    board.trusted_keys = &parcel_key;
    board.trusted_key_count = 1;
    parcel_begin(&parcel);
    parcel_finish(&parcel, PARCEL_MANIFEST);
    wamcam_slots_open(&slots, &board, wasm, sizeof wasm);
    CHECK_EQUAL_INT(0, wamcam_slot_file_begin(&file, &slots, parcel.bytes, parcel.length, 0, 0));
    while (status > 0) {
        status = wamcam_slot_file_advance(&file);
    }
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    wamcam_esp32_board_stop();
}

/** The crash before this start and two runs that fail are three failures: it gives way. */
static void test_a_crash_counts_for_the_application(void) {
    const int codes[] = {APPLICATION_FAILS, APPLICATION_FAILS, WAMCAM_EXIT_DONE};
    const esp_reset_reason_t reasons[] = {ESP_RST_PANIC, ESP_RST_POWERON};
    for (size_t index = 0; index < 2; index++) {
        start(reasons[index]);
        put_into_slot();
        CHECK(!supervise_runs(codes, 3600));
        CHECK_EQUAL_INT(3, application_double.runs);
        CHECK_EQUAL_INT(index == 0, application_double.wasm == wasm);
    }
}

static void test_the_embedded_application_is_run(void) {
    const int codes[] = {WAMCAM_EXIT_DONE};
    start(ESP_RST_POWERON);
    CHECK(!supervise_runs(codes, 3600));
    CHECK_EQUAL_INT(1, application_double.runs);
    CHECK(application_double.wasm == wasm);
    CHECK_EQUAL_INT(sizeof wasm, application_double.wasm_length);
}

static void test_a_run_that_is_over_rests(void) {
    const int over[] = {WAMCAM_EXIT_DONE, WAMCAM_EXIT_PENDING, WAMCAM_EXIT_FAILED};
    for (size_t index = 0; index < sizeof over / sizeof *over; index++) {
        start(ESP_RST_POWERON);
        CHECK(!supervise_runs(&over[index], 24 * 3600));
        CHECK_EQUAL_INT(1, application_double.runs);
    }
    CHECK_CONTAINS("the run is over", doubles_log_text());
}

static void test_a_bad_configuration_is_read_again(void) {
    const int codes[] = {WAMCAM_EXIT_BAD_CONFIGURATION, WAMCAM_EXIT_BAD_CONFIGURATION,
                         WAMCAM_EXIT_BAD_CONFIGURATION, WAMCAM_EXIT_DONE};
    start(ESP_RST_POWERON);
    CHECK(!supervise_runs(codes, 3 * 15 + 1));
    CHECK_EQUAL_INT(4, application_double.runs);
    CHECK_EQUAL_INT(-1, doubles_flash()->nvs_count);
}

static void test_a_failure_restarts_and_counts(void) {
    const int codes[] = {APPLICATION_FAILS};
    start(ESP_RST_POWERON);
    CHECK(supervise_runs(codes, 3600));
    CHECK_EQUAL_INT(1, doubles_flash()->nvs_count);
    CHECK_EQUAL_INT(0, doubles_card()->mounted);
    CHECK_CONTAINS("it trapped", doubles_log_text());
}

/** A start after that many that failed. */
static void start_after_failures(unsigned failures) {
    start(ESP_RST_POWERON);
    for (unsigned count = 0; count < failures; count++) {
        wamcam_esp32_starts_failed();
    }
    doubles_set_reset_reason(ESP_RST_SW);
    failed_starts = wamcam_esp32_starts_begin();
    CHECK_EQUAL_INT(failures, failed_starts);
}

static void test_too_many_failures_are_safe_mode_for_a_while(void) {
    start_after_failures(FIRMWARE_FAILED_STARTS_MAX);
    doubles_flash()->network_bytes = 98;
    strcpy((char *)doubles_flash()->network, "net");
    int64_t began_us = doubles_now_us();
    CHECK(supervise_runs(NULL, 3600));
    CHECK_EQUAL_INT(0, application_double.runs);
    CHECK_EQUAL_INT(15 * 60, (doubles_now_us() - began_us) / S);
    CHECK_EQUAL_INT(0, doubles_flash()->nvs_count);
    CHECK_EQUAL_INT(1, doubles_pin(3)); /* the lamp */
    CHECK_CONTAINS("safe mode", doubles_log_text());
    CHECK_EQUAL_TEXT("net", (const char *)doubles_wifi()->config.sta.ssid);
}

static void test_safe_mode_that_failed_does_without_wifi(void) {
    start_after_failures(FIRMWARE_FAILED_STARTS_MAX + 1);
    doubles_flash()->network_bytes = 98;
    strcpy((char *)doubles_flash()->network, "net");
    CHECK(supervise_runs(NULL, 3600));
    CHECK_EQUAL_INT(0, application_double.runs);
    CHECK(!doubles_wifi()->is_started);
    CHECK_CONTAINS("without Wi-Fi", doubles_log_text());
}

static void test_ejecting_the_drive_begins_anew(void) {
    /* At rest, while a bad configuration waits, and as the application was asked to stop. */
    const int codes[] = {WAMCAM_EXIT_DONE, WAMCAM_EXIT_BAD_CONFIGURATION, WAMCAM_EXIT_STOPPED,
                         WAMCAM_EXIT_DONE};
    start(ESP_RST_POWERON);
    ejects_left = 3;
    CHECK(!supervise_runs(codes, 3600));
    CHECK_EQUAL_INT(4, application_double.runs);
    CHECK_CONTAINS("settings are read anew", doubles_log_text());
}

static void test_ejecting_the_drive_ends_safe_mode(void) {
    start_after_failures(FIRMWARE_FAILED_STARTS_MAX);
    int64_t began_us = doubles_now_us();
    ejects_left = 1;
    CHECK(supervise_runs(NULL, 3600));
    CHECK(doubles_now_us() - began_us < 5 * 60 * S);
    CHECK_EQUAL_INT(0, doubles_flash()->nvs_count);
}

/** What a person types, one line in each wait. */
static void type_lines(const char *first, const char *second) {
    typed[0] = first;
    typed[1] = second;
    typed[2] = NULL;
    typed_next = 0;
}

static void test_a_person_restarts_at_rest_and_in_safe_mode(void) {
    const int codes[] = {WAMCAM_EXIT_DONE};
    start(ESP_RST_POWERON);
    type_lines("status", "restart");
    CHECK(supervise_runs(codes, 24 * 3600));
    CHECK_EQUAL_INT(1, application_double.runs);
    start_after_failures(FIRMWARE_FAILED_STARTS_MAX);
    int64_t began_us = doubles_now_us();
    type_lines("restart", NULL);
    CHECK(supervise_runs(NULL, 3600));
    CHECK(doubles_now_us() - began_us < 60 * S);
    CHECK_EQUAL_INT(0, doubles_flash()->nvs_count); /* else the next start were in safe mode, too */
}

static void test_a_check_runs_between_two_runs_of_the_application(void) {
    const int codes[] = {WAMCAM_EXIT_STOPPED, WAMCAM_EXIT_DONE, WAMCAM_EXIT_DONE, WAMCAM_EXIT_DONE,
                         WAMCAM_EXIT_DONE};
    start(ESP_RST_POWERON);
    type_lines("check time", NULL);
    CHECK(!supervise_runs(codes, 3600));
    CHECK_EQUAL_INT(3, application_double.runs); /* the application, the check, the application */
    CHECK(application_double.wasm == wasm);
    start(ESP_RST_POWERON);
    type_lines("check nothing", NULL);
    CHECK(!supervise_runs(codes + 1, 3600));
    CHECK_EQUAL_INT(1, application_double.runs);
}

static void test_app_main_puts_everything_together(void) {
    const int codes[] = {APPLICATION_CRASHES};
    doubles_reset();
    application_double = (struct application_double){.exit_codes = codes};
    app_main();
    doubles_await_restart();
    CHECK_EQUAL_INT(4, application_double.wasm_length);
    CHECK_EQUAL_BYTES("\0asm", application_double.wasm, 4);
    CHECK_EQUAL_INT(2, application_double.board->trusted_key_count);
    CHECK_EQUAL_INT(5, application_double.board->trusted_keys[1].point[0]);
    CHECK_CONTAINS("board-of-the-test", doubles_log_text());
    wamcam_esp32_board_stop();
}

static const struct check_test tests[] = {
    {"a crash counts for the application", test_a_crash_counts_for_the_application},
    {"the embedded application is run", test_the_embedded_application_is_run},
    {"a run that is over rests", test_a_run_that_is_over_rests},
    {"a bad configuration is read again", test_a_bad_configuration_is_read_again},
    {"a failure restarts and counts", test_a_failure_restarts_and_counts},
    {"too many failures are safe mode for a while",
     test_too_many_failures_are_safe_mode_for_a_while},
    {"safe mode that failed does without wifi", test_safe_mode_that_failed_does_without_wifi},
    {"ejecting the drive begins anew", test_ejecting_the_drive_begins_anew},
    {"ejecting the drive ends safe mode", test_ejecting_the_drive_ends_safe_mode},
    {"a person restarts at rest and in safe mode", test_a_person_restarts_at_rest_and_in_safe_mode},
    {"a check runs between two runs of the application",
     test_a_check_runs_between_two_runs_of_the_application},
    {"app_main puts everything together", test_app_main_puts_everything_together},
};
CHECK_SUITE(firmware, tests);
