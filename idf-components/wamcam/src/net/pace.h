/**
 * Decides when and how much may be sent. Pure: knows no socket and no clock, the time is an
 * argument. All times are microseconds of one clock that never goes back.
 *
 * The rule: bytes go out in chunks; after a whole chunk comes a pause. The pause starts at
 * `pause_us_min`, doubles each time the link stayed blocked for more than 200 ms, and halves
 * after every 64 KiB that went out without that. With `pause_us_min` equal to `pause_us_max` the
 * pause is fixed.
 */
#ifndef WAMCAM_NET_PACE_H
#define WAMCAM_NET_PACE_H

#include <stddef.h>
#include <stdint.h>

/** A link blocked for longer is asked to do less. */
#define WAMCAM_PACE_BLOCKED_US 200000
/** Bytes without a long block after which the pause shrinks. */
#define WAMCAM_PACE_CALM_BYTES 65536u
/** First pause when there was none before. */
#define WAMCAM_PACE_FIRST_PAUSE_US 5000
/** Default upper bound: 2 KiB every 80 ms are still 25 KB/s. */
#define WAMCAM_PACE_PAUSE_US_MAX 80000

struct wamcam_pace_settings {
    size_t chunk_bytes; /**< Most bytes allowed at once, at least 1. */
    int64_t pause_us_min;
    int64_t pause_us_max; /**< At least `pause_us_min`. */
};

struct wamcam_pace {
    struct wamcam_pace_settings settings;
    int64_t pause_us;
    int64_t next_at_us;       /**< Nothing may be sent before. */
    int64_t blocked_since_us; /**< -1: not blocked. */
    size_t calm_bytes;        /**< Sent since the last long block or the last shrinking. */
    int64_t longest_block_us;
    int64_t block_count;
};

/** From no pause up to WAMCAM_PACE_PAUSE_US_MAX, as the link needs it. */
struct wamcam_pace_settings wamcam_pace_adaptive(size_t chunk_bytes);
/** The same pause after every chunk. */
struct wamcam_pace_settings wamcam_pace_fixed(size_t chunk_bytes, int64_t pause_us);

void wamcam_pace_start(struct wamcam_pace *pace, struct wamcam_pace_settings settings);

/** Bytes that may be sent now: 0 during a pause, else the size of a chunk. */
size_t wamcam_pace_allowance(const struct wamcam_pace *pace, int64_t now_us);
/** When the pause ends or has ended. */
int64_t wamcam_pace_next_us(const struct wamcam_pace *pace);

/** The link took nothing of a chunk, or not all. Repeated calls continue the same block. */
void wamcam_pace_blocked(struct wamcam_pace *pace, int64_t now_us);
/** The link has accepted `bytes`: ends a block and begins the pause. */
void wamcam_pace_accepted(struct wamcam_pace *pace, size_t bytes, int64_t now_us);

#endif
