/** The flash memory of the simulated board: takes time, and a cut of power may hit it anywhere. */
#ifndef SIM_UPDATES_FLASH_H
#define SIM_UPDATES_FLASH_H

#include "wamcam/board.h"

/** New flash memory that nobody has used; kept over cuts of power. */
const struct wamcam_flash *sim_flash_start(uint64_t seed);
/** Power comes; it goes in the n-th step of the flash memory from now, 0: in none. */
void sim_flash_boot(int64_t cut_in_step);

#endif
