/** Why a network was not joined or was lost, in words. */
#ifndef WAMCAM_ESP32_WIFI_REASON_H
#define WAMCAM_ESP32_WIFI_REASON_H

#include <stdint.h>

/** A part of a sentence for a wifi_err_reason_t; says what to do where somebody can. */
const char *wamcam_esp32_wifi_reason(uint8_t reason);

#endif
