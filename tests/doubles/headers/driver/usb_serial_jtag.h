/* Of esp_driver_usb_serial_jtag/include/driver/usb_serial_jtag.h. */
#ifndef DOUBLE_DRIVER_USB_SERIAL_JTAG_H
#define DOUBLE_DRIVER_USB_SERIAL_JTAG_H

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

typedef struct {
    uint32_t tx_buffer_size;
    uint32_t rx_buffer_size;
} usb_serial_jtag_driver_config_t;

#define USB_SERIAL_JTAG_DRIVER_CONFIG_DEFAULT()                                                    \
    (usb_serial_jtag_driver_config_t) {                                                            \
        .tx_buffer_size = 256, .rx_buffer_size = 256                                               \
    }

esp_err_t usb_serial_jtag_driver_install(usb_serial_jtag_driver_config_t *usb_serial_jtag_config);
bool usb_serial_jtag_is_connected(void);

#endif
