/* The console as a person meets it: lines in, text out. */
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "console/answers.h"
#include "console/keeper.h"
#include "memory.h"
#include "memory_failing.h"
#include "modules.h"
#include "runtime/board_double.h"
#include "store/files.h"
#include "wamcam/console.h"
#include "wamcam/run.h"

static struct board_double board;

static void start(void) {
    board_double_init(&board);
    answers_start(&board);
}

static void stop(void) {
    answers_stop(&board);
    board_double_free(&board);
}

static void put(const char *name, const char *content) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(board.folder, name, path);
    wamcam_files_make_folders(board.folder, path);
    wamcam_files_remove(path);
    CHECK_EQUAL_INT(0, wamcam_files_append(path, (const uint8_t *)content, strlen(content)));
}

static bool is_there(const char *name) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(board.folder, name, path);
    return wamcam_files_size(path) >= 0;
}

static void test_wrong_input_gets_a_sentence(void) {
    start();
    CHECK_EQUAL_TEXT("", answers_ask(""));
    CHECK_EQUAL_TEXT("", answers_ask("  \t "));
    CHECK_EQUAL_TEXT("there is no command reboot; help lists them\n", answers_ask("reboot now"));
    CHECK_CONTAINS("a quote has no end", answers_ask("cat \"a b"));
    CHECK_CONTAINS("too many words", answers_ask("ls 2 3 4 5 6 7 8 9"));
    CHECK_EQUAL_TEXT("ls: too many words; type: ls [folder]\n", answers_ask("ls a b"));
    CHECK_EQUAL_TEXT("cat: too few words; type: cat file [from_byte]\n", answers_ask("cat"));
    CHECK_EQUAL_TEXT("df: too many words; type: df\n", answers_ask("df /"));
    CHECK_CONTAINS("there is no command l?s;", answers_ask("l\x1bs"));
    char line[WAMCAM_CONSOLE_LINE_BYTES_MAX + 2];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\0';
    CHECK_EQUAL_INT(WAMCAM_TOO_BIG, wamcam_console_submit(&board.board, line));
    stop();
}

static void test_one_line_at_a_time(void) {
    start();
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "help"));
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_console_submit(&board.board, "help"));
    CHECK(board.wake);
    answers.next_line = "help ls";
    while (wamcam_console_serve(&board.board, INT64_MAX)) {
    }
    CHECK_EQUAL_INT(2, answers.count);
    board.board.console = (wamcam_console_destroy(board.board.console), NULL);
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, wamcam_console_submit(&board.board, "help"));
    CHECK(!wamcam_console_serve(&board.board, INT64_MAX));
    CHECK_EQUAL_INT(INT64_MAX, wamcam_console_patience_us(&board.board));
    CHECK(!wamcam_console_has_wish(&board.board));
    CHECK_EQUAL_INT(WAMCAM_WISH_NONE, wamcam_console_fulfil_wish(&board.board));
    stop();
}

static void test_help_has_every_command(void) {
    start();
    answers_ask("help");
    size_t count = 0;
    for (; wamcam_console_command(count) != NULL; count++) {
        const struct wamcam_console_command *command = wamcam_console_command(count);
        CHECK_CONTAINS(command->name, answers.text);
        CHECK_CONTAINS(command->help, answers.text);
    }
    CHECK_EQUAL_INT(15, count);
    CHECK_CONTAINS("no command nothing", answers_ask("help nothing"));
    stop();
}

static void test_ls_lists_and_counts(void) {
    start();
    put("photos/a b.jpg", "12345");
    put("photos/c.jpg", "1");
    put("note.txt", "abc");
    CHECK_EQUAL_TEXT("           3  note.txt\n              photos/\n1 file, 1 folder\n",
                     answers_ask("ls"));
    CHECK_EQUAL_TEXT("           5  a b.jpg\n           1  c.jpg\n2 files, 0 folders\n",
                     answers_ask("ls /photos/"));
    CHECK_EQUAL_TEXT("           5  photos/a b.jpg\n", answers_ask("ls 'photos/a b.jpg'"));
    CHECK_EQUAL_TEXT("nowhere: nothing has that name\n", answers_ask("ls nowhere"));
    CHECK_EQUAL_TEXT("a/../b: that name is not open to the console\n", answers_ask("ls a/../b"));
    CHECK_CONTAINS("it is no name", answers_ask("ls a:b"));
    stop();
}

static void test_ls_of_a_large_folder_goes_piece_by_piece(void) {
    char name[32];
    start();
    for (int index = 0; index < 600; index++) {
        snprintf(name, sizeof name, "many/%04d.jpg", index);
        put(name, "x");
    }
    CHECK_CONTAINS("              0599.jpg\n600 files, 0 folders\n", answers_ask("ls many"));
    CHECK(answers.pieces >= 600 / 8);
    stop();
}

static void test_secrets_are_never_shown(void) {
    start();
    put("settings.toml", "CIRCUITPY_WIFI_SSID = \"net\"\n"
                         "CIRCUITPY_WIFI_PASSWORD = \"hunter22\" # hunter22\r\n"
                         "\"dbx_Refresh_Token\"=\"hunter22\"\n"
                         "  ADAFRUIT_AIO_KEY =\t'''\nhunter22\n''' \nDBX_APP_SECRET = \"\"\n"
                         "a = { b = 1, api_key = \"hunter22\" }\n"
                         "keys = [\n\"hunter22\",\n]\n"
                         "TIMEZONE = \"Europe/Amsterdam\"");
    const char *expected = "CIRCUITPY_WIFI_SSID = \"net\"\n"
                           "CIRCUITPY_WIFI_PASSWORD = (hidden)\n"
                           "\"dbx_Refresh_Token\"=(hidden)\n"
                           "  ADAFRUIT_AIO_KEY =\t(hidden)\n(hidden)\n(hidden)\n"
                           "DBX_APP_SECRET = \"\"\n"
                           "a = { b = 1, api_key = (hidden)\n"
                           "keys = (hidden)\n(hidden)\n(hidden)\n"
                           "TIMEZONE = \"Europe/Amsterdam\"\n";
    CHECK_EQUAL_TEXT(expected, answers_ask("cat settings.toml"));
    CHECK_EQUAL_TEXT(expected, answers_ask("cat internal:settings.toml"));
    for (int from = 0; from < 300; from++) {
        char line[64];
        snprintf(line, sizeof line, "cat settings.toml %d", from);
        CHECK(strstr(answers_ask(line), "hunter") == NULL);
    }
    CHECK_CONTAINS(expected, answers_ask("settings"));
    CHECK_CONTAINS("# camconfig.toml: there is none\n# override.toml: there is none\n",
                   answers.text);
    stop();
}

static void test_cat_shows_texts_of_any_length(void) {
    static char content[150001];
    start();
    for (size_t index = 0; index + 1 < sizeof content; index++) {
        content[index] = index % 50 == 49 ? '\n' : 'a';
    }
    put("long.txt", content);
    answers_ask("cat long.txt");
    CHECK(answers.bytes > 64 * 1024 && answers.bytes < 66 * 1024);
    const char *more = strstr(answers.text, "... for more: ");
    CHECK(more != NULL);
    char line[64];
    size_t shown = (size_t)(more - answers.text);
    snprintf(line, sizeof line, "cat long.txt %zu", shown);
    CHECK_CONTAINS("cat \"long.txt\" ", answers_ask(line));
    CHECK(strncmp(answers.text, content + shown, 64 * 1024) == 0);
    CHECK_EQUAL_TEXT("", answers_ask("cat long.txt 99999999999999999999"));
    CHECK_CONTAINS("no number of bytes", answers_ask("cat long.txt -5"));
    memset(content, 'b', sizeof content - 1);
    content[3000] = '\n';
    content[3001] = '\n';
    content[3005] = '\0';
    put("wide.txt", content);
    CHECK_CONTAINS("bbb (the line goes on)\n\nbbb\n", answers_ask("cat wide.txt"));
    stop();
}

static void test_what_is_no_text_does_not_reach_the_terminal(void) {
    char path[SCRATCH_PATH_BYTES];
    start();
    put("odd.txt", "a\x1b[2Jb\x7f\tc\xc3\xa9\n");
    CHECK_EQUAL_TEXT("a?[2Jb?\tc\xc3\xa9\n", answers_ask("cat odd.txt"));
    scratch_path(board.folder, "photo.jpg", path);
    CHECK_EQUAL_INT(0, wamcam_files_append(path, (const uint8_t *)"\xff\xd8\0\1", 4));
    CHECK_EQUAL_TEXT("photo.jpg: it is no text\n", answers_ask("cat photo.jpg"));
    CHECK_EQUAL_TEXT("missing: nothing has that name\n", answers_ask("cat missing"));
    put("folder/file", "");
    CHECK_EQUAL_TEXT("folder: it is a folder; type: ls \"folder\"\n", answers_ask("cat folder"));
    put("empty", "");
    CHECK_EQUAL_TEXT("", answers_ask("cat empty"));
    stop();
}

static void test_rm_spares_the_ledger(void) {
    start();
    put("photo.jpg", "x");
    put("wamcam/ledger/0000/000000.log", "x");
    put("wamcam/ledgers", "x");
    CHECK_EQUAL_TEXT("", answers_ask("rm photo.jpg"));
    CHECK(!is_there("photo.jpg"));
    CHECK_CONTAINS("nothing has that name", answers_ask("rm photo.jpg"));
    CHECK_CONTAINS("record of all photos", answers_ask("rm /wamcam/ledger/0000/000000.log"));
    CHECK(is_there("wamcam/ledger/0000/000000.log"));
    CHECK_EQUAL_TEXT("wamcam: the folder is not empty\n", answers_ask("rm wamcam"));
    CHECK_EQUAL_TEXT("", answers_ask("rm wamcam/ledgers"));
    CHECK_EQUAL_TEXT("", answers_ask("rm -f wamcam/ledger/0000/000000.log"));
    CHECK(!is_there("wamcam/ledger/0000/000000.log"));
    CHECK_CONTAINS("one name", answers_ask("rm a b"));
    CHECK_CONTAINS("one name", answers_ask("rm -f"));
    stop();
}

static int drive_status;

static int offer_drive(void *context) {
    (void)context;
    return drive_status;
}

static void test_the_storage_becomes_a_drive_where_the_board_can(void) {
    start();
    CHECK_CONTAINS("this board has no USB drive", answers_ask("usb"));
    board.board.usb_drive_offer = offer_drive;
    CHECK_CONTAINS("the drive appears now", answers_ask("usb"));
    drive_status = WAMCAM_BUSY;
    CHECK_CONTAINS("has the drive already", answers_ask("usb"));
    drive_status = WAMCAM_NOT_SUPPORTED;
    CHECK_CONTAINS("this board has no USB drive", answers_ask("usb"));
    stop();
}

static int no_card(void *context) {
    (void)context;
    return WAMCAM_NO_DEVICE;
}

static int no_room(void *context, const char *folder, struct wamcam_room *out) {
    (void)context;
    *out = (struct wamcam_room){.free_bytes = 900000, .total_bytes = 1400000};
    return strcmp(folder, "/internal") == 0 ? 0 : WAMCAM_IO;
}

static int busy_room(void *context, const char *folder, struct wamcam_room *out) {
    (void)context;
    (void)folder;
    (void)out;
    return WAMCAM_BUSY;
}

static int read_only(void *context) {
    (void)context;
    return WAMCAM_READ_ONLY;
}

static void test_df_tells_of_each_storage(void) {
    start();
    board.board.card_state = read_only;
    CHECK_EQUAL_TEXT("card: 1073.7 of 2147.5 MB free, it cannot be written\n", answers_ask("df"));
    board.board.state_folder = "/internal";
    board.board.room = no_room;
    CHECK_CONTAINS("\ninternal: 0.9 of 1.4 MB free\n", answers_ask("df"));
    CHECK(strncmp(answers.text, "card: ", 6) == 0);
    board.board.room = busy_room;
    CHECK_CONTAINS("internal: a computer has it as a USB drive; eject it there\n",
                   answers_ask("df"));
    board.board.room = NULL;
    CHECK_CONTAINS("does not tell how much", answers_ask("df"));
    stop();
}

static void test_without_a_card_it_says_so(void) {
    start();
    CHECK_EQUAL_TEXT("card: 1073.7 of 2147.5 MB free\n", answers_ask("df"));
    board.board.card_state = no_card;
    CHECK_EQUAL_TEXT("card: no card is in\n", answers_ask("df"));
    CHECK_EQUAL_TEXT("/: no card is in\n", answers_ask("ls"));
    CHECK_CONTAINS("no card is in", answers_ask("status"));
    stop();
}

static void test_status_tells_how_things_are(void) {
    static const struct wamcam_health health = {.reset_reason = WAMCAM_RESET_BROWN_OUT,
                                                .signal_dbm = -67,
                                                .internal = {100001, 90001, 40001},
                                                .psram = {-1, -1, -1},
                                                .core_dump_bytes = 12345};
    start();
    board.health = &health;
    board.now_us = INT64_C(93784000000);
    put("wamcam/status.json",
        "{\"kind\":\"status\",\"photos_pending\":7,\"last_error\":null,\"note\":\"a,{\\\"b\"}\n");
    CHECK_EQUAL_TEXT("board        double, firmware 1.2.3\n"
                     "up           1 d 02:03:04, start: brown-out\n"
                     "memory       internal: 100001 bytes free, at least 90001, largest block "
                     "40001\n"
                     "core dump    12345 bytes kept of a crash\n"
                     "signal       -67 dBm\n"
                     "time (UTC)   not known\n"
                     "application  none runs\n"
                     "card: 1073.7 of 2147.5 MB free\n"
                     "as the application wrote it last, in wamcam/status.json:\n"
                     "  \"kind\":\"status\"\n  \"photos_pending\":7\n  \"note\":\"a,{\\\"b\"\n",
                     answers_ask("status"));
    stop();
}

static void test_the_log_keeps_the_latest_lines(void) {
    char line[64];
    start();
    CHECK_EQUAL_TEXT("", answers_ask("log"));
    for (int index = 0; index < 1000; index++) {
        snprintf(line, sizeof line, "line\n%d", index);
        wamcam_console_keep(&board.board, WAMCAM_LEVEL_WARNING, line);
    }
    wamcam_console_keep(&board.board, WAMCAM_LEVEL_DEBUG, "debug");
    CHECK_EQUAL_TEXT("W 0.000 line 998\nW 0.000 line 999\n", answers_ask("log 2"));
    answers_ask("log 9999");
    CHECK(answers.bytes > 3000 && answers.bytes <= 4096);
    CHECK(strncmp(answers.text, "W 0.000 line ", 13) == 0);
    CHECK_CONTAINS("all: expected a number of lines", answers_ask("log all"));
    CHECK_CONTAINS("0: expected a number of lines", answers_ask("log 0"));
    CHECK_CONTAINS("-n: expected a number of lines (1 to 9999), a level (error, warning or info) "
                   "or -f; for example: log warning 50\n",
                   answers_ask("log -n 3"));
    stop();
}

static void test_the_log_is_shown_from_a_level_on(void) {
    static const enum wamcam_level levels[] = {WAMCAM_LEVEL_INFORMATION, WAMCAM_LEVEL_ERROR,
                                               WAMCAM_LEVEL_WARNING};
    char line[64];
    start();
    for (int index = 0; index < 9; index++) {
        snprintf(line, sizeof line, "%d", index);
        wamcam_console_keep(&board.board, levels[index % 3], line);
    }
    CHECK_EQUAL_TEXT("E 0.000 1\nE 0.000 4\nE 0.000 7\n", answers_ask("log error"));
    CHECK_EQUAL_TEXT("E 0.000 4\nE 0.000 7\n", answers_ask("log 2 error"));
    CHECK_EQUAL_TEXT("W 0.000 5\nE 0.000 7\nW 0.000 8\n", answers_ask("log warning 3"));
    CHECK_EQUAL_TEXT("I 0.000 6\nE 0.000 7\nW 0.000 8\n", answers_ask("log info 3"));
    stop();
}

/** Serve until there is nothing to do. */
static void serve(void) {
    while (wamcam_console_serve(&board.board, INT64_MAX)) {
    }
}

static void test_the_log_is_followed_until_somebody_interrupts(void) {
    start();
    wamcam_console_keep(&board.board, WAMCAM_LEVEL_ERROR, "before");
    wamcam_console_interrupt(&board.board); /* nothing is at work: it counts for nothing */
    CHECK(!wamcam_console_is_following(&board.board));
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "log follow error"));
    serve();
    CHECK_EQUAL_TEXT("the log as it is written; any key ends this\nE 0.000 before\n", answers.text);
    CHECK(wamcam_console_is_following(&board.board));
    /* Nothing is to be done, and nobody to be woken, before a line comes. */
    CHECK_EQUAL_INT(INT64_MAX, wamcam_console_patience_us(&board.board));
    answers_clear();
    board.wake = false;
    wamcam_console_keep(&board.board, WAMCAM_LEVEL_INFORMATION, "too little");
    wamcam_console_keep(&board.board, WAMCAM_LEVEL_ERROR, "now");
    CHECK(board.wake);
    serve();
    CHECK_EQUAL_TEXT("E 0.000 now\n", answers.text);
    CHECK_EQUAL_INT(0, answers.count);
    /* The shot comes first here, too. */
    board.now_us = 5000000;
    wamcam_console_keep(&board.board, WAMCAM_LEVEL_ERROR, "later");
    CHECK(!wamcam_console_serve(&board.board, 5010000));
    CHECK_EQUAL_INT(6000000, wamcam_console_patience_us(&board.board));
    wamcam_console_interrupt(&board.board);
    serve();
    CHECK_CONTAINS("E 5.000 later\n", answers.text);
    CHECK_EQUAL_INT(1, answers.count);
    CHECK(!wamcam_console_is_following(&board.board));
    CHECK_EQUAL_TEXT("E 5.000 later\n", answers_ask("log 1"));
    stop();
}

static void test_it_is_told_where_the_time_comes_from(void) {
    start();
    CHECK_CONTAINS("source: none has told the time yet", answers_ask("time"));
    board.utc_offset_us = INT64_C(1800000000000000);
    CHECK_CONTAINS("source: kept by the board; nobody has told the time", answers_ask("time"));
    wamcam_console_heard(&board.board, "{\"kind\":\"times\",\"source\":\"x\"}");
    CHECK_CONTAINS("kept by the board", answers_ask("time"));
    wamcam_console_heard(&board.board, "{\"kind\":\"time\",\"source\":\"SNTP a.b\",\"utc_ms\":1,"
                                       "\"correction\":\"step\",\"error_ms\":-1500}");
    board.now_us = INT64_C(3723999999);
    CHECK_CONTAINS("\nsource: SNTP a.b, 1:02:03 ago\nthen:   the clock was 1500 ms ahead\n"
                   "drift:  not known before the time is told again\n",
                   answers_ask("time"));
    wamcam_console_heard(&board.board, "{\"kind\":\"time\",\"source\":\"SNTP a.b\",\"utc_ms\":1,"
                                       "\"correction\":\"slew\",\"error_ms\":7,\"drift_ppm\":-35}");
    CHECK_CONTAINS("\nsource: SNTP a.b, 0:00:00 ago\nthen:   the clock was 7 ms behind\n"
                   "drift:  35 millionths too fast since it was set before\n",
                   answers_ask("time"));
    CHECK_CONTAINS("nothing is set: the application keeps the clock by SNTP a.b",
                   answers_ask("time set 2028-02-29T12:34:56Z"));
    CHECK(strstr(answers.text, "2028") == NULL);
    wamcam_console_runs(&board.board, NULL, NULL, 0); /* it has ended */
    CHECK_CONTAINS("UTC: 2028-02-29T12:34:56Z\nsource: a person, at the console, 0:00:00 ago\n",
                   answers_ask("time set 2028-02-29T12:34:56Z"));
    wamcam_console_heard(&board.board, "{\"kind\":\"time\",\"source\":\"a\\\"\",\"error_ms\":x}");
    CHECK_CONTAINS("source: a, 0:00:00 ago\ndrift:", answers_ask("time"));
    stop();
}

static void test_the_clock_is_shown_and_set(void) {
    start();
    CHECK_CONTAINS("UTC: not known\n", answers_ask("time"));
    CHECK_CONTAINS("UTC: 2028-02-29T12:34:56Z\n", answers_ask("time set 2028-02-29T12:34:56Z"));
    CHECK_CONTAINS("UTC: 2028-02-29T12:34:56Z\n", answers_ask("time"));
    CHECK_CONTAINS("time set at the console: 2028-02-29T12:34:56Z", board.log);
    static const char *const wrong[] = {
        "2027-02-29T12:00:00Z", "2028-02-29",           "now",
        "2028-13-01T00:00:00Z", "2101-01-01T00:00:00Z", "2028-02-29T12:34:56Zz",
        "1970-01-01T00:00:00Z", "2028-02-29T24:00:00Z"};
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        char line[64];
        snprintf(line, sizeof line, "time set %s", wrong[index]);
        CHECK_EQUAL_TEXT("expected: time set, then UTC between 2024 and 2099 such as "
                         "2026-11-28T12:00:00Z\n",
                         answers_ask(line));
    }
    CHECK_CONTAINS("type: time", answers_ask("time set"));
    CHECK_CONTAINS("UTC: 2028-02-29T12:34:56Z\n", answers_ask("time"));
    stop();
}

static void describe(void *context, char *out, size_t size) {
    (void)context;
    snprintf(out, size, "network  net\x1b\n");
}

static void test_wifi_is_the_boards_to_describe(void) {
    start();
    CHECK_CONTAINS("this board has no Wi-Fi of its own; ", answers_ask("wifi"));
    board.board.wifi_describe = describe;
    CHECK_EQUAL_TEXT("network  net?\n", answers_ask("wifi"));
    stop();
}

static void test_without_an_application_nothing_is_asked_of_it(void) {
    start();
    CHECK_CONTAINS("no application runs", answers_ask("shoot"));
    CHECK_CONTAINS("no application runs", answers_ask("app"));
    CHECK_EQUAL_TEXT("this board has no checks\n", answers_ask("check"));
    board.board.checks[0] =
        (struct wamcam_check){"counting", module_counting.bytes, module_counting.length};
    CHECK_EQUAL_TEXT("there is no check time; there are:\ncheck counting\n",
                     answers_ask("check time"));
    CHECK(!wamcam_console_has_wish(&board.board));
    answers_ask("restart");
    CHECK_EQUAL_INT(WAMCAM_WISH_RESTART, wamcam_console_fulfil_wish(&board.board));
    CHECK_EQUAL_INT(WAMCAM_WISH_NONE, wamcam_console_fulfil_wish(&board.board));
    answers_ask("check counting");
    CHECK(wamcam_console_has_wish(&board.board));
    CHECK_EQUAL_INT(WAMCAM_WISH_CHECK, wamcam_console_fulfil_wish(&board.board));
    CHECK_EQUAL_TEXT("{\"tick\":1}\n{\"tick\":1}\n{\"tick\":1}\n", board.reports);
    stop();
}

static void test_a_command_waits_for_a_pause(void) {
    start();
    put("a", "text\n");
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "cat a"));
    board.now_us = 1000000;
    CHECK(!wamcam_console_serve(&board.board, 1019000));
    CHECK_EQUAL_INT(2000000, wamcam_console_patience_us(&board.board));
    CHECK(wamcam_console_serve(&board.board, 1020000));
    CHECK_EQUAL_TEXT("text\n", answers.text);
    /* A short piece is done after a second all the same. */
    CHECK(!wamcam_console_serve(&board.board, 1019000));
    board.now_us = 2000000;
    CHECK(wamcam_console_serve(&board.board, 2000000));
    CHECK_EQUAL_INT(1, answers.count);
    stop();
}

static void test_what_takes_long_is_given_up_rather_than_being_late(void) {
    start();
    put("a", "x");
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "ls"));
    CHECK(!wamcam_console_serve(&board.board, 499000));
    board.now_us = 9999999;
    CHECK(!wamcam_console_serve(&board.board, 10000000));
    board.now_us = 10000000;
    CHECK(wamcam_console_serve(&board.board, 10400000));
    CHECK_CONTAINS("try again later", answers.text);
    CHECK_EQUAL_INT(1, answers.count);
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "ls"));
    CHECK(wamcam_console_serve(&board.board, 10500000));
    CHECK_CONTAINS("1 file, 0 folders\n", answers.text);
    stop();
}

static void test_commands_are_answered_while_an_application_runs(void) {
    struct wamcam_outcome outcome;
    start();
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "app"));
    answers.next_line = "shoot";
    CHECK_EQUAL_INT(
        3, wamcam_run(&board.board, module_counting.bytes, module_counting.length, &outcome));
    CHECK_CONTAINS("content_hash", answers.text);
    CHECK_CONTAINS("takes no photos on demand", answers.text);
    CHECK_EQUAL_INT(2, answers.count);
    stop();
}

static void test_a_wish_ends_the_application(void) {
    struct wamcam_outcome outcome;
    start();
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "restart"));
    wamcam_run(&board.board, module_stopping.bytes, module_stopping.length, &outcome);
    CHECK_EQUAL_TEXT("", outcome.reason);
    CHECK_EQUAL_INT(WAMCAM_WISH_RESTART, wamcam_console_fulfil_wish(&board.board));
    stop();
}

static void test_a_photo_is_asked_for_once(void) {
    struct wamcam_outcome outcome;
    start();
    CHECK_EQUAL_INT(0, wamcam_console_submit(&board.board, "shoot"));
    CHECK_EQUAL_INT(
        1, wamcam_run(&board.board, module_wishing.bytes, module_wishing.length, &outcome));
    CHECK_CONTAINS("asked for", answers.text);
    stop();
}

static void test_a_console_needs_memory(void) {
    for (int allocation = 0; allocation < 2; allocation++) {
        memory_failing_arm((size_t)allocation);
        struct wamcam_console *console = wamcam_console_create(4096);
        CHECK(memory_failing_disarm());
        CHECK((console == NULL) == (allocation == 0));
        wamcam_console_destroy(console);
    }
}

static const struct check_test tests[] = {
    {"wrong input gets a sentence", test_wrong_input_gets_a_sentence},
    {"one line at a time", test_one_line_at_a_time},
    {"help has every command", test_help_has_every_command},
    {"ls lists and counts", test_ls_lists_and_counts},
    {"ls of a large folder goes piece by piece", test_ls_of_a_large_folder_goes_piece_by_piece},
    {"secrets are never shown", test_secrets_are_never_shown},
    {"cat shows texts of any length", test_cat_shows_texts_of_any_length},
    {"what is no text does not reach the terminal",
     test_what_is_no_text_does_not_reach_the_terminal},
    {"rm spares the ledger", test_rm_spares_the_ledger},
    {"the storage becomes a drive where the board can",
     test_the_storage_becomes_a_drive_where_the_board_can},
    {"df tells of each storage", test_df_tells_of_each_storage},
    {"without a card it says so", test_without_a_card_it_says_so},
    {"status tells how things are", test_status_tells_how_things_are},
    {"the log keeps the latest lines", test_the_log_keeps_the_latest_lines},
    {"the log is shown from a level on", test_the_log_is_shown_from_a_level_on},
    {"the log is followed until somebody interrupts",
     test_the_log_is_followed_until_somebody_interrupts},
    {"it is told where the time comes from", test_it_is_told_where_the_time_comes_from},
    {"the clock is shown and set", test_the_clock_is_shown_and_set},
    {"Wi-Fi is the board's to describe", test_wifi_is_the_boards_to_describe},
    {"without an application nothing is asked of it",
     test_without_an_application_nothing_is_asked_of_it},
    {"a command waits for a pause", test_a_command_waits_for_a_pause},
    {"what takes long is given up rather than being late",
     test_what_takes_long_is_given_up_rather_than_being_late},
    {"commands are answered while an application runs",
     test_commands_are_answered_while_an_application_runs},
    {"a wish ends the application", test_a_wish_ends_the_application},
    {"a photo is asked for once", test_a_photo_is_asked_for_once},
    {"a console needs memory", test_a_console_needs_memory},
};
CHECK_SUITE(console, tests);
