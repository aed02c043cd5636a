/* Espressif ESP32-S3-EYE. */
#include "wamcam_esp32/hardware.h"

const struct wamcam_esp32_hardware wamcam_esp32_this_board = {
    .name = "esp32-s3-eye",
    .camera = {.power_down = WAMCAM_ESP32_NO_PIN,
               .reset = WAMCAM_ESP32_NO_PIN,
               .xclk = 15,
               .sda = 4,
               .scl = 5,
               .data = {11, 9, 8, 10, 12, 18, 17, 16},
               .vsync = 6,
               .href = 7,
               .pclk = 13},
    .xclk_hz = 20000000,
    .card_bus = &wamcam_esp32_card_sdmmc,
    .card = {.clk = 39, .cmd = 38, .d0 = 40, .d3 = WAMCAM_ESP32_NO_PIN},
    .lamp = {.pin = 3, .lit_level = 1},
    .usb_drive_pin = WAMCAM_ESP32_NO_PIN,
};
