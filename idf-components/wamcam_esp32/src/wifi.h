/** Wi-Fi as a station that joins its network, and joins it again for ever. */
#ifndef WAMCAM_ESP32_WIFI_H
#define WAMCAM_ESP32_WIFI_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Start the driver, without a network. `changed` is called when an address has come, on the event
 * task. Once. After a failure joining answers with IO and the board works without Wi-Fi.
 */
void wamcam_esp32_wifi_start(void (*changed)(void));
/** Whether the start has gone well: without it there is no network stack either. */
bool wamcam_esp32_wifi_is_ready(void);
/** As wifi_join() of board.h. */
int wamcam_esp32_wifi_join(const char *ssid, const char *password);
/** Join the network that was joined last, of whatever start. NOT_FOUND: none is known. */
int wamcam_esp32_wifi_join_known(void);
/**
 * Whether connections are open: then the receiver is always on, else it sleeps from beacon to
 * beacon (modem sleep). May be called again and again.
 */
void wamcam_esp32_wifi_be_quick(bool is_quick);
/** As wifi_describe() of board.h. */
void wamcam_esp32_wifi_describe(char *out, size_t size);
/** Leave the network and switch the radio off; it stays so until the chip starts anew. */
void wamcam_esp32_wifi_stop(void);

#endif
