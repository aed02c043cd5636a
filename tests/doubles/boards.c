/* All files of boards/, under names of their own. */
#include "boards.h"

#define wamcam_esp32_this_board board_xiao_esp32s3_sense
#include "../../idf-components/wamcam_esp32/boards/xiao_esp32s3_sense.c"
#undef wamcam_esp32_this_board
#define wamcam_esp32_this_board board_freenove_esp32s3_wroom
#include "../../idf-components/wamcam_esp32/boards/freenove_esp32s3_wroom.c"
#undef wamcam_esp32_this_board
#define wamcam_esp32_this_board board_esp32s3_eye
#include "../../idf-components/wamcam_esp32/boards/esp32s3_eye.c"
#undef wamcam_esp32_this_board
#define wamcam_esp32_this_board board_m5stack_cams3
#include "../../idf-components/wamcam_esp32/boards/m5stack_cams3.c"
#undef wamcam_esp32_this_board
#define wamcam_esp32_this_board board_esp32_cam
#include "../../idf-components/wamcam_esp32/boards/esp32_cam.c"
#undef wamcam_esp32_this_board

/* The one that firmware/main.c starts. */
const struct wamcam_esp32_hardware wamcam_esp32_this_board = {
    .name = "board-of-the-test",
    .xclk_hz = 20000000,
    .card_bus = &wamcam_esp32_card_spi,
    .lamp = {.pin = 3, .lit_level = 1},
    .usb_drive_pin = 1,
};
