/** An application in the place of wamcam_run(): a test says how its runs end. */
#ifndef WAMCAM_DOUBLES_APPLICATION_H
#define WAMCAM_DOUBLES_APPLICATION_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/run.h"

/** Instead of an exit code: a failure that the core tells of, or a crash of the chip. */
#define APPLICATION_FAILS (-1)
#define APPLICATION_CRASHES (-2)
/** A run that ends for the sleep below. */
#define APPLICATION_SLEEPS (-3)

struct application_double {
    const int *exit_codes; /**< Of one run after the other. */
    size_t runs;           /**< How many there were. */
    struct wamcam_sleep sleep;
    const struct wamcam_board *board; /**< Of the run before. */
    const uint8_t *wasm;              /**< What was given to the last run. */
    size_t wasm_length;
};

extern struct application_double application_double;

#endif
