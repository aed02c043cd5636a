/** Deep sleep of the simulated board: whether this camera sleeps, how, and what it keeps. */
#ifndef SIM_SLEEP_H
#define SIM_SLEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/run.h"

/** Draw from a stream of its own: lives that do not sleep stay as they are. */
void sim_sleep_start(uint64_t seed);
/** Table [power] of camconfig.toml, "" where it is left out. */
const char *sim_sleep_configuration(void);
/**
 * Be powered down as the application wanted, and start: until the clock that runs on in sleep has
 * come to the moment, or power is cut, or the simulation has something to do that ends it.
 */
void sim_sleep(const struct wamcam_sleep *wanted);
/** True once after each waking, when the camera opens as it was closed, and is no excuse. */
bool sim_sleep_is_over(void);
/** Power was cut. */
void sim_sleep_forget(void);

/* The board's callbacks. */
int sim_sleep_state(void *context);
size_t sim_sleep_kept(void *context, uint8_t *out);

#endif
