/** Who told the time last, for a person who asks. */
#ifndef WAMCAM_CONSOLE_CLOCK_TOLD_H
#define WAMCAM_CONSOLE_CLOCK_TOLD_H

#include <stdbool.h>
#include <stdint.h>

/** All zero: nobody has, since the start. */
struct wamcam_clock_told {
    char source[64];      /**< As the application names it; "": nobody. */
    int64_t at_uptime_us; /**< When that was. */
    /** The application that runs has told it: it sets a clock right that somebody else sets. */
    bool is_kept;
    bool has_error;
    int64_t error_ms; /**< How far the clock was behind; below 0: it was ahead. */
    bool has_drift;
    int64_t drift_ppm; /**< How much too slow it was since it was set before. */
};

/** Look at an event of the application, a JSON object: of kind "time" (docs/abi.md) it is news. */
void wamcam_clock_told_hear(struct wamcam_clock_told *told, const char *event, int64_t uptime_us);
/** A person has set the clock at the console. */
void wamcam_clock_told_by_person(struct wamcam_clock_told *told, int64_t uptime_us);

#endif
