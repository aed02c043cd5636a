/** The FAT file system in the chip's flash: settings without a card, and state.toml. */
#ifndef WAMCAM_ESP32_INTERNAL_STORAGE_H
#define WAMCAM_ESP32_INTERNAL_STORAGE_H

#include <stdbool.h>

#include "wamcam_esp32/board.h"

/** Its partition in partitions.csv. */
#define WAMCAM_ESP32_INTERNAL_PARTITION "storage"

/**
 * Mount it; a partition that holds no file system is formatted. False: it cannot be used. Its files
 * may be used by threads only whose stack is in internal memory: while flash is written, PSRAM is
 * out of reach. No card may be mounted meanwhile, see card.h.
 */
bool wamcam_esp32_internal_storage_start(void);
/** Unmount it. No file of it may be open. False: what became of it is not known. */
bool wamcam_esp32_internal_storage_stop(void);

#endif
