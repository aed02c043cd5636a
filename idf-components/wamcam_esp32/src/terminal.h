/** The cable that a person types on: standard input and output. By chip one of two files. */
#ifndef WAMCAM_ESP32_TERMINAL_H
#define WAMCAM_ESP32_TERMINAL_H

#include <stdbool.h>

#include "esp_err.h"

/** Let reading wait for keys, and let the Enter key be a line end; once. */
esp_err_t wamcam_esp32_terminal_start(void);
/** False while nobody can type, and reading would fail at once. */
bool wamcam_esp32_terminal_is_there(void);

#endif
