/* M5Stack Unit CamS3 (the one with an OV2640). */
#include "wamcam_esp32/hardware.h"

const struct wamcam_esp32_hardware wamcam_esp32_this_board = {
    .name = "m5stack-cams3",
    .camera = {.power_down = WAMCAM_ESP32_NO_PIN,
               .reset = 21,
               .xclk = 11,
               .sda = 17,
               .scl = 41,
               .data = {6, 15, 16, 7, 5, 10, 4, 13},
               .vsync = 42,
               .href = 18,
               .pclk = 12},
    .xclk_hz = 20000000,
    .card_bus = &wamcam_esp32_card_spi,
    .card = {.clk = 39, .cmd = 38, .d0 = 40, .d3 = 9},
    .lamp = {.pin = 14, .lit_level = 1},
    .usb_drive_pin = WAMCAM_ESP32_NO_PIN,
};
