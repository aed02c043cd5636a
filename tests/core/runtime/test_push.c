/* What HTTP servers of boards have in common: token, query, status, body. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "console/keeper.h"
#include "runtime/board_double.h"
#include "runtime/slots.h"
#include "wamcam/console.h"
#include "wamcam/push.h"

#define TOKEN "0123456789abcdef"

static struct wamcam_push_reply reply;

static void test_the_token_is_the_whole_of_what_is_told(void) {
    char text[] = "Bearer " TOKEN;
    CHECK(wamcam_push_is_allowed(text, TOKEN, &reply));
    for (size_t at = 0; at < sizeof text - 1; at++) {
        text[at] ^= 1;
        CHECK(!wamcam_push_is_allowed(text, TOKEN, &reply));
        CHECK_EQUAL_INT(401, reply.status);
        CHECK(strstr(reply.body, TOKEN) == NULL);
        text[at] ^= 1;
    }
    for (size_t length = 0; length < sizeof text - 1; length++) {
        char shorter[sizeof text];
        snprintf(shorter, sizeof shorter, "%.*s", (int)length, text);
        CHECK(!wamcam_push_is_allowed(shorter, TOKEN, &reply));
    }
    CHECK(!wamcam_push_is_allowed("Bearer " TOKEN "0", TOKEN, &reply));
    CHECK(!wamcam_push_is_allowed(NULL, TOKEN, &reply));
    CHECK(!wamcam_push_is_allowed("Bearer ", "", &reply)); /* nobody has said a token yet */
}

static void test_a_query_asks_for_what_the_rules_would_not_allow(void) {
    static const struct {
        const char *query;
        int flags;
        uint32_t trial_s;
    } rows[] = {
        {"", 0, 0},
        {"&&", 0, 0},
        {"downgrade", WAMCAM_SLOTS_DOWNGRADE, 0},
        {"downgrade=&again=1", WAMCAM_SLOTS_DOWNGRADE | WAMCAM_SLOTS_AGAIN, 0},
        {"trial_s=1&replace", WAMCAM_SLOTS_REPLACE, 1},
        {"trial_s=999999999", 0, 999999999},
    };
    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++) {
        struct wamcam_offer offer = {0};
        CHECK(wamcam_push_read_query(rows[index].query, &offer, &reply));
        CHECK_EQUAL_INT(rows[index].flags, offer.flags);
        CHECK_EQUAL_INT(rows[index].trial_s, offer.trial_s);
    }
}

static void test_another_query_is_told_of(void) {
    static const char *const rows[][2] = {
        {"now", "there is no \\\"now\\\""},
        {"again&down", "there is no \\\"down\\\""},
        {"=1", "there is no \\\"\\\""},
        {"trial_s", "\\\"\\\" was given"},
        {"trial_s=-1", "\\\"-1\\\" was given"},
        {"trial_s=1s&again", "\\\"1s\\\" was given"},
        {"trial_s=1000000000", "whole seconds"},
        {"a\"b\\c\nd", "there is no \\\"a\\\"b\\\\c d\\\""},
    };
    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++) {
        struct wamcam_offer offer = {0};
        CHECK(!wamcam_push_read_query(rows[index][0], &offer, &reply));
        CHECK_EQUAL_INT(400, reply.status);
        CHECK_CONTAINS(rows[index][1], reply.body);
    }
}

static void test_a_body_has_the_size_of_an_application(void) {
    struct wamcam_board board;
    memset(&board, 0, sizeof board);
    board.limits.wasm_module_bytes_max = 1000;
    CHECK(wamcam_push_takes(&board, 1, &reply));
    CHECK(wamcam_push_takes(&board, 1000, &reply));
    CHECK(!wamcam_push_takes(&board, 0, &reply));
    CHECK_EQUAL_INT(400, reply.status);
    CHECK(!wamcam_push_takes(&board, 1001, &reply));
    CHECK_EQUAL_INT(413, reply.status);
    CHECK(!wamcam_push_takes(&board, UINT64_MAX, &reply));
}

static void test_each_answer_of_the_core_has_its_status(void) {
    static const int rows[][2] = {
        {0, 200},
        {WAMCAM_EXISTS, 409},
        {WAMCAM_BUSY, 409},
        {WAMCAM_TOO_BIG, 413},
        {WAMCAM_TIMED_OUT, 503},
        {WAMCAM_IO, 500},
        {WAMCAM_NO_MEMORY, 500},
        {WAMCAM_ACCESS, 422},
        {WAMCAM_INVALID, 422},
        {WAMCAM_NOT_SUPPORTED, 422},
    };
    struct wamcam_offer_answer answer = {.state = "\"a\":1", .sentence = "the \"new\" one"};
    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++) {
        answer.status = rows[index][0];
        wamcam_push_tell(&answer, &reply);
        CHECK_EQUAL_INT(rows[index][1], reply.status);
        CHECK_EQUAL_TEXT(index == 0 ? "{\"a\":1}"
                                    : "{\"error\":\"the \\\"new\\\" one\",\"state\":{\"a\":1}}",
                         reply.body);
    }
}

static void test_the_longest_answer_has_room(void) {
    struct wamcam_offer_answer answer = {.status = WAMCAM_ACCESS};
    memset(answer.sentence, '"', sizeof answer.sentence - 1);
    memset(answer.state, ' ', sizeof answer.state - 1);
    wamcam_push_tell(&answer, &reply);
    CHECK_EQUAL_TEXT("}}", reply.body + strlen(reply.body) - 2);
}

/** Lines of one answer, and its next number; -1 for a refusal. */
static int64_t ask_log(const struct wamcam_board *board, const char *query, char *out) {
    int64_t next;
    return wamcam_push_read_log(board, query, out, &next, &reply) ? next : -1;
}

static void test_the_log_comes_in_answers_of_bounded_size(void) {
    static struct board_double board;
    char lines[WAMCAM_PUSH_LOG_SIZE];
    char text[500];
    char query[32];
    board_double_init(&board);
    board.board.console = wamcam_console_create(8192);
    for (int number = 0; number < 40; number++) {
        snprintf(text, sizeof text, "%03d%0400d", number, 0);
        wamcam_console_keep(&board.board, WAMCAM_LEVEL_INFORMATION, text);
    }
    int64_t next = ask_log(&board.board, "from=-15", lines);
    CHECK_CONTAINS(" 0250", lines);
    CHECK_EQUAL_INT(34, next); /* nine lines of 417 bytes fit */
    snprintf(query, sizeof query, "from=%d", (int)next);
    CHECK_EQUAL_INT(40, ask_log(&board.board, query, lines));
    CHECK_CONTAINS(" 0340", lines);
    CHECK(strstr(lines, " 0330") == NULL);
    CHECK_EQUAL_INT(40, ask_log(&board.board, "from=40", lines));
    CHECK_EQUAL_TEXT("", lines);
    /* as after a restart, when lines are counted from 0 again: the oldest that are there */
    int64_t first = ask_log(&board.board, "", lines);
    CHECK_EQUAL_INT(first, ask_log(&board.board, "from=999999999", lines));
    CHECK(strlen(lines) > 3000);
    static const char *const wrong[] = {"from", "from=", "from=x", "from=--1", "from=1&a", "at=1"};
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        CHECK_EQUAL_INT(-1, ask_log(&board.board, wrong[index], lines));
        CHECK_EQUAL_INT(400, reply.status);
    }
    wamcam_console_destroy(board.board.console);
    board.board.console = NULL;
    CHECK_EQUAL_INT(-1, ask_log(&board.board, "", lines));
    CHECK_EQUAL_INT(501, reply.status);
    board_double_free(&board);
}

static const struct check_test tests[] = {
    {"the token is the whole of what is told", test_the_token_is_the_whole_of_what_is_told},
    {"a query asks for what the rules would not allow",
     test_a_query_asks_for_what_the_rules_would_not_allow},
    {"another query is told of", test_another_query_is_told_of},
    {"a body has the size of an application", test_a_body_has_the_size_of_an_application},
    {"each answer of the core has its status", test_each_answer_of_the_core_has_its_status},
    {"the longest answer has room", test_the_longest_answer_has_room},
    {"the log comes in answers of bounded size", test_the_log_comes_in_answers_of_bounded_size},
};
CHECK_SUITE(runtime_push, tests);
