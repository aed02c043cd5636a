/* The command settings, as far as it changes settings.toml. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "console/answers.h"
#include "console/settings_keys.h"
#include "console/toml_edit.h"
#include "runtime/board_double.h"
#include "store/files.h"
#include "store/person_files.h"
#include "wamcam/console.h"

static struct board_double board;
static char text_bytes[4000];
static struct wamcam_toml_text text;

/* --- the text -------------------------------------------------------------------------------- */

static int load(const char *content) {
    text = (struct wamcam_toml_text){
        .bytes = text_bytes, .length = strlen(content), .size = sizeof text_bytes - 1};
    memcpy(text_bytes, content, text.length);
    return 0;
}

static const char *shown(void) {
    text.bytes[text.length] = '\0';
    return text.bytes;
}

/** The text after a key was set. */
static const char *set(const char *content, const char *key, const char *value) {
    load(content);
    CHECK_EQUAL_INT(0, wamcam_toml_set(&text, key, value));
    return shown();
}

static const char *unset(const char *content, const char *key) {
    load(content);
    CHECK_EQUAL_INT(0, wamcam_toml_unset(&text, key));
    return shown();
}

static void test_a_value_is_replaced_and_nothing_else(void) {
    CHECK_EQUAL_TEXT("A = 2", set("A = 1", "A", "2"));
    CHECK_EQUAL_TEXT("B=1\n\tA\t=\t2 # why\nC=3\n", set("B=1\n\tA\t=\t1 # why\nC=3\n", "A", "2"));
    CHECK_EQUAL_TEXT("\"A\" = 2\r\n'B' = 1\r\n", set("\"A\" = ''\r\n'B' = 1\r\n", "A", "2"));
    CHECK_EQUAL_TEXT("A = 2\nB = 1\n", set("A = [ # ]\n1, ']', {x = \"}\"} ]\nB = 1\n", "A", "2"));
    CHECK_EQUAL_TEXT("A = 2\nB = 1\n",
                     set("A = \"\"\"\nB = 7\n\\\"\"\" \"\"\"\"\"\nB = 1\n", "A", "2"));
    CHECK_EQUAL_TEXT("A = '''\nB = 7\n\\''''\nB = 2\n",
                     set("A = '''\nB = 7\n\\''''\nB = 1\n", "B", "2"));
    CHECK_EQUAL_TEXT("A = \"x\\\"#\"\nB = 2#\n", set("A = \"x\\\"#\"\nB = ''#\n", "B", "2"));
}

static void test_a_new_key_stands_above_all_tables(void) {
    CHECK_EQUAL_TEXT("A = 1\n", set("", "A", "1"));
    CHECK_EQUAL_TEXT("# x\nA = 1\n", set("# x", "A", "1"));
    CHECK_EQUAL_TEXT("B = 0\nA = 1\n", set("B = 0", "A", "1"));
    CHECK_EQUAL_TEXT("B = 0\r\nA = 1\r\n# x\r\n", set("B = 0\r\n# x\r\n", "A", "1"));
    CHECK_EQUAL_TEXT("B = 0\nA = 1\n\n [t]\nA = 7\n", set("B = 0\n\n [t]\nA = 7\n", "A", "1"));
    CHECK_EQUAL_TEXT("A = 1\n[[t]]\nA = 7\n", set("[[t]]\nA = 7\n", "A", "1"));
    CHECK_EQUAL_TEXT("\xef\xbb\xbf"
                     "A = 1\n",
                     set("\xef\xbb\xbf", "A", "1"));
    CHECK_EQUAL_TEXT("\xef\xbb\xbf"
                     "A = 2\n",
                     set("\xef\xbb\xbf"
                         "A = 1\n",
                         "A", "2"));
    CHECK_EQUAL_TEXT("b.A = 7\nA = 1\n", set("b.A = 7\n", "A", "1"));
}

static void test_a_key_is_taken_out_with_its_lines(void) {
    CHECK_EQUAL_TEXT("# a\nC = 3\n", unset("# a\n  B = [\n1] # b\nC = 3\n", "B"));
    CHECK_EQUAL_TEXT("", unset("B = 1", "B"));
    load("A = 1\n[t]\nB = 2\n");
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_toml_unset(&text, "B"));
}

static void test_what_is_no_toml_is_left_alone(void) {
    static const struct {
        const char *content;
        int line;
    } wrong[] = {{"A = 1\nB\n", 2},        {"A = 1\n\nA = 2\n", 3}, {"A.b = 1\n", 1},
                 {"B = \"x\nA = 1\n", 1},  {"B = '''\nx\n", 3},     {"B = [1\nA = 2\n", 3},
                 {"# x\nB = \n", 2},       {"B = 1]\n", 1},         {"= 1\n", 1},
                 {"\"\\u0041\" = 1\n", 1}, {"A = 1\nB C = 2\n", 2}, {"\"\"\"B\"\"\" = 1\n", 1},
                 {"B = \"x\\", 1}};
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        load(wrong[index].content);
        CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_toml_set(&text, "A", "1"));
        CHECK_EQUAL_INT(wrong[index].line, text.line);
    }
}

static void test_a_string_is_written_as_toml_has_it(void) {
    char out[64];
    CHECK_EQUAL_INT(0, wamcam_toml_quote("a\"b\\\t\x7f\xc3\xa9\xf0\x9f\x93\xb7", out, sizeof out));
    CHECK_EQUAL_TEXT("\"a\\\"b\\\\\\u0009\\u007F\xc3\xa9\xf0\x9f\x93\xb7\"", out);
    CHECK_EQUAL_INT(0, wamcam_toml_quote("", out, 3));
    CHECK_EQUAL_TEXT("\"\"", out);
    CHECK_EQUAL_INT(WAMCAM_TOO_BIG, wamcam_toml_quote("", out, 2));
    static const char *const wrong[] = {
        "\x80", "\xc0\x80",         "\xc3", "\xe0\x80\x80", "\xed\xa0\x80",
        "\xff", "\xf4\x90\x80\x80", "\xc3("};
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_toml_quote(wrong[index], out, sizeof out));
    }
}

/** Whatever lies there, nothing beyond it is read, and no room beyond the text is used. */
static void test_any_bytes_are_taken_or_refused(void) {
    static const char alphabet[] = "A=\"'[]{}#.\\ \n\r,1_";
    struct check_random random = {.state = 11};
    for (int round = 0; round < 20000; round++) {
        size_t length = check_random_below(&random, 24);
        char *bytes = malloc(length + 8);
        for (size_t index = 0; index < length; index++) {
            bytes[index] = alphabet[check_random_below(&random, sizeof alphabet - 1)];
        }
        text = (struct wamcam_toml_text){.bytes = bytes, .length = length, .size = length + 8};
        int status = wamcam_toml_set(&text, "A", "'x'");
        CHECK(status == 0 || status == WAMCAM_INVALID || status == WAMCAM_TOO_BIG);
        CHECK(text.length <= text.size);
        if (status == 0) {
            /* What was set is found again, and can be taken out. */
            CHECK_EQUAL_INT(0, wamcam_toml_unset(&text, "A"));
            CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_toml_unset(&text, "A"));
        }
        free(bytes);
    }
}

/* --- the command ----------------------------------------------------------------------------- */

static void start(void) {
    board_double_init(&board);
    answers_start(&board);
}

static void stop(void) {
    answers_stop(&board);
    board_double_free(&board);
}

static const char *file(void) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(board.folder, "settings.toml", path);
    int length = wamcam_files_read(path, 0, (uint8_t *)text_bytes, sizeof text_bytes - 1);
    text_bytes[length < 0 ? 0 : length] = '\0';
    return text_bytes;
}

static void put(const char *name, const char *content, size_t length) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(board.folder, name, path);
    wamcam_files_make_folders(board.folder, path);
    wamcam_files_remove(path);
    CHECK_EQUAL_INT(0, wamcam_files_append(path, (const uint8_t *)content, length));
}

static void test_a_setting_is_kept(void) {
    start();
    CHECK_CONTAINS("TIMEZONE is kept in /", answers_ask("settings set TIMEZONE Europe/Berlin"));
    CHECK_CONTAINS("/settings.toml; restart takes it up\n", answers.text);
    CHECK_EQUAL_TEXT("TIMEZONE = \"Europe/Berlin\"\n", file());
    answers_ask("settings set CIRCUITPY_WIFI_PASSWORD 'a \"secret\" of mine'");
    answers_ask("settings set DBX_EXPIRES_AT 1800000000");
    answers_ask("settings set TIMEZONE Europe/Paris");
    CHECK_EQUAL_TEXT("TIMEZONE = \"Europe/Paris\"\n"
                     "CIRCUITPY_WIFI_PASSWORD = \"a \\\"secret\\\" of mine\"\n"
                     "DBX_EXPIRES_AT = 1800000000\n",
                     file());
    CHECK_CONTAINS("PASSWORD is taken out of /",
                   answers_ask("settings unset CIRCUITPY_WIFI_PASSWORD"));
    CHECK_CONTAINS("has no WAMCAM_TOKEN; nothing is changed",
                   answers_ask("settings unset WAMCAM_TOKEN"));
    CHECK_EQUAL_TEXT("TIMEZONE = \"Europe/Paris\"\nDBX_EXPIRES_AT = 1800000000\n", file());
    CHECK_CONTAINS("settings.toml: TIMEZONE was changed at the console", board.log);
    CHECK(strstr(board.log, "mine") == NULL);
    stop();
}

static void test_wrong_settings_are_refused_without_showing_them(void) {
    static const char *const refused[][2] = {
        {"CIRCUITPY_WIFI_SSID ''", "CIRCUITPY_WIFI_SSID has 1 to 32 bytes; nothing is changed"},
        {"CIRCUITPY_WIFI_SSID hunter22hunter22hunter22hunter22h", "has 1 to 32 bytes"},
        {"CIRCUITPY_WIFI_PASSWORD hunter2", "has 8 to 63 bytes"},
        {"WAMCAM_TOKEN hunter22hunter2", "takes 16 to 64 ASCII characters"},
        {"WAMCAM_TOKEN 'hunter22 hunter22'", "without blanks"},
        {"DBX_EXPIRES_AT hunter", "takes a whole number from 0 on"},
        {"DBX_EXPIRES_AT 007", "takes a whole number"},
        {"DBX_EXPIRES_AT 9223372036854775808", "takes a whole number"},
        {"TIMEZONE ''", "takes an IANA name"},
        {"DBX_APP_SECRT hunter22", "DBX_APP_SECRT is unknown; settings.toml takes:\n"},
        {"DBX_APP_KEY \xff", "the value is no UTF-8 text"},
        {"DBX_APP_KEY hunter 22", "put quotes around a value"},
        {"DBX_APP_KEY", "expected: settings, settings set KEY VALUE, or"},
    };
    start();
    put("settings.toml", "A = 1\n", 6);
    for (size_t index = 0; index < sizeof refused / sizeof *refused; index++) {
        char line[WAMCAM_CONSOLE_LINE_BYTES_MAX + 1];
        snprintf(line, sizeof line, "settings set %s", refused[index][0]);
        CHECK_CONTAINS(refused[index][1], answers_ask(line));
        CHECK(strstr(answers.text, "hunter") == NULL);
        CHECK_EQUAL_TEXT("A = 1\n", file());
    }
    CHECK_CONTAINS("expected: settings", answers_ask("settings show"));
    CHECK_CONTAINS("expected: settings", answers_ask("settings unset"));
    stop();
}

static void test_a_file_that_cannot_be_changed_stays(void) {
    static char large[WAMCAM_PERSON_FILE_BYTES_MAX + 1];
    start();
    put("settings.toml", "\nA = \n", 6);
    CHECK_CONTAINS("settings.toml: line 2 is not as TOML has it",
                   answers_ask("settings set TIMEZONE UTC"));
    CHECK_EQUAL_TEXT("\nA = \n", file());
    memset(large, '#', sizeof large);
    put("settings.toml", large, sizeof large - 1);
    CHECK_CONTAINS("may have 16384 bytes", answers_ask("settings set TIMEZONE UTC"));
    put("settings.toml", large, sizeof large);
    CHECK_CONTAINS("may have 16384 bytes", answers_ask("settings set TIMEZONE UTC"));
    board.board.settings_folders[0] = "/nowhere";
    CHECK_CONTAINS("settings.toml: nothing has that name",
                   answers_ask("settings set TIMEZONE UTC"));
    stop();
}

static void test_a_new_file_lies_in_the_boards_own_storage(void) {
    char card[SCRATCH_PATH_BYTES];
    start();
    scratch_path(board.folder, "card", card);
    put("card/x", "", 0);
    board.board.settings_folders[0] = card;
    board.board.settings_folders[1] = board.folder;
    answers_ask("settings set TIMEZONE UTC");
    CHECK_EQUAL_TEXT("TIMEZONE = \"UTC\"\n", file());
    /* Where there is one, it is the one that is changed. */
    put("card/settings.toml", "", 0);
    CHECK_CONTAINS("/card/settings.toml", answers_ask("settings set TIMEZONE Asia/Tokyo"));
    CHECK_EQUAL_TEXT("TIMEZONE = \"UTC\"\n", file());
    stop();
}

/** FAT takes the old file away before the new one gets its name; power may be cut in between. */
static void test_a_change_survives_a_cut_of_power(void) {
    char full[WAMCAM_FULL_PATH_BYTES];
    start();
    put("incoming.tmp/settings.toml.new", "TIMEZONE = \"UTC\"\n", 17);
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND,
                    wamcam_person_file_find(&board.board, "camconfig.toml", full));
    CHECK_EQUAL_TEXT("", file());
    CHECK_EQUAL_INT(0, wamcam_person_file_find(&board.board, "settings.toml", full));
    CHECK_EQUAL_TEXT("TIMEZONE = \"UTC\"\n", file());
    stop();
}

static void test_secrets_are_not_to_be_remembered(void) {
    char line[WAMCAM_CONSOLE_LINE_BYTES_MAX + 1];
    const struct wamcam_settings_key *key = wamcam_settings_key(0);
    for (size_t index = 0; key != NULL; key = wamcam_settings_key(++index)) {
        snprintf(line, sizeof line, "settings set %s x", key->name);
        CHECK(!wamcam_console_may_remember(line));
    }
    CHECK(!wamcam_console_may_remember("setings  set DBX_TOKN x"));
    CHECK(!wamcam_console_may_remember("settings sett wamcam_token x"));
    CHECK(wamcam_console_may_remember("settings"));
    CHECK(wamcam_console_may_remember("cat settings.toml"));
    CHECK(wamcam_console_may_remember("settings unset TIMEZONE"));
}

static const struct check_test tests[] = {
    {"a value is replaced and nothing else", test_a_value_is_replaced_and_nothing_else},
    {"a new key stands above all tables", test_a_new_key_stands_above_all_tables},
    {"a key is taken out with its lines", test_a_key_is_taken_out_with_its_lines},
    {"what is no TOML is left alone", test_what_is_no_toml_is_left_alone},
    {"a string is written as TOML has it", test_a_string_is_written_as_toml_has_it},
    {"any bytes are taken or refused", test_any_bytes_are_taken_or_refused},
    {"a setting is kept", test_a_setting_is_kept},
    {"wrong settings are refused without showing them",
     test_wrong_settings_are_refused_without_showing_them},
    {"a file that cannot be changed stays", test_a_file_that_cannot_be_changed_stays},
    {"a new file lies in the board's own storage", test_a_new_file_lies_in_the_boards_own_storage},
    {"a change survives a cut of power", test_a_change_survives_a_cut_of_power},
    {"secrets are not to be remembered", test_secrets_are_not_to_be_remembered},
};
CHECK_SUITE(console_settings, tests);
