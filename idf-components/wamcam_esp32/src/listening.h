/** Takes applications from the local network: HTTP behind a token, found by mDNS. */
#ifndef WAMCAM_ESP32_LISTENING_H
#define WAMCAM_ESP32_LISTENING_H

#include <stdbool.h>

#include "wamcam/board.h"

/** Once per start of the chip; nobody is listened to yet. */
void wamcam_esp32_listening_prepare(const struct wamcam_board *board);
/** As listen() of board.h; also IO without Wi-Fi. It goes on until the chip starts anew. */
int wamcam_esp32_listening_start(const char *name, const char *token);
/** Whether somebody is being served: no moment to power down. Any thread. */
bool wamcam_esp32_listening_is_busy(void);

#endif
