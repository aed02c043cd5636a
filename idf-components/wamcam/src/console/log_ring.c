#define _POSIX_C_SOURCE 200809L /* strnlen */

#include "console/log_ring.h"

#include <string.h>

static size_t line_bytes(const char *line) {
    return (size_t)(strchr(line, '\n') - line) + 1;
}

static void drop_first(struct wamcam_log_ring *ring) {
    size_t length = line_bytes(ring->text);
    memmove(ring->text, ring->text + length, ring->used_bytes - length);
    ring->used_bytes -= length;
    ring->first++;
}

void wamcam_log_ring_add(struct wamcam_log_ring *ring, const char *line) {
    size_t length = strnlen(line, WAMCAM_LOG_RING_LINE_BYTES_MAX);
    if (ring->size_bytes < 2 * (WAMCAM_LOG_RING_LINE_BYTES_MAX + 1)) {
        return;
    }
    while (ring->used_bytes + length + 1 > ring->size_bytes) {
        drop_first(ring);
    }
    char *end = ring->text + ring->used_bytes;
    for (size_t index = 0; index < length; index++) {
        end[index] = line[index];
        if (line[index] == '\n') {
            end[index] = ' '; /* what is kept as a line stays one */
        }
    }
    end[length] = '\n';
    ring->used_bytes += length + 1;
    ring->next++;
}

static bool is_severe(const char *line, enum wamcam_level level) {
    static const char letters[] = "EWI";
    const char *letter = strchr(letters, line[0]);
    return letter == NULL || (size_t)(letter - letters) <= (size_t)level;
}

int64_t wamcam_log_ring_last(const struct wamcam_log_ring *ring, enum wamcam_level level,
                             int64_t count) {
    int64_t surplus = -count;
    const char *line = ring->text;
    for (int64_t number = ring->first; number < ring->next; number++) {
        surplus += is_severe(line, level);
        line += line_bytes(line);
    }
    line = ring->text;
    int64_t number = ring->first;
    for (; number < ring->next && surplus > 0; number++) {
        surplus -= is_severe(line, level);
        line += line_bytes(line);
    }
    return number;
}

size_t wamcam_log_ring_read(const struct wamcam_log_ring *ring, enum wamcam_level level,
                            int64_t *from, char *out, size_t size) {
    const char *line = ring->text;
    size_t written = 0;
    for (int64_t number = ring->first; number < ring->next; number++) {
        size_t length = line_bytes(line);
        if (number >= *from) {
            bool is_wanted = is_severe(line, level);
            if (is_wanted && written + length + 1 > size) {
                break;
            }
            memcpy(out + written, line, is_wanted ? length : 0);
            written += is_wanted ? length : 0;
            *from = number + 1;
        }
        line += length;
    }
    out[written] = '\0';
    return written;
}
