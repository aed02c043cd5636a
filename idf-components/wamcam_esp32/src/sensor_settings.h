/** The settings of camera sensors, by the names that the application uses. */
#ifndef WAMCAM_ESP32_SENSOR_SETTINGS_H
#define WAMCAM_ESP32_SENSOR_SETTINGS_H

#include <stddef.h>
#include <stdint.h>

#include "esp_camera.h"

/**
 * Set one setting, named as the driver's setter without set_. 0; NOT_SUPPORTED for a name that is
 * not known or that this sensor lacks, INVALID outside its range, IO if the sensor did not take it.
 * Where the driver would clamp a value or let it wrap, it is refused.
 */
int wamcam_esp32_sensor_set(sensor_t *sensor, const char *name, int32_t value);

#endif
