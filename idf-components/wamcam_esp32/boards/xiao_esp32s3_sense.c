/* Seeed Studio XIAO ESP32S3 Sense. The user lamp hangs on the card's CS: it flickers with the card
 * and cannot show anything else. */
#include "wamcam_esp32/hardware.h"

const struct wamcam_esp32_hardware wamcam_esp32_this_board = {
    .name = "xiao-esp32s3-sense",
    .camera = {.power_down = WAMCAM_ESP32_NO_PIN,
               .reset = WAMCAM_ESP32_NO_PIN,
               .xclk = 10,
               .sda = 40,
               .scl = 39,
               .data = {15, 17, 18, 16, 14, 12, 11, 48},
               .vsync = 38,
               .href = 47,
               .pclk = 13},
    .xclk_hz = 20000000,
    .card_bus = &wamcam_esp32_card_spi,
    .card = {.clk = 7, .cmd = 9, .d0 = 8, .d3 = 21},
    .lamp = {.pin = WAMCAM_ESP32_NO_PIN},
    .usb_drive_pin = 1,
};
