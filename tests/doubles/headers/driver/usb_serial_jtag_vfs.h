/* Of esp_driver_usb_serial_jtag/include/driver/usb_serial_jtag_vfs.h and
 * vfs/include/esp_vfs_common.h. */
#ifndef DOUBLE_DRIVER_USB_SERIAL_JTAG_VFS_H
#define DOUBLE_DRIVER_USB_SERIAL_JTAG_VFS_H

typedef enum {
    ESP_LINE_ENDINGS_CRLF,
    ESP_LINE_ENDINGS_CR,
    ESP_LINE_ENDINGS_LF,
} esp_line_endings_t;

void usb_serial_jtag_vfs_set_rx_line_endings(esp_line_endings_t mode);
void usb_serial_jtag_vfs_set_tx_line_endings(esp_line_endings_t mode);
void usb_serial_jtag_vfs_use_driver(void);

#endif
