/* The terminal of chips without a USB serial port: the serial port that the log goes to. */
#include "driver/uart.h"
#include "driver/uart_vfs.h"
#include "sdkconfig.h"
#include "terminal.h"

/* More than the hardware's 128 bytes: what is pasted comes at once. */
#define RECEIVE_BYTES 256

esp_err_t wamcam_esp32_terminal_start(void) {
    esp_err_t error =
        uart_driver_install(CONFIG_ESP_CONSOLE_UART_NUM, RECEIVE_BYTES, 0, 0, NULL, 0);
    if (error == ESP_OK) {
        (void)uart_vfs_dev_port_set_rx_line_endings(CONFIG_ESP_CONSOLE_UART_NUM,
                                                    ESP_LINE_ENDINGS_CR);
        (void)uart_vfs_dev_port_set_tx_line_endings(CONFIG_ESP_CONSOLE_UART_NUM,
                                                    ESP_LINE_ENDINGS_CRLF);
        uart_vfs_dev_use_driver(CONFIG_ESP_CONSOLE_UART_NUM);
    }
    return error;
}

bool wamcam_esp32_terminal_is_there(void) {
    return true; /* a serial port does not know; reading waits */
}
