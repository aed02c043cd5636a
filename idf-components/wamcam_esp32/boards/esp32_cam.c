/* AI-Thinker ESP32-CAM, a classic ESP32. The card is used over SPI on its SD pins: in SD mode with
 * four lines D2 is GPIO12, a strapping pin, and D1 is GPIO4, the flash lamp. */
#include "wamcam_esp32/hardware.h"

const struct wamcam_esp32_hardware wamcam_esp32_this_board = {
    .name = "esp32-cam",
    .camera = {.power_down = 32,
               .reset = WAMCAM_ESP32_NO_PIN,
               .xclk = 0,
               .sda = 26,
               .scl = 27,
               .data = {5, 18, 19, 21, 36, 39, 34, 35},
               .vsync = 25,
               .href = 23,
               .pclk = 22},
    .xclk_hz = 20000000,
    .card_bus = &wamcam_esp32_card_spi,
    .card = {.clk = 14, .cmd = 15, .d0 = 2, .d3 = 13},
    .lamp = {.pin = 33, .lit_level = 0},
    .usb_drive_pin = WAMCAM_ESP32_NO_PIN,
};
