/* The terminal of chips with a USB serial port of their own. */
#include "driver/usb_serial_jtag.h"
#include "driver/usb_serial_jtag_vfs.h"
#include "terminal.h"
#include "usb_host.h"

esp_err_t wamcam_esp32_terminal_start(void) {
    usb_serial_jtag_driver_config_t configuration = USB_SERIAL_JTAG_DRIVER_CONFIG_DEFAULT();
    esp_err_t error = usb_serial_jtag_driver_install(&configuration);
    if (error == ESP_OK) {
        usb_serial_jtag_vfs_set_rx_line_endings(ESP_LINE_ENDINGS_CR);
        usb_serial_jtag_vfs_set_tx_line_endings(ESP_LINE_ENDINGS_CRLF);
        usb_serial_jtag_vfs_use_driver();
    }
    return error;
}

bool wamcam_esp32_terminal_is_there(void) {
    return wamcam_esp32_usb_host_is_there();
}
