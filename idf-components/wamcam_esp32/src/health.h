/** How the chip is: why it started, memory, Wi-Fi signal. */
#ifndef WAMCAM_ESP32_HEALTH_H
#define WAMCAM_ESP32_HEALTH_H

#include "wamcam/board.h"

/** As health() of board.h. */
void wamcam_esp32_health(struct wamcam_health *out);

#endif
