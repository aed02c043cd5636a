/* Of esp_driver_usb_serial_jtag/include/driver/usb_serial_jtag.h. */
#ifndef DOUBLE_DRIVER_USB_SERIAL_JTAG_H
#define DOUBLE_DRIVER_USB_SERIAL_JTAG_H

#include <stdbool.h>

bool usb_serial_jtag_is_connected(void);

#endif
