/** Every board of idf-components/wamcam_esp32/boards. */
#ifndef WAMCAM_DOUBLES_BOARDS_H
#define WAMCAM_DOUBLES_BOARDS_H

#include "wamcam_esp32/hardware.h"

extern const struct wamcam_esp32_hardware board_xiao_esp32s3_sense;
extern const struct wamcam_esp32_hardware board_freenove_esp32s3_wroom;
extern const struct wamcam_esp32_hardware board_esp32s3_eye;
extern const struct wamcam_esp32_hardware board_m5stack_cams3;
extern const struct wamcam_esp32_hardware board_esp32_cam;

#endif
