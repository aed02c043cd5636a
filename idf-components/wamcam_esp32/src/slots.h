/** Flash memory for applications: the partitions slots, wasm_0 and wasm_1. */
#ifndef WAMCAM_ESP32_SLOTS_H
#define WAMCAM_ESP32_SLOTS_H

#include "wamcam/board.h"

/** NULL, with a line in the log, if the partition table of this camera lacks one of them. */
const struct wamcam_flash *wamcam_esp32_slots_start(void);

#endif
