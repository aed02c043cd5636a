/** The latest lines of the log, in memory. Not safe against other threads by itself. */
#ifndef WAMCAM_CONSOLE_LOG_RING_H
#define WAMCAM_CONSOLE_LOG_RING_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

struct wamcam_log_ring {
    char *text; /**< Lines, each ended by a line end. */
    size_t size_bytes;
    size_t used_bytes;
    int64_t first; /**< Number of the first line that is still there; lines count from 0. */
    int64_t next;  /**< Number of the next line. */
};

/** Longest line that is kept; a longer one is cut. */
#define WAMCAM_LOG_RING_LINE_BYTES_MAX 600u

/**
 * Keep a line, which begins with the letter of its level, E, W or I; the oldest make room. Nothing
 * for a ring of less than two such lines.
 */
void wamcam_log_ring_add(struct wamcam_log_ring *ring, const char *line);
/** The number from which on there are `count` lines of this level or a more severe one. */
int64_t wamcam_log_ring_last(const struct wamcam_log_ring *ring, enum wamcam_level level,
                             int64_t count);
/**
 * Lines of this level or a more severe one from number `*from` on, as many as fit into `out` (at
 * least one line of the longest kind and NUL), with their line ends and NUL. `*from` becomes the
 * number of the next line. Returns the bytes, 0 when there are no more.
 */
size_t wamcam_log_ring_read(const struct wamcam_log_ring *ring, enum wamcam_level level,
                            int64_t *from, char *out, size_t size);

#endif
