#define _DEFAULT_SOURCE /* settimeofday */

#include "clock.h"

#include <stddef.h>
#include <sys/time.h>

#include "esp_timer.h"
#include "wamcam/errors.h"

#define US_PER_S INT64_C(1000000)

/* The chip counts from 1970 after power came, and keeps the time over restarts: a time after
 * 2024-01-01T00:00:00Z, the least that the core sets, was set. */
#define LEAST_KNOWN_S INT64_C(1704067200)

int64_t wamcam_esp32_clock_uptime_us(void) {
    return esp_timer_get_time();
}

int64_t wamcam_esp32_clock_utc_us(void) {
    struct timeval now;
    if (gettimeofday(&now, NULL) != 0 || now.tv_sec < LEAST_KNOWN_S) {
        return -1;
    }
    return (int64_t)now.tv_sec * US_PER_S + now.tv_usec;
}

int wamcam_esp32_clock_set_utc_us(int64_t utc_us) {
    struct timeval time = {
        .tv_sec = (time_t)(utc_us / US_PER_S),
        .tv_usec = (suseconds_t)(utc_us % US_PER_S),
    };
    return settimeofday(&time, NULL) == 0 ? 0 : WAMCAM_IO;
}
