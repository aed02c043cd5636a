/**
 * Decides when and how much may be sent. Pure: knows no socket and no clock, the time is an
 * argument. All times are microseconds of one clock that never goes back.
 *
 * Bytes go out in chunks with a pause between them, so that whoever moves the bytes on (Wi-Fi, TCP,
 * the camera) gets its turn. The rate, a chunk each pause, is found out:
 *
 * - It grows as long as the link takes chunks at once: the pause halves each time until the link
 *   has blocked for the first time, from then on it loses an eighth.
 * - A block backs it off: the pause goes half the way to half of the time that the link took for
 *   the chunk. No more, because the buffer below must not run empty meanwhile.
 * - A stall, a block of more than WAMCAM_PACE_STALL_US, doubles the pause.
 * - After a connection that broke, the next one begins with twice the pause (wamcam_pace_after).
 *
 * The pause stays within the bounds of the settings. With equal bounds it is fixed, and there is
 * one before every chunk, the first one included, as in the CircuitPython original.
 */
#ifndef WAMCAM_NET_PACE_H
#define WAMCAM_NET_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A block that is longer is a stall: more than a delayed acknowledgement, less than a lost one. */
#define WAMCAM_PACE_STALL_US 200000
/** First pause, and the least after a stall: 4 KiB every 5 ms are 800 KB/s. */
#define WAMCAM_PACE_FIRST_PAUSE_US 5000
/** A pause below is none: no board sleeps so short. */
#define WAMCAM_PACE_SHORTEST_PAUSE_US 250
/** Default upper bound: 4 KiB every 80 ms are still 50 KB/s. */
#define WAMCAM_PACE_PAUSE_US_MAX 80000

struct wamcam_pace_settings {
    size_t chunk_bytes;   /**< Most bytes allowed at once, at least 1. */
    int64_t pause_us_min; /**< At least 0. */
    int64_t pause_us_max; /**< At least `pause_us_min`. */
};

struct wamcam_pace {
    struct wamcam_pace_settings settings;
    int64_t pause_us;
    bool is_searching;        /**< The link has never blocked at this pause or a longer one. */
    int64_t next_at_us;       /**< Nothing may be sent before. */
    int64_t accepted_at_us;   /**< When the last chunk went, or the first one was there to go. */
    int64_t blocked_since_us; /**< -1: not blocked. */
    int64_t longest_block_us;
    int64_t block_count;
};

/** From no pause up to WAMCAM_PACE_PAUSE_US_MAX, as the link needs it. */
struct wamcam_pace_settings wamcam_pace_adaptive(size_t chunk_bytes);
/** The same pause before every chunk. */
struct wamcam_pace_settings wamcam_pace_fixed(size_t chunk_bytes, int64_t pause_us);

void wamcam_pace_start(struct wamcam_pace *pace, struct wamcam_pace_settings settings);
/** Go on with other settings. */
void wamcam_pace_set(struct wamcam_pace *pace, struct wamcam_pace_settings settings);

/** The pause with which a next connection should begin; `broken` if this one ended in an error. */
int64_t wamcam_pace_after(const struct wamcam_pace *pace, bool broken);
/** Begin with the pause that an earlier connection has left behind. */
void wamcam_pace_resume(struct wamcam_pace *pace, int64_t pause_us);

/** There is something to send again after a time without. */
void wamcam_pace_begin(struct wamcam_pace *pace, int64_t now_us);
/** Bytes that may be sent now: 0 during a pause, else the size of a chunk. */
size_t wamcam_pace_allowance(const struct wamcam_pace *pace, int64_t now_us);
/** When the pause ends or has ended. */
int64_t wamcam_pace_next_us(const struct wamcam_pace *pace);

/** The link took nothing of a chunk, or not all. Repeated calls continue the same block. */
void wamcam_pace_blocked(struct wamcam_pace *pace, int64_t now_us);
/** The link has accepted a chunk: ends a block and begins the pause. */
void wamcam_pace_accepted(struct wamcam_pace *pace, int64_t now_us);

#endif
