/** NOR flash in memory: power can go at any byte that is written and in the middle of an erase. */
#ifndef WAMCAM_FLASH_DOUBLE_H
#define WAMCAM_FLASH_DOUBLE_H

#include <stdbool.h>
#include <stdint.h>

#include "check.h"
#include "wamcam/board.h"

#define FLASH_DOUBLE_UNIT 4096u
/** What docs promise for the largest application of ours. */
#define FLASH_DOUBLE_SLOT_BYTES (24u * FLASH_DOUBLE_UNIT)

struct flash_double {
    struct wamcam_flash flash;
    uint8_t journal[2 * FLASH_DOUBLE_UNIT];
    uint8_t slots[2][FLASH_DOUBLE_SLOT_BYTES];
    int64_t steps;      /**< Bytes written and eighths of units erased so far. */
    int64_t steps_left; /**< Until power goes; -1: it stays. */
    bool is_off;        /**< Nothing is done any more, until power comes back. */
    bool was_misused;   /**< A 0 was to become a 1, or an area was left. */
    int fails;          /**< The next calls that change something return IO. */
    struct check_random random;
};

/** The only one, as callbacks get the board's context; all bits 0, as if never used. */
extern struct flash_double flash_double;

void flash_double_start(uint64_t seed);
/** Power goes after so many steps more; the step under way is left half done. */
void flash_double_cut_after(int64_t steps);
void flash_double_power_on(void);

#endif
