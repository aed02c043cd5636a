/** Whether a computer is at the other end of the USB cable. */
#ifndef WAMCAM_ESP32_USB_HOST_H
#define WAMCAM_ESP32_USB_HOST_H

#include <stdbool.h>

/** False with a charger or a power bank, and on chips that cannot tell. */
bool wamcam_esp32_usb_host_is_there(void);

#endif
