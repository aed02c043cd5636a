/** What a console has answered to a board of a test. */
#ifndef WAMCAM_ANSWERS_H
#define WAMCAM_ANSWERS_H

#include "runtime/board_double.h"

#define ANSWER_BYTES 200000

struct answers {
    char text[ANSWER_BYTES]; /**< All of it since the latest answers_clear(). */
    size_t bytes;
    int count;             /**< Of answers that have ended. */
    int pieces;            /**< In which the latest answer to answers_ask() was made. */
    const char *next_line; /**< Handed in once the answer under way has ended; NULL: nothing. */
    const struct wamcam_board *board;
};

extern struct answers answers;

/** Give the board a console, whose answers are collected from now on. */
void answers_start(struct board_double *board);
/** Take the console away again. */
void answers_stop(struct board_double *board);
/** The answer to a line, while nothing else needs the thread; until the next one. */
const char *answers_ask(const char *line);
/** Forget the text so far. */
void answers_clear(void);

#endif
