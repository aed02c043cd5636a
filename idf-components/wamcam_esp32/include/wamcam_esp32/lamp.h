/** The board's lamp, which says "safe mode". */
#ifndef WAMCAM_ESP32_LAMP_H
#define WAMCAM_ESP32_LAMP_H

#include "wamcam_esp32/hardware.h"

/** Light the lamp; nothing where the board has none. */
void wamcam_esp32_lamp_light(const struct wamcam_esp32_lamp *lamp);

#endif
