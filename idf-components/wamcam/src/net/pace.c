#include "net/pace.h"

#define NOT_BLOCKED (-1)

struct wamcam_pace_settings wamcam_pace_adaptive(size_t chunk_bytes) {
    struct wamcam_pace_settings settings = {chunk_bytes, 0, WAMCAM_PACE_PAUSE_US_MAX};
    return settings;
}

struct wamcam_pace_settings wamcam_pace_fixed(size_t chunk_bytes, int64_t pause_us) {
    struct wamcam_pace_settings settings = {chunk_bytes, pause_us, pause_us};
    return settings;
}

static bool is_fixed(const struct wamcam_pace *pace) {
    return pace->settings.pause_us_min == pace->settings.pause_us_max;
}

/* Within the settings; what is too short to be slept is none. */
static int64_t bounded(const struct wamcam_pace_settings *settings, int64_t pause_us) {
    int64_t wanted_us = pause_us < WAMCAM_PACE_SHORTEST_PAUSE_US ? 0 : pause_us;
    int64_t raised_us = wanted_us < settings->pause_us_min ? settings->pause_us_min : wanted_us;
    return raised_us > settings->pause_us_max ? settings->pause_us_max : raised_us;
}

void wamcam_pace_start(struct wamcam_pace *pace, struct wamcam_pace_settings settings) {
    *pace = (struct wamcam_pace){.settings = settings, .is_searching = true};
    pace->pause_us = bounded(&settings, WAMCAM_PACE_FIRST_PAUSE_US);
    pace->next_at_us = INT64_MIN;
    pace->blocked_since_us = NOT_BLOCKED;
}

void wamcam_pace_set(struct wamcam_pace *pace, struct wamcam_pace_settings settings) {
    pace->settings = settings;
    pace->pause_us = bounded(&settings, pace->pause_us);
}

static int64_t doubled(int64_t pause_us) {
    int64_t longer_us = pause_us * 2;
    return longer_us < WAMCAM_PACE_FIRST_PAUSE_US ? WAMCAM_PACE_FIRST_PAUSE_US : longer_us;
}

int64_t wamcam_pace_after(const struct wamcam_pace *pace, bool broken) {
    return bounded(&pace->settings, broken ? doubled(pace->pause_us) : pace->pause_us);
}

void wamcam_pace_resume(struct wamcam_pace *pace, int64_t pause_us) {
    pace->pause_us = bounded(&pace->settings, pause_us);
}

void wamcam_pace_begin(struct wamcam_pace *pace, int64_t now_us) {
    pace->accepted_at_us = now_us;
    int64_t from_us = now_us + pace->pause_us;
    if (is_fixed(pace) && pace->next_at_us < from_us) {
        pace->next_at_us = from_us;
    }
}

size_t wamcam_pace_allowance(const struct wamcam_pace *pace, int64_t now_us) {
    return now_us < pace->next_at_us ? 0 : pace->settings.chunk_bytes;
}

int64_t wamcam_pace_next_us(const struct wamcam_pace *pace) {
    return pace->next_at_us;
}

/* How long the block under way has lasted, 0 if there is none. */
static int64_t block_lasts_us(struct wamcam_pace *pace, int64_t now_us) {
    if (pace->blocked_since_us == NOT_BLOCKED) {
        return 0;
    }
    int64_t lasts_us = now_us - pace->blocked_since_us;
    pace->longest_block_us = lasts_us > pace->longest_block_us ? lasts_us : pace->longest_block_us;
    return lasts_us;
}

void wamcam_pace_blocked(struct wamcam_pace *pace, int64_t now_us) {
    if (pace->blocked_since_us == NOT_BLOCKED) {
        pace->blocked_since_us = now_us;
        pace->block_count++;
    }
    (void)block_lasts_us(pace, now_us);
}

static int64_t next_pause_us(const struct wamcam_pace *pace, bool blocked, int64_t block_us,
                             int64_t chunk_us) {
    if (block_us > WAMCAM_PACE_STALL_US) {
        return doubled(pace->pause_us);
    }
    if (blocked) {
        return (pace->pause_us + chunk_us / 2) / 2;
    }
    return pace->is_searching ? pace->pause_us / 2 : pace->pause_us - pace->pause_us / 8;
}

void wamcam_pace_accepted(struct wamcam_pace *pace, int64_t now_us) {
    bool blocked = pace->blocked_since_us != NOT_BLOCKED;
    int64_t block_us = block_lasts_us(pace, now_us);
    int64_t chunk_us = now_us - pace->accepted_at_us;
    pace->pause_us = bounded(&pace->settings, next_pause_us(pace, blocked, block_us, chunk_us));
    pace->is_searching = pace->is_searching && !blocked;
    pace->blocked_since_us = NOT_BLOCKED;
    pace->accepted_at_us = now_us;
    pace->next_at_us = now_us + pace->pause_us;
}
