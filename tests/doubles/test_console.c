/* The console on the serial port: what is typed gets to the core, and its answers come out. */
#define _POSIX_C_SOURCE 200809L /* open_memstream */

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boards.h"
#include "check.h"
#include "doubles.h"
#include "runtime/host.h"
#include "wamcam/console.h"
#include "wamcam_esp32/board.h"

static const struct wamcam_board *board;
static char *shown;
static size_t shown_bytes;
static FILE *screen;
static FILE *real_output;

static void start(bool is_dumb) {
    doubles_reset();
    doubles_terminal()->is_dumb = is_dumb;
    doubles_terminal_plug(true);
    board = wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
    wamcam_esp32_console_start(board);
}

static void stop(void) {
    wamcam_esp32_board_stop();
    doubles_reset();
    free(shown);
    shown = NULL;
}

/** As the core thread does it between two calls of the application. */
static void serve(void) {
    while (!doubles_terminal_is_idle()) {
        if (!wamcam_console_serve(board, INT64_MAX)) {
            sched_yield();
        }
    }
}

/** What comes to the screen after these keys. */
static const char *type(const char *keys) {
    free(shown);
    screen = open_memstream(&shown, &shown_bytes);
    real_output = stdout;
    stdout = screen;
    doubles_terminal_type(keys);
    serve();
    stdout = real_output;
    fclose(screen);
    return shown;
}

static void test_a_line_is_answered(void) {
    start(false);
    CHECK_CONTAINS("ls       [folder]", type("help ls\n"));
    CHECK_EQUAL_TEXT("help ls", doubles_terminal()->remembered);
    CHECK_CONTAINS("CIRCUITPY_WIFI_PASWORD is unknown; settings.toml takes:",
                   type("settings set CIRCUITPY_WIFI_PASWORD hunter22\n"));
    CHECK(strstr(shown, "hunter22") == NULL);
    CHECK_EQUAL_TEXT("help ls", doubles_terminal()->remembered);
    CHECK_EQUAL_TEXT("there is no command reboot; help lists them\n", type("reboot\n"));
    CHECK_CONTAINS("a quote has no end", type("cat \"a\n"));
    CHECK_EQUAL_TEXT("", type("\n"));
    CHECK_CONTAINS("firmware 1.2.3", type("time\nstatus\n"));
    CHECK(strncmp(shown, "UTC: ", 5) == 0);
    CHECK(doubles_terminal()->takes_enter);
    CHECK(doubles_terminal()->waits_for_keys);
    CHECK_EQUAL_INT(1, doubles_terminal()->probes);
    stop();
}

static void test_tab_and_hints_come_from_the_table(void) {
    char texts[20][32];
    char *out[20];
    for (size_t index = 0; index < 20; index++) {
        out[index] = texts[index];
    }
    start(false);
    serve();
    CHECK_EQUAL_INT(2, doubles_terminal_complete("c", out));
    CHECK_EQUAL_TEXT("cat", texts[0]);
    CHECK_EQUAL_TEXT("check", texts[1]);
    CHECK_EQUAL_INT(0, doubles_terminal_complete("", out));
    CHECK_EQUAL_INT(0, doubles_terminal_complete("help ", out));
    CHECK_EQUAL_TEXT(" [-f] file", doubles_terminal_hint("rm"));
    CHECK(doubles_terminal_hint("restart") == NULL);
    CHECK(doubles_terminal_hint("r") == NULL);
    stop();
}

static void test_without_a_cable_nothing_is_read_and_no_time_is_spent(void) {
    start(false);
    serve();
    doubles_terminal_plug(false);
    doubles_terminal_type("\n"); /* the line that was waited for ends, as by an error */
    doubles_terminal_await_pause();
    CHECK_EQUAL_INT(1, doubles_terminal()->probes);
    doubles_terminal_plug(true);
    CHECK_CONTAINS("UTC: ", type("time\n"));
    CHECK_EQUAL_INT(2, doubles_terminal()->probes); /* it may be another terminal */
    stop();
}

static void test_a_terminal_without_escape_sequences_is_asked_again(void) {
    start(true);
    CHECK_CONTAINS("UTC: ", type("time\n"));
    CHECK(doubles_terminal()->is_in_dumb_mode);
    CHECK_EQUAL_INT(1, doubles_terminal()->probes);
    doubles_terminal()->is_dumb = false;
    type("\n");
    CHECK_EQUAL_INT(2, doubles_terminal()->probes);
    CHECK(!doubles_terminal()->is_in_dumb_mode);
    type("\n");
    CHECK_EQUAL_INT(2, doubles_terminal()->probes);
    stop();
}

static void test_a_line_that_is_too_long_is_refused(void) {
    char line[WAMCAM_CONSOLE_LINE_BYTES_MAX + 40];
    start(true);
    memset(line, 'x', sizeof line);
    strcpy(line + WAMCAM_CONSOLE_LINE_BYTES_MAX, "\n");
    CHECK_CONTAINS("there is no command xxx", type(line));
    strcpy(line + WAMCAM_CONSOLE_LINE_BYTES_MAX, "x\n");
    CHECK_EQUAL_TEXT("\nthe line is longer than 255 bytes\n", type(line));
    strcpy(line + WAMCAM_CONSOLE_LINE_BYTES_MAX, "xxxxx\n"); /* the rest is a line of its own */
    CHECK_CONTAINS("the line is longer than 255 bytes\n", type(line));
    CHECK(!doubles_terminal()->has_run_over);
    CHECK_CONTAINS("UTC: ", type("time\n"));
    stop();
}

/** Serve the console until that has come to the screen. */
static void serve_until(const char *text) {
    do {
        (void)wamcam_console_serve(board, INT64_MAX);
        fflush(screen);
    } while (strstr(shown, text) == NULL);
}

static void test_the_log_is_followed_until_a_key_comes(void) {
    start(false);
    serve();
    screen = open_memstream(&shown, &shown_bytes);
    fflush(screen);
    real_output = stdout;
    stdout = screen;
    doubles_terminal_type("log -f warning\n");
    serve_until("any key ends this\n");
    wamcam_host_log(board, WAMCAM_LEVEL_WARNING, "the wind blows");
    wamcam_host_log(board, WAMCAM_LEVEL_INFORMATION, "nothing new");
    wamcam_host_log(board, WAMCAM_LEVEL_ERROR, "a tree fell");
    serve_until(" a tree fell\n");
    doubles_terminal_type("q");
    serve();
    stdout = real_output;
    fclose(screen);
    CHECK_CONTAINS(" the wind blows\nE", shown);
    CHECK(strstr(shown, "nothing new") == NULL);
    /* They are on the screen once. */
    CHECK(strstr(doubles_log_text(), "the wind blows") == NULL);
    CHECK(!wamcam_console_is_following(board));
    CHECK_CONTAINS("UTC: ", type("time\n"));
    stop();
}

static void test_what_is_free_is_told_of_card_and_flash(void) {
    start(false);
    CHECK_CONTAINS("card: 1.0 of 2.0 MB free\ninternal: 1.0 of 2.0 MB free\n", type("df\n"));
    doubles_fail("esp_vfs_fat_info", ESP_FAIL, 2);
    CHECK_CONTAINS("card: the card or the device failed", type("df\n"));
    CHECK_CONTAINS("\ninternal: the card or the device failed", shown);
    stop();
}

static void test_a_port_that_fails_leaves_the_camera_alone(void) {
    doubles_reset();
    doubles_fail("usb_serial_jtag_driver_install", ESP_ERR_NO_MEM, 1);
    board = wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
    wamcam_esp32_console_start(board);
    CHECK_CONTAINS("E console: nothing can be typed: ", doubles_log_text());
    CHECK(!wamcam_console_serve(board, INT64_MAX));
    stop();
}

static void test_wifi_is_described(void) {
    start(false);
    CHECK_CONTAINS("state    no network is named yet", type("wifi\n"));
    CHECK_EQUAL_INT(0, board->wifi_join(board->context, "net", "password"));
    doubles_wifi_event(WIFI_EVENT_STA_START);
    CHECK_CONTAINS("state    joining\nnetwork  net\naddress  -\nsignal   -\n", type("wifi\n"));
    doubles_wifi_event(WIFI_EVENT_STA_CONNECTED);
    CHECK_CONTAINS("waiting for an address", type("wifi\n"));
    doubles_wifi()->signal_dbm = -61;
    doubles_wifi_address(true);
    CHECK_CONTAINS("state    online\nnetwork  net\naddress  192.168.0.10\nsignal   -61 dBm\n",
                   type("wifi\n"));
    CHECK(strstr(shown, "password") == NULL);
    stop();
}

static const struct check_test tests[] = {
    {"a line is answered", test_a_line_is_answered},
    {"tab and hints come from the table", test_tab_and_hints_come_from_the_table},
    {"without a cable nothing is read and no time is spent",
     test_without_a_cable_nothing_is_read_and_no_time_is_spent},
    {"a terminal without escape sequences is asked again",
     test_a_terminal_without_escape_sequences_is_asked_again},
    {"a line that is too long is refused", test_a_line_that_is_too_long_is_refused},
    {"the log is followed until a key comes", test_the_log_is_followed_until_a_key_comes},
    {"what is free is told of card and flash", test_what_is_free_is_told_of_card_and_flash},
    {"a port that fails leaves the camera alone", test_a_port_that_fails_leaves_the_camera_alone},
    {"wifi is described", test_wifi_is_described},
};
CHECK_SUITE(console, tests);
