/**
 * Lives of cameras that get one new application after the other, good ones and bad ones, while
 * power is cut at every step: afterwards each must run an application that takes photos.
 */
#ifndef SIM_UPDATES_UPDATES_H
#define SIM_UPDATES_UPDATES_H

#include <stdint.h>

#include "board.h"

struct sim_updates_result {
    char broken[400]; /**< What did not hold, "" if everything did. */
    int64_t updates;
    int64_t starts;
    int64_t cuts;      /**< Of power, in the middle of something. */
    int64_t crashes;   /**< Resets by a watchdog. */
    int64_t confirmed; /**< New applications that stayed. */
    int64_t refused;   /**< That were not even tried. */
    int64_t returned;  /**< That had to go. */
    int64_t photos;
    int64_t simulated_us;
};

/** One camera, so many updates. */
void sim_updates(uint64_t seed, int64_t updates, enum sim_detail detail,
                 struct sim_updates_result *result);

#endif
