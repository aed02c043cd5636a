/** A command at work, as its function sees it. */
#ifndef WAMCAM_CONSOLE_JOB_H
#define WAMCAM_CONSOLE_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "console/blanking.h"
#include "console/clock_told.h"
#include "console/words.h"
#include "runtime/host.h"
#include "runtime/slot_file.h"
#include "store/listing.h"
#include "store/path.h"
#include "wamcam/board.h"
#include "wamcam/console.h"

/** Whether a command comes to its end. */
enum wamcam_console_progress {
    WAMCAM_CONSOLE_DONE,
    WAMCAM_CONSOLE_MORE, /**< To be called again, when there is time. */
    /** As that, after a further line of the log or an interruption. */
    WAMCAM_CONSOLE_WAITS,
};

/** For a piece that may take a while, as a folder with thousands of files does. */
#define WAMCAM_CONSOLE_LONG_PIECE_MS 500
/** For any other: reading some kilobytes. */
#define WAMCAM_CONSOLE_SHORT_PIECE_MS 20

struct wamcam_console_job {
    const struct wamcam_board *board;
    int count; /**< Of words; the first is the command. */
    const char *words[WAMCAM_CONSOLE_WORDS_MAX];
    int32_t
        piece_ms; /**< How much time there must be for the next piece; a command may change it. */
    /* What a command remembers from piece to piece; all zero at first. */
    int step;
    int64_t from;
    int64_t at;
    int64_t end;
    int32_t files;
    int32_t folders;
    char path[WAMCAM_FULL_PATH_BYTES];
    uint8_t *bytes; /**< Taken by the command, given back when it has ended. */
    struct wamcam_slot_file slot_file;
    struct wamcam_listing listing;
    struct wamcam_blanking blanking;
    bool is_in_long_line;
    enum wamcam_level level; /**< Of the least severe lines of the log that are shown. */
    bool follows;            /**< Lines of the log are shown as they come. */
};

/** A row of the table, with its function: one piece of the command. */
struct wamcam_console_row {
    struct wamcam_console_command command;
    int words_min; /**< With the command itself. */
    int words_max;
    int32_t piece_ms;
    enum wamcam_console_progress (*function)(struct wamcam_console_job *job);
};

/** The row of that name, or NULL. */
const struct wamcam_console_row *wamcam_console_find(const char *name);

/** What runs now: for commands that tell of it or ask something of it. */
struct wamcam_console_program {
    struct wamcam_host *host; /**< NULL: no application runs. */
    const uint8_t *wasm;
    size_t wasm_bytes;
};

/** Bytes as a part of the answer, whatever they are: what could steer a terminal becomes "?". */
void wamcam_console_write(const struct wamcam_console_job *job, const char *text, size_t length);
/** A line of the answer, printf-style, at most 500 bytes. */
void wamcam_console_say(const struct wamcam_console_job *job, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** What runs now. */
struct wamcam_console_program wamcam_console_program(const struct wamcam_console_job *job);
/** Lines of the log from number `*from` on; see log_ring.h. A negative `*from`: so many last lines.
 */
size_t wamcam_console_log(const struct wamcam_console_job *job, int64_t *from, char *out,
                          size_t size);
/** From now on lines of the log end the waiting, until the command ends. */
void wamcam_console_follow(const struct wamcam_console_job *job);
/** Whether somebody has asked the command to end. */
bool wamcam_console_is_interrupted(const struct wamcam_console_job *job);
/** Who told the time last. */
struct wamcam_clock_told *wamcam_console_clock(const struct wamcam_console_job *job);
/** Ask whoever runs applications for something; `check` is the index in board.checks. */
void wamcam_console_wish(const struct wamcam_console_job *job, enum wamcam_wish wish, int check);

#endif
