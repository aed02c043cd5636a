#include "net/pace.h"

#include <stdbool.h>

#define NOT_BLOCKED (-1)

struct wamcam_pace_settings wamcam_pace_adaptive(size_t chunk_bytes) {
    struct wamcam_pace_settings settings = {chunk_bytes, 0, WAMCAM_PACE_PAUSE_US_MAX};
    return settings;
}

struct wamcam_pace_settings wamcam_pace_fixed(size_t chunk_bytes, int64_t pause_us) {
    struct wamcam_pace_settings settings = {chunk_bytes, pause_us, pause_us};
    return settings;
}

void wamcam_pace_start(struct wamcam_pace *pace, struct wamcam_pace_settings settings) {
    *pace = (struct wamcam_pace){0};
    pace->settings = settings;
    pace->pause_us = settings.pause_us_min;
    pace->next_at_us = INT64_MIN;
    pace->blocked_since_us = NOT_BLOCKED;
}

size_t wamcam_pace_allowance(const struct wamcam_pace *pace, int64_t now_us) {
    return now_us < pace->next_at_us ? 0 : pace->settings.chunk_bytes;
}

int64_t wamcam_pace_next_us(const struct wamcam_pace *pace) {
    return pace->next_at_us;
}

void wamcam_pace_blocked(struct wamcam_pace *pace, int64_t now_us) {
    if (pace->blocked_since_us == NOT_BLOCKED) {
        pace->blocked_since_us = now_us;
        pace->block_count++;
    }
    int64_t lasted_us = now_us - pace->blocked_since_us;
    if (lasted_us > pace->longest_block_us) {
        pace->longest_block_us = lasted_us;
    }
}

static int64_t within(int64_t value, int64_t least, int64_t most) {
    return value < least ? least : value > most ? most : value;
}

static void lengthen(struct wamcam_pace *pace) {
    int64_t longer_us = pace->pause_us * 2;
    if (longer_us < WAMCAM_PACE_FIRST_PAUSE_US) {
        longer_us = WAMCAM_PACE_FIRST_PAUSE_US;
    }
    pace->pause_us = within(longer_us, pace->settings.pause_us_min, pace->settings.pause_us_max);
    pace->calm_bytes = 0;
}

/* Below the first pause there is nothing worth waiting for: the pause goes back to the least. */
static void shorten(struct wamcam_pace *pace) {
    int64_t shorter_us = pace->pause_us / 2;
    if (shorter_us < WAMCAM_PACE_FIRST_PAUSE_US) {
        shorter_us = 0;
    }
    pace->pause_us = within(shorter_us, pace->settings.pause_us_min, pace->settings.pause_us_max);
    pace->calm_bytes = 0;
}

/* True if a block ends here that lasted long enough to count against the link. */
static bool ends_long_block(struct wamcam_pace *pace, int64_t now_us) {
    if (pace->blocked_since_us == NOT_BLOCKED) {
        return false;
    }
    int64_t lasted_us = now_us - pace->blocked_since_us;
    if (lasted_us > pace->longest_block_us) {
        pace->longest_block_us = lasted_us;
    }
    pace->blocked_since_us = NOT_BLOCKED;
    return lasted_us > WAMCAM_PACE_BLOCKED_US;
}

void wamcam_pace_accepted(struct wamcam_pace *pace, size_t bytes, int64_t now_us) {
    if (ends_long_block(pace, now_us)) {
        lengthen(pace);
    } else {
        pace->calm_bytes += bytes;
        if (pace->calm_bytes >= WAMCAM_PACE_CALM_BYTES) {
            shorten(pace);
        }
    }
    pace->next_at_us = now_us + pace->pause_us;
}
