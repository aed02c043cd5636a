/** The chip's times. */
#ifndef WAMCAM_ESP32_CLOCK_H
#define WAMCAM_ESP32_CLOCK_H

#include <stdint.h>

/** Microseconds since the start; also the stopwatch. */
int64_t wamcam_esp32_clock_uptime_us(void);
/** Microseconds since 1970, or -1 as long as nobody has set the clock. */
int64_t wamcam_esp32_clock_utc_us(void);
/** 0, or IO. */
int wamcam_esp32_clock_set_utc_us(int64_t utc_us);

#endif
