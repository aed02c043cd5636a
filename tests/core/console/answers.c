#include "console/answers.h"

#include <string.h>

#include "check.h"
#include "wamcam/console.h"

struct answers answers;

static void console_write(void *context, const char *text, size_t length) {
    (void)context;
    CHECK(answers.bytes + length < sizeof answers.text);
    memcpy(answers.text + answers.bytes, text, length);
    answers.bytes += length;
    answers.text[answers.bytes] = '\0';
}

static void console_done(void *context) {
    (void)context;
    answers.count++;
    const char *line = answers.next_line;
    answers.next_line = NULL;
    if (line != NULL) {
        CHECK_EQUAL_INT(0, wamcam_console_submit(answers.board, line));
    }
}

void answers_clear(void) {
    answers.text[0] = '\0';
    answers.bytes = 0;
}

const char *answers_ask(const char *line) {
    int before = answers.count;
    answers_clear();
    answers.pieces = 0;
    CHECK_EQUAL_INT(0, wamcam_console_submit(answers.board, line));
    while (wamcam_console_serve(answers.board, INT64_MAX)) {
        answers.pieces++;
    }
    CHECK_EQUAL_INT(before + 1, answers.count);
    return answers.text;
}

void answers_start(struct board_double *board) {
    board->board.console = wamcam_console_create(4096);
    board->board.console_write = console_write;
    board->board.console_done = console_done;
    answers_clear();
    answers.count = 0;
    answers.next_line = NULL;
    answers.board = &board->board;
}

void answers_stop(struct board_double *board) {
    wamcam_console_destroy(board->board.console);
    board->board.console = NULL;
}
