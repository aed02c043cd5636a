/** The simulated board: what the core borrows, in virtual time. */
#ifndef SIM_BOARD_H
#define SIM_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "wamcam/board.h"

extern const struct wamcam_board sim_board;

/** What is printed while it happens, with the simulation's time in front. */
enum sim_detail {
    SIM_DETAIL_NONE,
    SIM_DETAIL_LOG,  /**< The board's log, and events. */
    SIM_DETAIL_CARD, /**< Every call of the card, too. */
};

void sim_board_start(uint64_t seed, enum sim_detail detail);
/** A call of the card has ended. */
void sim_board_show_call(const char *what, const char *path, int result);
/** Power comes: uptime is 0 again, the clock may be wrong. */
void sim_board_boot(void);
/** The board wakes from deep sleep: uptime is 0 again, the clock shows `utc_us`, -1: nothing. */
void sim_board_wake(int64_t utc_us);
/** Ask the application to end. */
void sim_board_stop(void);
/** What the board's uptime was or will be at a moment of the simulation. */
int64_t sim_board_uptime_us(int64_t at_us);
/** The board's wall clock at a moment, -1 if it does not know the time. */
int64_t sim_board_utc_us(int64_t at_us);

#endif
