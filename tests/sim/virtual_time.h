/**
 * The simulation's time. It passes when something takes time, when everybody waits, and a little
 * with each look at a clock; between two looks the application computes in no time. All moments
 * are true microseconds since the simulation began; what the board's clocks show is in board.c.
 */
#ifndef SIM_VIRTUAL_TIME_H
#define SIM_VIRTUAL_TIME_H

#include <stdint.h>

#define SIM_SECOND_US INT64_C(1000000)
#define SIM_MINUTE_US (60 * SIM_SECOND_US)
#define SIM_HOUR_US (60 * SIM_MINUTE_US)
#define SIM_DAY_US (24 * SIM_HOUR_US)
#define SIM_NEVER INT64_MAX

/** Begin at 0; the true UTC of that moment. */
void sim_time_start(int64_t utc_us);
int64_t sim_time_us(void);
/** The true time at a moment, which only services of the network know. */
int64_t sim_time_utc_us(int64_t at_us);
/** The core thread is at work for so long. Power may be cut meanwhile. */
void sim_time_spend(int64_t duration_us);
/** Everybody waits until a moment, or until power is cut. */
void sim_time_pass_until(int64_t at_us);

#endif
