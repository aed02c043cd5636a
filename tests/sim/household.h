/** Whose camera it is: the settings files that it is given, drawn from the seed. */
#ifndef SIM_HOUSEHOLD_H
#define SIM_HOUSEHOLD_H

#include <stdint.h>

#include "draw.h"
#include "invariants.h"

void sim_household_draw(struct sim_draw *draw);
/** True UTC at which the camera is switched on for the first time. */
int64_t sim_household_start_utc_us(void);
const struct sim_expectation *sim_household_expectation(void);
/** Put the settings files into the flash memory. */
void sim_household_furnish(void);

#endif
