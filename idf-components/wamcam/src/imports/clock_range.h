/** Which times are believed, whoever sets the clock. */
#ifndef WAMCAM_IMPORTS_CLOCK_RANGE_H
#define WAMCAM_IMPORTS_CLOCK_RANGE_H

#include <stdbool.h>
#include <stdint.h>

/* 2024-01-01 and 2100-01-01, UTC: a time outside is no answer but a fault. */
#define WAMCAM_EARLIEST_UTC_MS INT64_C(1704067200000)
#define WAMCAM_LATEST_UTC_MS INT64_C(4102444800000)

static inline bool wamcam_clock_is_believable(int64_t utc_ms) {
    return utc_ms >= WAMCAM_EARLIEST_UTC_MS && utc_ms < WAMCAM_LATEST_UTC_MS;
}

#endif
