/** Exposure over a close of the camera, and over deep sleep. */
#ifndef WAMCAM_ESP32_EXPOSURE_H
#define WAMCAM_ESP32_EXPOSURE_H

#include "esp_camera.h"

/** Remember how the sensor's own control loops expose now; they are lost when it is started. */
void wamcam_esp32_exposure_remember(sensor_t *sensor);
/** Let the control loops of a sensor that was just started go on there, if it is the same kind. */
void wamcam_esp32_exposure_restore(sensor_t *sensor);
/** Put the sensor to sleep by its register: for boards that cannot switch it off by its pin. */
void wamcam_esp32_exposure_standby(sensor_t *sensor);

#endif
