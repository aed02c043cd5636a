/** What becomes of the application when it ends, and of the firmware when it keeps crashing. */
#ifndef FIRMWARE_SUPERVISOR_H
#define FIRMWARE_SUPERVISOR_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"
#include "wamcam_esp32/hardware.h"

/** Failed starts in a row after which the firmware begins in safe mode. */
#define FIRMWARE_FAILED_STARTS_MAX 5u

struct firmware_application {
    const uint8_t *wasm;
    size_t wasm_bytes;
};

/**
 * Run the application for as long as there is power. Does not return: a failure ends in a restart
 * of the chip, a run that is over in a rest until somebody resets the camera. Must be called on a
 * POSIX thread with a stack in internal memory.
 */
_Noreturn void firmware_supervise(const struct wamcam_board *board,
                                  const struct wamcam_esp32_hardware *hardware,
                                  const struct firmware_application *application,
                                  unsigned failed_starts);

#endif
