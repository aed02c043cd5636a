/** Deep sleep: powering the chip down until a timer wakes it. */
#ifndef WAMCAM_ESP32_SLEEP_H
#define WAMCAM_ESP32_SLEEP_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/run.h"
#include "wamcam_esp32/hardware.h"

/**
 * As sleep_state() of board.h: BUSY while a computer is connected to the USB port, which vanishes
 * in deep sleep, and for two minutes after any start that is no waking, in which a person can get
 * hold of the board.
 */
int wamcam_esp32_sleep_state(void);
/** As kept() of board.h. */
size_t wamcam_esp32_sleep_kept(uint8_t *out);
/** Release the pins that were held over deep sleep; before the camera is used. */
void wamcam_esp32_sleep_release(const struct wamcam_esp32_hardware *hardware);
/**
 * Power the chip down as an application has asked. Does not return: a restart if that is not
 * possible. Card and Wi-Fi must have been stopped.
 */
_Noreturn void wamcam_esp32_sleep(const struct wamcam_esp32_hardware *hardware,
                                  const struct wamcam_sleep *wanted);

#endif
