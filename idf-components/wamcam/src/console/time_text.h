/** UTC as text, RFC 3339 without fractions: 2026-11-28T12:00:00Z. */
#ifndef WAMCAM_CONSOLE_TIME_TEXT_H
#define WAMCAM_CONSOLE_TIME_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#define WAMCAM_TIME_TEXT_SIZE 24

/** Seconds since 1970 as text; years 1970 to 9999. */
void wamcam_time_text(int64_t utc_s, char out[WAMCAM_TIME_TEXT_SIZE]);
/** Seconds since 1970, or -1 for a text that is no such time. */
int64_t wamcam_time_from_text(const char *text);

#endif
