/* Commands that tell how things are: status, log, wifi. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "console/commands.h"
#include "console/log_ring.h"
#include "memory.h"
#include "store/files.h"
#include "wamcam/errors.h"

#define US_PER_S INT64_C(1000000)
/* What the time-lapse application writes (docs/status.md). */
#define STATUS_PATH "wamcam/status.json"
#define STATUS_BYTES_MAX 4096
#define LOG_LINES 20
#define LOG_LINES_MAX 9999
#define WIFI_BYTES 512

/* --- status ---------------------------------------------------------------------------------- */

static void say_uptime(const struct wamcam_console_job *job) {
    static const char *const reasons[] = {"unknown",  "power on",  "software",  "panic",
                                          "watchdog", "brown-out", "deep sleep"};
    const struct wamcam_board *board = job->board;
    struct wamcam_health health = {
        .internal = {-1, -1, -1}, .psram = {-1, -1, -1}, .core_dump_bytes = -1};
    board->health(board->context, &health);
    size_t reason = (size_t)health.reset_reason;
    int64_t up_s = board->uptime_us(board->context) / US_PER_S;
    wamcam_console_say(job, "board        %s, firmware %s", board->name, board->firmware_version);
    wamcam_console_say(job, "up           %" PRId64 " d %02d:%02d:%02d, start: %s", up_s / 86400,
                       (int)(up_s / 3600 % 24), (int)(up_s / 60 % 60), (int)(up_s % 60),
                       reasons[reason < sizeof reasons / sizeof *reasons ? reason : 0]);
    const struct wamcam_heap *heaps[] = {&health.internal, &health.psram};
    static const char *const names[] = {"internal", "PSRAM"};
    for (size_t index = 0; index < 2; index++) {
        if (heaps[index]->free_bytes >= 0) {
            wamcam_console_say(job,
                               "memory       %s: %" PRId64 " bytes free, at least %" PRId64
                               ", largest block %" PRId64,
                               names[index], heaps[index]->free_bytes, heaps[index]->free_bytes_min,
                               heaps[index]->block_bytes_max);
        }
    }
    if (health.core_dump_bytes > 0) {
        wamcam_console_say(job, "core dump    %" PRId64 " bytes kept of a crash",
                           health.core_dump_bytes);
    }
    if (health.signal_dbm != 0) {
        wamcam_console_say(job, "signal       %d dBm", (int)health.signal_dbm);
    }
}

static void say_application(const struct wamcam_console_job *job) {
    struct wamcam_console_program program = wamcam_console_program(job);
    if (program.host == NULL) {
        wamcam_console_say(job, "application  none runs");
    } else {
        wamcam_console_say(job, "application  runs, %zu bytes%s", program.wasm_bytes,
                           program.host->stop_requested ? ", is asked to end" : "");
    }
}

/** The fields of a JSON object, a line each, without those that are null. */
static void say_fields(const struct wamcam_console_job *job, char *json) {
    bool is_in_text = false;
    char *field = json;
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0') {
            at++;
        } else if (*at == '"') {
            is_in_text = !is_in_text;
        } else if (!is_in_text && (*at == '{' || *at == ',' || *at == '}')) {
            bool is_first = *at == '{';
            *at = '\0';
            if (!is_first && field[0] != '\0' && strstr(field, ":null") == NULL) {
                wamcam_console_say(job, "  %s", field);
            }
            field = at + 1;
        }
    }
}

static void say_status_file(const struct wamcam_console_job *job) {
    char path[WAMCAM_FULL_PATH_BYTES];
    char *json = wamcam_memory_take(STATUS_BYTES_MAX + 1);
    snprintf(path, sizeof path, "%s/" STATUS_PATH, job->board->card_folder);
    int length = json == NULL ? WAMCAM_NO_MEMORY
                              : wamcam_files_read(path, 0, (uint8_t *)json, STATUS_BYTES_MAX);
    if (length > 0) {
        json[length] = '\0';
        wamcam_console_say(job, "as the application wrote it last, in " STATUS_PATH ":");
        say_fields(job, json);
    }
    wamcam_memory_free(json);
}

enum wamcam_console_progress wamcam_console_status(struct wamcam_console_job *job) {
    switch (job->step++) {
    case 0:
        say_uptime(job);
        wamcam_console_say_clock(job, "time (UTC)   ");
        say_application(job);
        return WAMCAM_CONSOLE_MORE;
    case 1:
        wamcam_console_df(job);
        return WAMCAM_CONSOLE_MORE;
    default:
        say_status_file(job);
        return WAMCAM_CONSOLE_DONE;
    }
}

/* --- log ------------------------------------------------------------------------------------- */

/** Take a word of the command; false if it is none. */
static bool take_log_word(struct wamcam_console_job *job, const char *word) {
    static const char *const levels[] = {"error", "warning", "info"};
    for (size_t index = 0; index < sizeof levels / sizeof *levels; index++) {
        if (strcmp(word, levels[index]) == 0) {
            job->level = (enum wamcam_level)index;
            return true;
        }
    }
    if (strcmp(word, "-f") == 0 || strcmp(word, "follow") == 0) {
        job->follows = true;
        return true;
    }
    int64_t lines = wamcam_console_number(word);
    job->at = -lines;
    return lines >= 1 && lines <= LOG_LINES_MAX;
}

static bool begin_log(struct wamcam_console_job *job) {
    job->level = WAMCAM_LEVEL_INFORMATION;
    job->at = -LOG_LINES;
    for (int index = 1; index < job->count; index++) {
        if (!take_log_word(job, job->words[index])) {
            wamcam_console_say(job,
                               "%s: expected a number of lines (1 to %d), a level (error, warning "
                               "or info) or -f; for example: log warning 50",
                               job->words[index], LOG_LINES_MAX);
            return false;
        }
    }
    if (job->follows) {
        wamcam_console_follow(job);
        wamcam_console_say(job, "the log as it is written; any key ends this");
    }
    return true;
}

enum wamcam_console_progress wamcam_console_show_log(struct wamcam_console_job *job) {
    char text[1024];
    _Static_assert(sizeof text > WAMCAM_LOG_RING_LINE_BYTES_MAX + 1, "a line must fit");
    if (job->step == 0 && !begin_log(job)) {
        return WAMCAM_CONSOLE_DONE;
    }
    job->step = 1;
    size_t length = wamcam_console_log(job, &job->at, text, sizeof text);
    wamcam_console_write(job, text, length);
    if (length > 0) {
        return WAMCAM_CONSOLE_MORE;
    }
    return !job->follows || wamcam_console_is_interrupted(job) ? WAMCAM_CONSOLE_DONE
                                                               : WAMCAM_CONSOLE_WAITS;
}

/* --- wifi ------------------------------------------------------------------------------------ */

enum wamcam_console_progress wamcam_console_wifi(struct wamcam_console_job *job) {
    const struct wamcam_board *board = job->board;
    if (board->wifi_describe == NULL) {
        wamcam_console_say(
            job, "this board has no Wi-Fi of its own; its system looks after the network");
        return WAMCAM_CONSOLE_DONE;
    }
    char text[WIFI_BYTES] = "";
    board->wifi_describe(board->context, text, sizeof text);
    wamcam_console_write(job, text, strlen(text));
    return WAMCAM_CONSOLE_DONE;
}
