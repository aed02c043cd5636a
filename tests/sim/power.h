/**
 * The board's power. It is cut at a moment, or in the middle of the n-th step that the card does
 * from now: of a write, a sync, a rename. A cut ends the call into wasm that is under way with a
 * trap, and until the core has come to its end nothing that it does has any effect.
 */
#ifndef SIM_POWER_H
#define SIM_POWER_H

#include <stdbool.h>
#include <stdint.h>

#include <wasm_export.h>

/** Power comes; no cut is planned. */
void sim_power_on(void);
bool sim_power_is_on(void);
/** The instance that a cut ends; NULL: none runs. */
void sim_power_feeds(wasm_module_inst_t instance);

void sim_power_plan_cut_at(int64_t at_us);
/** Steps of the card. */
enum sim_step {
    SIM_STEP_OF_BYTES, /**< A write, a sync, ... */
    SIM_STEP_OF_NAMES, /**< A rename, a removal, a new folder. */
};
/**
 * Cut in the n-th step of the card from now, 1 being the next; 0: in none. `least`
 * SIM_STEP_OF_NAMES: only those count.
 */
void sim_power_plan_cut_in_step(int64_t step, enum sim_step least);
int64_t sim_power_cut_at_us(void);

void sim_power_cut(void);
/** For whatever the core asks of the board: true if there is no power to do it. */
bool sim_power_is_gone(void);
/** The card does a step. True if power is cut in the middle of it. */
bool sim_power_step(enum sim_step step);

#endif
