/** The board's side of the console: a terminal hands lines to the core and shows the answers. */
#ifndef WAMCAM_ESP32_CONSOLE_H
#define WAMCAM_ESP32_CONSOLE_H

#include <stddef.h>

/** See console_write() and console_done() of wamcam/board.h. */
void wamcam_esp32_console_write(const char *text, size_t length);
void wamcam_esp32_console_done(void);

#endif
