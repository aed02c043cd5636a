/* The command time: the clock, who has set it, and how well it goes. */
#include <inttypes.h>
#include <string.h>

#include "console/commands.h"
#include "console/time_text.h"
#include "imports/clock_range.h"
#include "wamcam/errors.h"

#define US_PER_S INT64_C(1000000)

void wamcam_console_say_clock(const struct wamcam_console_job *job, const char *label) {
    char text[WAMCAM_TIME_TEXT_SIZE];
    int64_t utc_us = job->board->utc_us(job->board->context);
    if (utc_us < 0) {
        wamcam_console_say(job, "%snot known", label);
        return;
    }
    wamcam_time_text(utc_us / US_PER_S, text);
    wamcam_console_say(job, "%s%s", label, text);
}

static void say_source(const struct wamcam_console_job *job, const struct wamcam_clock_told *told) {
    const struct wamcam_board *board = job->board;
    if (told->source[0] == '\0') {
        bool is_known = board->utc_us(board->context) >= 0;
        wamcam_console_say(job, "source: %s",
                           is_known ? "kept by the board; nobody has told the time since the start"
                                    : "none has told the time yet; log warning may tell why");
        return;
    }
    int64_t ago_s = (board->uptime_us(board->context) - told->at_uptime_us) / US_PER_S;
    wamcam_console_say(job, "source: %s, %" PRId64 ":%02d:%02d ago", told->source, ago_s / 3600,
                       (int)(ago_s / 60 % 60), (int)(ago_s % 60));
}

/** What the application has measured when it was told the time. */
static void say_quality(const struct wamcam_console_job *job,
                        const struct wamcam_clock_told *told) {
    if (told->has_error) {
        wamcam_console_say(job, "then:   the clock was %" PRId64 " ms %s",
                           told->error_ms < 0 ? -told->error_ms : told->error_ms,
                           told->error_ms < 0 ? "ahead" : "behind");
    }
    if (told->has_drift) {
        wamcam_console_say(job, "drift:  %" PRId64 " millionths too %s since it was set before",
                           told->drift_ppm < 0 ? -told->drift_ppm : told->drift_ppm,
                           told->drift_ppm < 0 ? "fast" : "slow");
    } else if (told->is_kept) {
        wamcam_console_say(job, "drift:  not known before the time is told again");
    }
}

/** False after saying that what was typed is no time to set. */
static bool set_time(const struct wamcam_console_job *job) {
    const struct wamcam_board *board = job->board;
    struct wamcam_clock_told *told = wamcam_console_clock(job);
    int64_t utc_ms = wamcam_time_from_text(job->words[2]) * 1000;
    if (strcmp(job->words[1], "set") != 0 || !wamcam_clock_is_believable(utc_ms)) {
        wamcam_console_say(job, "expected: time set, then UTC between 2024 and 2099 such as "
                                "2026-11-28T12:00:00Z");
        return false;
    }
    if (told->is_kept) {
        wamcam_console_say(job,
                           "nothing is set: the application keeps the clock by %s, and would set "
                           "it right at once",
                           told->source);
        return true;
    }
    int status = board->set_utc_us(board->context, utc_ms * 1000);
    if (status < 0) {
        wamcam_console_say(job, "the clock could not be set: %s", wamcam_error_text(status));
        return true;
    }
    wamcam_clock_told_by_person(told, board->uptime_us(board->context));
    struct wamcam_host *host = wamcam_console_program(job).host;
    if (host != NULL) {
        host->has_news = true; /* the series may go over to the clock */
    }
    wamcam_host_log(board, WAMCAM_LEVEL_INFORMATION, "time set at the console: %s", job->words[2]);
    return true;
}

enum wamcam_console_progress wamcam_console_time(struct wamcam_console_job *job) {
    if (job->count == 2) {
        wamcam_console_say(job, "time: type: time, or: time set 2026-11-28T12:00:00Z");
        return WAMCAM_CONSOLE_DONE;
    }
    if (job->count == 3 && !set_time(job)) {
        return WAMCAM_CONSOLE_DONE;
    }
    const struct wamcam_clock_told *told = wamcam_console_clock(job);
    wamcam_console_say_clock(job, "UTC: ");
    say_source(job, told);
    say_quality(job, told);
    return WAMCAM_CONSOLE_DONE;
}
