/**
 * The console: a person types a command to the board, and the core answers. docs/console.md has all
 * commands; they are one table, the same on every board.
 *
 * A board that has a console makes one, names it in `wamcam_board.console` and provides
 * console_write() and console_done(). A thread that reads what the person types hands each line to
 * wamcam_console_submit(). The command itself runs on the core thread, between two calls into the
 * application, piece by piece, and only while the application does not need that thread: so it
 * never meets the application at the card, and no shot has to wait for it. Where no application
 * runs, whoever waits instead calls wamcam_console_serve().
 *
 * Functions that take a board do nothing for one without a console.
 */
#ifndef WAMCAM_CONSOLE_H
#define WAMCAM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** Longest line, in bytes without the line end. */
#define WAMCAM_CONSOLE_LINE_BYTES_MAX 255

/** One row of the table of commands. */
struct wamcam_console_command {
    const char *name;
    const char *arguments; /**< For a person, for example "[folder]"; "" without any. */
    const char *help;      /**< One line. */
};

/** What a person has asked of whoever runs applications. */
enum wamcam_wish {
    WAMCAM_WISH_NONE,
    WAMCAM_WISH_RESTART, /**< Start the board again. */
    WAMCAM_WISH_CHECK,   /**< Run a check in place of the application, once. */
};

/** A console that keeps the latest `log_bytes` of the log; NULL without memory. */
struct wamcam_console *wamcam_console_create(size_t log_bytes);
/** No command may be under way, no other thread inside. NULL is allowed. */
void wamcam_console_destroy(struct wamcam_console *console);

/** Row of the table by its number from 0; NULL past the last. */
const struct wamcam_console_command *wamcam_console_command(size_t index);

/** False for a line that may have a secret in it: no editor of lines is to keep it. */
bool wamcam_console_may_remember(const char *line);

/**
 * Hand in a line; any thread. It is copied, and the board is woken. The answer comes through
 * console_write() of the board and ends with one console_done(), which also comes for an empty
 * line. Errors, after which no answer comes: BUSY until the answer before has ended, TOO_BIG for a
 * line that is too long, NOT_SUPPORTED without a console.
 */
int wamcam_console_submit(const struct wamcam_board *board, const char *line);

/**
 * True while an answer shows the log as it is written: a board whose log goes to the same terminal
 * leaves lines of a level above debug out there. It begins with a piece of the answer. Any thread.
 */
bool wamcam_console_is_following(const struct wamcam_board *board);
/** A person has pressed a key or handed in a further line: that ends the following. Any thread. */
void wamcam_console_interrupt(const struct wamcam_board *board);

/** Room that wamcam_console_log_from() needs at least: the longest line, and NUL. */
#define WAMCAM_CONSOLE_LOG_SIZE_MIN 602u
/**
 * Lines of the log from number `*from` on (below 0: so many last lines), as many whole ones as fit
 * into `out`, and NUL. A line has the letter of its level, E, W or I, the seconds since the start,
 * the text, and a line end. `*from` becomes the number of the next line. A number that is still to
 * come is of a start before this one: then all lines count. Returns the bytes, 0 when there are no
 * more; NOT_SUPPORTED without a console. Any thread.
 */
int wamcam_console_log_from(const struct wamcam_board *board, int64_t *from, char *out,
                            size_t size);

/**
 * Do a piece of the command that was handed in, if there is one and time for it: a few
 * milliseconds; some commands need half a second in one piece. Core thread, or whoever waits in its
 * place. `needed_at_uptime_us` says when the thread is needed for something else (INT64_MAX: for
 * nothing). True if something was done: then call again before you sleep.
 */
bool wamcam_console_serve(const struct wamcam_board *board, int64_t needed_at_uptime_us);
/** Until when at most to sleep after a false of wamcam_console_serve(), by the stopwatch. */
int64_t wamcam_console_patience_us(const struct wamcam_board *board);

/** True while a wish waits: then bring the application to an end. */
bool wamcam_console_has_wish(const struct wamcam_board *board);
/**
 * While no application runs: take the wish that waits, and run the check if it is one (as
 * wamcam_run() does, on this thread). What it was: after RESTART the board starts again, after
 * CHECK whoever calls goes on as if nothing had been, NONE if there was none.
 */
enum wamcam_wish wamcam_console_fulfil_wish(const struct wamcam_board *board);

#endif
