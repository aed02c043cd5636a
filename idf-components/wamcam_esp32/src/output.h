/** The console: log lines and reports. */
#ifndef WAMCAM_ESP32_OUTPUT_H
#define WAMCAM_ESP32_OUTPUT_H

#include <stddef.h>

#include "wamcam/board.h"

/** One line, with ESP-IDF's level, uptime and the tag "wamcam". */
void wamcam_esp32_output_log(enum wamcam_level level, const char *text);
/** One JSON object as a line of its own: it begins with {, which no line of the log does. */
void wamcam_esp32_output_report(const char *json, size_t length);

#endif
