/** The network that was joined last, in NVS: safe mode has no application that could name one. */
#ifndef WAMCAM_ESP32_KNOWN_NETWORK_H
#define WAMCAM_ESP32_KNOWN_NETWORK_H

#include <stdbool.h>

/** Lengths as in Wi-Fi; a NUL always follows. */
struct wamcam_esp32_network {
    char ssid[33];
    char password[65];
};

/** Keep a network that has given an address. Flash is written only when it is another one. */
void wamcam_esp32_known_network_keep(const struct wamcam_esp32_network *network);
/** False: none was kept. */
bool wamcam_esp32_known_network_read(struct wamcam_esp32_network *out);

#endif
