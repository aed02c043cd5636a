/** How much the file systems of card and flash hold. */
#ifndef WAMCAM_ESP32_FAT_ROOM_H
#define WAMCAM_ESP32_FAT_ROOM_H

#include "wamcam/board.h"

/** As room() of board.h, of a file system that is mounted. Without it, and on a failure: IO. */
int wamcam_esp32_fat_room(const char *folder, struct wamcam_room *out);

#endif
