#include "wamcam/console.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "console/job.h"
#include "console/keeper.h"
#include "console/log_ring.h"
#include "imports/text.h"
#include "memory.h"
#include "wamcam/run.h"

#define US_PER_MS INT64_C(1000)
#define LINE_BYTES 512
/* So long a short piece waits for a pause of the application, then it is done all the same. */
#define PATIENCE_US INT64_C(1000000)
/* So long a long piece waits: it could hold up a shot, so then it is given up. */
#define LONG_PATIENCE_US INT64_C(10000000)

enum state {
    IDLE,
    HANDED_IN, /* the line waits for the core thread */
    AT_WORK,
};

struct wamcam_console {
    pthread_mutex_t mutex; /* guards what follows; the line is the core thread's once at work */
    enum state state;
    bool follows;        /* the command at work waits for lines of the log */
    bool is_interrupted; /* somebody wants the command at work to end */
    bool has_news;       /* a line or an interruption has come */
    char line[WAMCAM_CONSOLE_LINE_BYTES_MAX + 1];
    struct wamcam_log_ring ring;
    /* what follows is the core thread's */
    const struct wamcam_console_row *row;
    struct wamcam_console_job job;
    bool waits;               /* for news; nothing is to be done before */
    int64_t waiting_since_us; /* the next piece, by the stopwatch */
    struct wamcam_clock_told clock;
    struct wamcam_console_program program;
    enum wamcam_wish wish;
    int check;
};

struct wamcam_console *wamcam_console_create(size_t log_bytes) {
    struct wamcam_console *console = wamcam_memory_take(sizeof *console);
    if (console == NULL) {
        return NULL;
    }
    console->ring.text = wamcam_memory_take(log_bytes);
    console->ring.size_bytes = console->ring.text == NULL ? 0 : log_bytes;
    pthread_mutex_init(&console->mutex, NULL);
    return console;
}

/** What a command has taken, and may not have come so far as to give back. */
static void give_back(struct wamcam_console_job *job) {
    wamcam_listing_clear(&job->listing);
    wamcam_memory_free(job->bytes);
    job->bytes = NULL;
}

void wamcam_console_destroy(struct wamcam_console *console) {
    if (console == NULL) {
        return;
    }
    pthread_mutex_destroy(&console->mutex);
    give_back(&console->job);
    wamcam_memory_free(console->ring.text);
    wamcam_memory_free(console);
}

/* --- from other threads ---------------------------------------------------------------------- */

int wamcam_console_submit(const struct wamcam_board *board, const char *line) {
    struct wamcam_console *console = board->console;
    if (console == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    size_t length = strlen(line);
    if (length > WAMCAM_CONSOLE_LINE_BYTES_MAX) {
        return WAMCAM_TOO_BIG;
    }
    pthread_mutex_lock(&console->mutex);
    bool is_busy = console->state != IDLE;
    if (!is_busy) {
        memcpy(console->line, line, length + 1);
        console->state = HANDED_IN;
        console->is_interrupted = false;
    }
    pthread_mutex_unlock(&console->mutex);
    if (is_busy) {
        return WAMCAM_BUSY;
    }
    board->wake(board->context);
    return 0;
}

bool wamcam_console_is_following(const struct wamcam_board *board) {
    struct wamcam_console *console = board->console;
    if (console == NULL) {
        return false;
    }
    pthread_mutex_lock(&console->mutex);
    bool follows = console->follows;
    pthread_mutex_unlock(&console->mutex);
    return follows;
}

void wamcam_console_interrupt(const struct wamcam_board *board) {
    struct wamcam_console *console = board->console;
    if (console == NULL) {
        return;
    }
    pthread_mutex_lock(&console->mutex);
    bool is_at_work = console->state != IDLE;
    console->is_interrupted = is_at_work;
    console->has_news = is_at_work;
    pthread_mutex_unlock(&console->mutex);
    if (is_at_work) {
        board->wake(board->context);
    }
}

void wamcam_console_keep(const struct wamcam_board *board, enum wamcam_level level,
                         const char *text) {
    static const char letters[] = "EWI";
    struct wamcam_console *console = board->console;
    if (console == NULL || level >= WAMCAM_LEVEL_DEBUG) {
        return;
    }
    char line[WAMCAM_LOG_RING_LINE_BYTES_MAX + 1];
    double uptime_s = (double)board->uptime_us(board->context) / 1e6;
    snprintf(line, sizeof line, "%c %.3f %s", letters[level], uptime_s, text);
    pthread_mutex_lock(&console->mutex);
    wamcam_log_ring_add(&console->ring, line);
    bool follows = console->follows;
    console->has_news = true;
    pthread_mutex_unlock(&console->mutex);
    if (follows) {
        board->wake(board->context);
    }
}

/* --- for commands ---------------------------------------------------------------------------- */

void wamcam_console_write(const struct wamcam_console_job *job, const char *text, size_t length) {
    char piece[LINE_BYTES];
    const struct wamcam_board *board = job->board;
    while (length > 0) {
        size_t count =
            length <= sizeof piece ? length : wamcam_text_whole_bytes(text, sizeof piece);
        for (size_t index = 0; index < count; index++) {
            unsigned char byte = (unsigned char)text[index];
            bool is_plain = (byte >= 0x20 && byte != 0x7f) || byte == '\n' || byte == '\t';
            piece[index] = is_plain ? text[index] : '?';
        }
        board->console_write(board->context, piece, count);
        text += count;
        length -= count;
    }
}

void wamcam_console_say(const struct wamcam_console_job *job, const char *format, ...) {
    char line[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    size_t used = strlen(line);
    if (length > (int)used) {
        used = wamcam_text_whole_bytes(line, used);
    }
    line[used] = '\n';
    wamcam_console_write(job, line, used + 1);
}

struct wamcam_console_program wamcam_console_program(const struct wamcam_console_job *job) {
    return job->board->console->program;
}

static size_t read_log(struct wamcam_console *console, enum wamcam_level level, int64_t *from,
                       char *out, size_t size) {
    pthread_mutex_lock(&console->mutex);
    if (*from < 0) {
        *from = wamcam_log_ring_last(&console->ring, level, -*from);
    } else if (*from > console->ring.next) {
        *from = 0;
    }
    size_t length = wamcam_log_ring_read(&console->ring, level, from, out, size);
    pthread_mutex_unlock(&console->mutex);
    return length;
}

size_t wamcam_console_log(const struct wamcam_console_job *job, int64_t *from, char *out,
                          size_t size) {
    return read_log(job->board->console, job->level, from, out, size);
}

_Static_assert(WAMCAM_CONSOLE_LOG_SIZE_MIN >= WAMCAM_LOG_RING_LINE_BYTES_MAX + 2,
               "a line, its end and NUL must fit");

int wamcam_console_log_from(const struct wamcam_board *board, int64_t *from, char *out,
                            size_t size) {
    if (board->console == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    return (int)read_log(board->console, WAMCAM_LEVEL_INFORMATION, from, out, size);
}

void wamcam_console_follow(const struct wamcam_console_job *job) {
    struct wamcam_console *console = job->board->console;
    pthread_mutex_lock(&console->mutex);
    console->follows = true;
    pthread_mutex_unlock(&console->mutex);
}

bool wamcam_console_is_interrupted(const struct wamcam_console_job *job) {
    struct wamcam_console *console = job->board->console;
    pthread_mutex_lock(&console->mutex);
    bool is_interrupted = console->is_interrupted;
    pthread_mutex_unlock(&console->mutex);
    return is_interrupted;
}

struct wamcam_clock_told *wamcam_console_clock(const struct wamcam_console_job *job) {
    return &job->board->console->clock;
}

void wamcam_console_wish(const struct wamcam_console_job *job, enum wamcam_wish wish, int check) {
    job->board->console->wish = wish;
    job->board->console->check = check;
}

/* --- core thread ----------------------------------------------------------------------------- */

void wamcam_console_runs(const struct wamcam_board *board, struct wamcam_host *host,
                         const uint8_t *wasm, size_t wasm_bytes) {
    if (board->console != NULL) {
        board->console->program = (struct wamcam_console_program){host, wasm, wasm_bytes};
        board->console->clock.is_kept = false;
    }
}

void wamcam_console_heard(const struct wamcam_board *board, const char *event) {
    if (board->console != NULL) {
        wamcam_clock_told_hear(&board->console->clock, event, board->uptime_us(board->context));
    }
}

static void end(const struct wamcam_board *board) {
    struct wamcam_console *console = board->console;
    give_back(&console->job);
    console->row = NULL;
    console->waits = false;
    pthread_mutex_lock(&console->mutex);
    memset(console->line, 0, sizeof console->line); /* it may have had a secret */
    console->follows = false;
    console->state = IDLE;
    pthread_mutex_unlock(&console->mutex);
    board->console_done(board->context);
}

/** Why these words are no command, said; true if they are one. */
static bool is_command(const struct wamcam_console *console) {
    const struct wamcam_console_job *job = &console->job;
    const struct wamcam_console_row *row = console->row;
    if (job->count == WAMCAM_INVALID) {
        wamcam_console_say(job, "a quote has no end; put another one behind the text");
    } else if (job->count == WAMCAM_TOO_BIG) {
        wamcam_console_say(job, "too many words; put quotes around one that has blanks");
    } else if (job->count > 0 && row == NULL) {
        wamcam_console_say(job, "there is no command %s; help lists them", job->words[0]);
    } else if (row != NULL && (job->count < row->words_min || job->count > row->words_max)) {
        const char *arguments = row->command.arguments;
        wamcam_console_say(job, "%s: too %s words; type: %s%s%s", job->words[0],
                           job->count < row->words_min ? "few" : "many", job->words[0],
                           arguments[0] == '\0' ? "" : " ", arguments);
    } else {
        return job->count > 0;
    }
    return false;
}

/** Make a job of a line that was handed in; false if there is nothing to do. */
static bool begin(const struct wamcam_board *board) {
    struct wamcam_console *console = board->console;
    pthread_mutex_lock(&console->mutex);
    bool is_new = console->state == HANDED_IN;
    console->state = is_new ? AT_WORK : console->state;
    pthread_mutex_unlock(&console->mutex);
    if (!is_new) {
        return console->row != NULL;
    }
    struct wamcam_console_job *job = &console->job;
    memset(job, 0, sizeof *job);
    job->board = board;
    job->count = wamcam_console_split(console->line, job->words);
    console->row = job->count > 0 ? wamcam_console_find(job->words[0]) : NULL;
    console->waiting_since_us = board->stopwatch_us(board->context);
    if (!is_command(console)) {
        end(board);
        return false;
    }
    job->piece_ms = console->row->piece_ms;
    return true;
}

static bool is_long(const struct wamcam_console *console) {
    return console->job.piece_ms >= WAMCAM_CONSOLE_LONG_PIECE_MS;
}

/** True while the command at work waits for news, and none has come. */
static bool waits_for_news(const struct wamcam_board *board) {
    struct wamcam_console *console = board->console;
    if (!console->waits) {
        return false;
    }
    pthread_mutex_lock(&console->mutex);
    console->waits = !console->has_news;
    console->has_news = false;
    pthread_mutex_unlock(&console->mutex);
    console->waiting_since_us = board->stopwatch_us(board->context);
    return console->waits;
}

int64_t wamcam_console_patience_us(const struct wamcam_board *board) {
    const struct wamcam_console *console = board->console;
    if (console == NULL || console->row == NULL || console->waits) {
        return INT64_MAX;
    }
    return console->waiting_since_us + (is_long(console) ? LONG_PATIENCE_US : PATIENCE_US);
}

/** One piece of the command, now. */
static void work(const struct wamcam_board *board) {
    struct wamcam_console *console = board->console;
    enum wamcam_console_progress progress = console->row->function(&console->job);
    if (progress == WAMCAM_CONSOLE_DONE) {
        end(board);
        return;
    }
    console->waits = progress == WAMCAM_CONSOLE_WAITS;
    console->waiting_since_us = board->stopwatch_us(board->context);
}

bool wamcam_console_serve(const struct wamcam_board *board, int64_t needed_at_uptime_us) {
    struct wamcam_console *console = board->console;
    if (console == NULL || !begin(board) || waits_for_news(board)) {
        return false;
    }
    int64_t left_us = needed_at_uptime_us - board->uptime_us(board->context);
    if (left_us >= console->job.piece_ms * US_PER_MS) {
        work(board);
        return true;
    }
    if (board->stopwatch_us(board->context) < wamcam_console_patience_us(board)) {
        return false;
    }
    if (is_long(console)) {
        wamcam_console_say(&console->job,
                           "the application leaves no pause of %d ms, which this could take: no "
                           "photo is to be late for it; try again later",
                           (int)console->job.piece_ms);
        end(board);
    } else {
        work(board);
    }
    return true;
}

bool wamcam_console_has_wish(const struct wamcam_board *board) {
    return board->console != NULL && board->console->wish != WAMCAM_WISH_NONE;
}

static void run_check(const struct wamcam_board *board, const struct wamcam_check *check) {
    struct wamcam_outcome outcome;
    wamcam_run(board, check->wasm, check->wasm_bytes, &outcome);
    if (outcome.reason[0] != '\0') {
        wamcam_host_log(board, WAMCAM_LEVEL_ERROR, "the check of %s ended early: %s", check->name,
                        outcome.reason);
    }
}

enum wamcam_wish wamcam_console_fulfil_wish(const struct wamcam_board *board) {
    struct wamcam_console *console = board->console;
    if (console == NULL) {
        return WAMCAM_WISH_NONE;
    }
    enum wamcam_wish wish = console->wish;
    console->wish = WAMCAM_WISH_NONE;
    if (wish == WAMCAM_WISH_CHECK) {
        run_check(board, &board->checks[console->check]);
    }
    return wish;
}
