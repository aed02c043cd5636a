/* Doubles of the terminal: what a person types comes through a pipe, as linenoise would read it. */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "doubles.h"
#include "driver/usb_serial_jtag.h"
#include "driver/usb_serial_jtag_vfs.h"
#include "freertos/task.h"
#include "linenoise/linenoise.h"

static struct doubles_terminal terminal;

static struct {
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t changed;
    int readers; /* threads that read, or are about to */
    bool is_ending;
    bool is_reading;
    int typed; /* line ends */
    int taken;
    int pipe[2];
} state = {
    .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .pipe = {-1, -1}};

static size_t line_bytes;
static linenoise_read_bytes_fn read_function;
static linenoiseCompletionCallback *completion;
static linenoiseHintsCallback *hints;

struct doubles_terminal *doubles_terminal(void) {
    return &terminal;
}

void doubles_terminal_start(void) {
    pthread_mutex_lock(&state.mutex);
    state.is_ending = true;
    pthread_cond_broadcast(&state.changed);
    if (state.pipe[1] >= 0) {
        close(state.pipe[1]);
    }
    if (state.readers > 0) {
        wamcam_esp32_console_done(); /* a test that failed may have left it without an answer */
    }
    while (state.readers > 0) {
        pthread_cond_wait(&state.changed, &state.mutex);
    }
    if (state.pipe[0] >= 0) {
        close(state.pipe[0]);
    }
    if (pipe(state.pipe) != 0 || dup2(state.pipe[0], STDIN_FILENO) < 0) {
        abort();
    }
    state.is_ending = false;
    state.is_reading = false;
    state.typed = 0;
    state.taken = 0;
    pthread_mutex_unlock(&state.mutex);
    terminal = (struct doubles_terminal){0};
}

/** The thread that reads ends with the power of the chip. */
static _Noreturn void end_reader(void) {
    pthread_mutex_lock(&state.mutex);
    state.readers--;
    pthread_cond_broadcast(&state.changed);
    pthread_mutex_unlock(&state.mutex);
    pthread_exit(NULL);
}

void doubles_terminal_plug(bool is_in) {
    doubles_set_usb_host(is_in);
    pthread_mutex_lock(&state.mutex);
    pthread_cond_broadcast(&state.changed);
    pthread_mutex_unlock(&state.mutex);
}

void doubles_terminal_type(const char *keys) {
    pthread_mutex_lock(&state.mutex);
    for (const char *key = keys; *key != '\0'; key++) {
        state.typed += *key == '\n';
    }
    pthread_mutex_unlock(&state.mutex);
    if (write(state.pipe[1], keys, strlen(keys)) < 0) {
        abort();
    }
}

bool doubles_terminal_is_idle(void) {
    pthread_mutex_lock(&state.mutex);
    bool is_idle = state.is_reading && state.typed == state.taken;
    pthread_mutex_unlock(&state.mutex);
    return is_idle;
}

const char *doubles_terminal_hint(const char *typed) {
    int color = 0;
    int bold = 0;
    /* cppcheck-suppress CastIntegerToAddressAtReturn ; the callback returns a pointer */
    return hints(typed, &color, &bold);
}

size_t doubles_terminal_complete(const char *typed, char **out) {
    linenoiseCompletions completions = {.cvec = out};
    completion(typed, &completions);
    return completions.len;
}

/* --- ESP-IDF's side -------------------------------------------------------------------------- */

esp_err_t usb_serial_jtag_driver_install(usb_serial_jtag_driver_config_t *usb_serial_jtag_config) {
    (void)usb_serial_jtag_config;
    esp_err_t error = doubles_outcome("usb_serial_jtag_driver_install");
    pthread_mutex_lock(&state.mutex);
    state.readers += error == ESP_OK;
    pthread_mutex_unlock(&state.mutex);
    return error;
}

void usb_serial_jtag_vfs_set_rx_line_endings(esp_line_endings_t mode) {
    terminal.takes_enter = mode == ESP_LINE_ENDINGS_CR;
}

void usb_serial_jtag_vfs_set_tx_line_endings(esp_line_endings_t mode) {
    (void)mode;
}

void usb_serial_jtag_vfs_use_driver(void) {
    terminal.waits_for_keys = true;
}

/** Lets no time pass; a long pause is for a cable that is not there, and waits for it. */
void vTaskDelay(const TickType_t xTicksToDelay) {
    bool is_long = xTicksToDelay >= 500;
    pthread_mutex_lock(&state.mutex);
    terminal.pauses += is_long;
    pthread_cond_broadcast(&state.changed);
    while (is_long && !usb_serial_jtag_is_connected() && !state.is_ending) {
        pthread_cond_wait(&state.changed, &state.mutex);
    }
    bool is_ending = state.is_ending;
    pthread_mutex_unlock(&state.mutex);
    if (is_ending) {
        end_reader();
    }
    sched_yield();
}

void doubles_terminal_await_pause(void) {
    pthread_mutex_lock(&state.mutex);
    while (terminal.pauses == 0) {
        pthread_cond_wait(&state.changed, &state.mutex);
    }
    pthread_mutex_unlock(&state.mutex);
}

/** As linenoise does it without escape sequences, with a bound of its own. */
static ssize_t read_line(char *line, size_t size) {
    size_t length = 0;
    char key = 0;
    while (length < size) {
        ssize_t count = read_function(STDIN_FILENO, &key, 1);
        if (count == 0) {
            free(line);
            end_reader();
        }
        if (count < 0) {
            return count;
        }
        if (key == '\n') {
            return (ssize_t)length;
        }
        line[length++] = key;
    }
    terminal.has_run_over = true;
    return (ssize_t)length;
}

static void say_reading(bool is_reading, int taken) {
    pthread_mutex_lock(&state.mutex);
    state.is_reading = is_reading;
    state.taken += taken;
    pthread_mutex_unlock(&state.mutex);
}

char *linenoise(const char *prompt) {
    (void)prompt;
    char *line = calloc(1, line_bytes + 1);
    say_reading(true, 0);
    ssize_t length = read_line(line, line_bytes);
    say_reading(false, length >= 0);
    if (length < 0) {
        free(line);
        return NULL;
    }
    return line;
}

int linenoiseProbe(void) {
    terminal.probes++;
    read_function = read;
    return terminal.is_dumb ? -2 : 0;
}

void linenoiseSetReadFunction(linenoise_read_bytes_fn read_fn) {
    read_function = read_fn;
}

int linenoiseHistoryAdd(const char *line) {
    snprintf(terminal.remembered, sizeof terminal.remembered, "%s", line);
    return 1;
}

int linenoiseHistorySetMaxLen(int len) {
    return len > 0;
}

int linenoiseSetMaxLineLen(size_t len) {
    line_bytes = len;
    return 0;
}

void linenoiseSetMultiLine(int ml) {
    (void)ml;
}

void linenoiseSetDumbMode(int set) {
    terminal.is_in_dumb_mode = set != 0;
}

bool linenoiseIsDumbMode(void) {
    return terminal.is_in_dumb_mode;
}

void linenoiseSetCompletionCallback(linenoiseCompletionCallback *callback) {
    completion = callback;
}

void linenoiseSetHintsCallback(linenoiseHintsCallback *callback) {
    hints = callback;
}

void linenoiseAddCompletion(linenoiseCompletions *completions, const char *text) {
    snprintf(completions->cvec[completions->len++], 32, "%s", text);
}

void linenoiseFree(void *ptr) {
    free(ptr);
}
