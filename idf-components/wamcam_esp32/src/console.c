#include "console.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "esp_err.h"
#include "esp_log.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "linenoise/linenoise.h"
#include "terminal.h"
#include "wamcam/console.h"
#include "wamcam/errors.h"
#include "wamcam_esp32/board.h"

/* linenoise's default is 100, each a piece of internal memory. */
#define HISTORY_LINES 8
/* One byte more than the core takes, so that it is the core that refuses a line, and the end. */
#define LINE_BYTES (WAMCAM_CONSOLE_LINE_BYTES_MAX + 2)
#define HINT_BYTES 64
/* How often to look whether somebody has plugged a cable in. */
#define ABSENT_PAUSE_MS 500
/* How often to look for the key that ends an answer. */
#define KEY_PAUSE_MS 50
/* What ends a line at once must not keep the processor from all others. */
#define NO_LINE_PAUSE_MS 10

static const char *const tag = "console";

static struct {
    const struct wamcam_board *board;
    pthread_mutex_t mutex;  /* guards is_answered */
    pthread_cond_t changed; /* also after a piece of the answer */
    bool is_answered;
    size_t keys; /* in the line so far */
} console = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

/* --- answers: core thread -------------------------------------------------------------------- */

void wamcam_esp32_console_write(const char *text, size_t length) {
    (void)fwrite(text, 1, length, stdout);
    (void)fflush(stdout); /* an answer may go on for long */
    pthread_mutex_lock(&console.mutex);
    pthread_cond_signal(&console.changed);
    pthread_mutex_unlock(&console.mutex);
}

void wamcam_esp32_console_done(void) {
    pthread_mutex_lock(&console.mutex);
    console.is_answered = true;
    pthread_cond_signal(&console.changed);
    pthread_mutex_unlock(&console.mutex);
}

/* --- lines: a thread of its own -------------------------------------------------------------- */

static void pause_ms(uint32_t duration_ms) {
    vTaskDelay(pdMS_TO_TICKS(duration_ms));
}

/** Whether a key has been pressed; it is taken. */
static bool take_key(void) {
    char key;
    int flags = fcntl(STDIN_FILENO, F_GETFL);
    (void)fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK);
    bool has_come = read(STDIN_FILENO, &key, 1) > 0;
    (void)fcntl(STDIN_FILENO, F_SETFL, flags);
    return has_come;
}

/** While the log is followed a key ends that; the lock is held. */
static void look_for_key(void) {
    pthread_mutex_unlock(&console.mutex);
    if (take_key()) {
        wamcam_console_interrupt(console.board);
    }
    pause_ms(KEY_PAUSE_MS);
    pthread_mutex_lock(&console.mutex);
}

static void await_answer(void) {
    pthread_mutex_lock(&console.mutex);
    while (!console.is_answered) {
        if (wamcam_console_is_following(console.board)) {
            look_for_key();
        } else {
            pthread_cond_wait(&console.changed, &console.mutex);
        }
    }
    pthread_mutex_unlock(&console.mutex);
}

/** Hand a line in and wait for the end of the answer. */
static void answer(const char *line) {
    console.is_answered = false; /* nobody else looks: no answer is under way */
    int status = wamcam_console_submit(console.board, line);
    if (status == WAMCAM_TOO_BIG) {
        printf("the line is longer than %d bytes\n", WAMCAM_CONSOLE_LINE_BYTES_MAX);
    }
    if (status == 0) {
        await_answer();
    }
}

static void complete(const char *typed, linenoiseCompletions *completions) {
    const struct wamcam_console_command *row = wamcam_console_command(0);
    for (size_t index = 0; row != NULL; row = wamcam_console_command(++index)) {
        if (typed[0] != '\0' && strncmp(row->name, typed, strlen(typed)) == 0) {
            linenoiseAddCompletion(completions, row->name);
        }
    }
}

/** What can follow a command, shown behind the cursor. */
static char *hint(const char *typed, int *color, int *bold) {
    static char text[HINT_BYTES];
    const struct wamcam_console_command *row = wamcam_console_command(0);
    for (size_t index = 0; row != NULL; row = wamcam_console_command(++index)) {
        if (strcmp(row->name, typed) == 0 && row->arguments[0] != '\0') {
            *color = 36; /* cyan */
            *bold = 0;
            snprintf(text, sizeof text, " %s", row->arguments);
            return text;
        }
    }
    return NULL;
}

/**
 * linenoise's read. On a terminal without escape sequences a line that is full would have no end
 * in linenoise (ESP-IDF 5.5), which then reads and writes past it: it is given up one byte before.
 */
static ssize_t read_key(int descriptor, void *out, size_t size) {
    if (linenoiseIsDumbMode() && ++console.keys >= LINE_BYTES) {
        printf("\nthe line is longer than %d bytes\n", WAMCAM_CONSOLE_LINE_BYTES_MAX);
        return -1;
    }
    return read(descriptor, out, size);
}

/** Half a second; without an answer lines are plain, and the keys typed meanwhile are lost. */
static void ask_terminal(void) {
    linenoiseSetDumbMode(linenoiseProbe() != 0);
    linenoiseSetReadFunction(read_key); /* the probe sets one, too */
}

/** One line; returns whether the terminal has to be asked anew what it can do. */
static bool serve_line(void) {
    console.keys = 0;
    char *line = linenoise("wamcam> ");
    if (line == NULL) { /* Ctrl-C, too long, the cable was pulled */
        pause_ms(NO_LINE_PAUSE_MS);
        return false;
    }
    bool is_empty = line[0] == '\0';
    if (is_empty) {
        pause_ms(NO_LINE_PAUSE_MS);
    } else {
        if (wamcam_console_may_remember(line)) {
            (void)linenoiseHistoryAdd(line);
        }
        answer(line);
    }
    linenoiseFree(line);
    /* A computer was there before its terminal program was; Enter is what people press then. */
    return is_empty && linenoiseIsDumbMode();
}

/**
 * Not esp_console's own loop: it takes a cable that is not there for empty lines without end, and
 * splits and refuses lines in other words than the core does.
 */
static void *serve_lines(void *argument) {
    (void)argument;
    bool is_asked = false;
    for (;;) {
        if (!wamcam_esp32_terminal_is_there()) {
            is_asked = false;
            pause_ms(ABSENT_PAUSE_MS);
            continue;
        }
        if (!is_asked) {
            ask_terminal();
        }
        is_asked = !serve_line();
    }
    return NULL;
}

/* --------------------------------------------------------------------------------------------- */

static esp_err_t start_thread(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve_lines, NULL) != 0) {
        return ESP_ERR_NO_MEM;
    }
    (void)pthread_detach(thread);
    return ESP_OK;
}

void wamcam_esp32_console_start(const struct wamcam_board *board) {
    console.board = board;
    linenoiseSetMultiLine(1);
    linenoiseSetCompletionCallback(complete);
    linenoiseSetHintsCallback(hint);
    (void)linenoiseSetMaxLineLen(LINE_BYTES);
    (void)linenoiseHistorySetMaxLen(HISTORY_LINES);
    esp_err_t error = board->console == NULL ? ESP_ERR_NO_MEM : wamcam_esp32_terminal_start();
    error = error == ESP_OK ? start_thread() : error;
    if (error != ESP_OK) {
        ESP_LOGE(tag, "nothing can be typed: %s", esp_err_to_name(error));
    }
}
