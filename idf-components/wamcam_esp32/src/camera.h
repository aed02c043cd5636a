/** The camera over esp32-camera; see the callbacks of board.h for what each call promises. */
#ifndef WAMCAM_ESP32_CAMERA_H
#define WAMCAM_ESP32_CAMERA_H

#include <stdint.h>

#include "wamcam/board.h"
#include "wamcam_esp32/hardware.h"

/** Largest number of frames that may be out at a time: the driver keeps the other buffer. */
#define WAMCAM_ESP32_FRAMES_MAX 1

/** Once, before all others. `hardware` must stay. */
void wamcam_esp32_camera_start(const struct wamcam_esp32_hardware *hardware);
/**
 * After a waking from deep sleep: start the camera as it was before, beside whatever comes next.
 * The first to open it waits for that, and has it if he wants it the same. Nothing after any other
 * start.
 */
void wamcam_esp32_camera_go_ahead(void);
/** As camera_open(); BUSY while a frame is out, since its memory would go. */
int wamcam_esp32_camera_open(const char *frame_size, int32_t jpeg_quality);
int wamcam_esp32_camera_set(const char *setting, int32_t value);
int wamcam_esp32_camera_take(struct wamcam_frame *out);
void wamcam_esp32_camera_give_back(struct wamcam_frame *frame);
void wamcam_esp32_camera_close(void);
const char *wamcam_esp32_camera_sensor(void);

#endif
