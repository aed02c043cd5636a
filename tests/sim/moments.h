/** Moments of the schedule of which the ledger does not tell. */
#ifndef SIM_MOMENTS_H
#define SIM_MOMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "invariants.h"

/** Between two shots. */
struct sim_hole {
    int64_t before;
    int64_t after;
};

/**
 * Look through all claims for two shots that follow each other in time and are further apart than
 * the schedule has it, where the time was known. False if there are none, else one such hole.
 */
bool sim_moments_find_hole(const struct sim_expectation *expectation, struct sim_hole *hole);

#endif
