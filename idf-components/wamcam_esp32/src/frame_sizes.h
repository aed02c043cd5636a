/** Names of frame sizes: esp32-camera's without FRAMESIZE_. Its numbers differ between versions. */
#ifndef WAMCAM_ESP32_FRAME_SIZES_H
#define WAMCAM_ESP32_FRAME_SIZES_H

#include "esp_camera.h"

/** FRAMESIZE_INVALID for a name that the driver does not have. */
framesize_t wamcam_esp32_frame_size(const char *name);

#endif
