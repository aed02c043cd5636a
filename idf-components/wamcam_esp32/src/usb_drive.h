/** What the board itself does for the USB drive; see the public header of the same name. */
#ifndef WAMCAM_ESP32_SRC_USB_DRIVE_H
#define WAMCAM_ESP32_SRC_USB_DRIVE_H

#include <stdint.h>

#include "wamcam_esp32/hardware.h"
#include "wamcam_esp32/usb_drive.h"

/** Once; offers the drive if the jumper is set. `changed` is called when there is a step to do. */
void wamcam_esp32_usb_drive_start(const struct wamcam_esp32_hardware *hardware,
                                  void (*changed)(void));
/**
 * Hand the storage over or take it back, if it is time to. Core thread, with no file of the storage
 * open. Returns the uptime at which to call again, in microseconds; INT64_MAX: when something has
 * changed.
 */
int64_t wamcam_esp32_usb_drive_step(void);

#endif
