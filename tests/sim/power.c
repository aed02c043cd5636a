#include "power.h"

#include <stddef.h>

#include "virtual_time.h"

static bool is_on;
static wasm_module_inst_t fed;
static int64_t cut_at_us;
static int64_t steps_left;
static enum sim_step least_step; /* that counts */

void sim_power_on(void) {
    is_on = true;
    fed = NULL;
    cut_at_us = SIM_NEVER;
    steps_left = 0;
}

bool sim_power_is_on(void) {
    return is_on;
}

void sim_power_feeds(wasm_module_inst_t instance) {
    fed = instance;
}

void sim_power_plan_cut_at(int64_t at_us) {
    cut_at_us = at_us;
}

void sim_power_plan_cut_in_step(int64_t step, enum sim_step least) {
    steps_left = step;
    least_step = least;
}

int64_t sim_power_cut_at_us(void) {
    return cut_at_us;
}

void sim_power_cut(void) {
    is_on = false;
    if (fed != NULL) {
        wasm_runtime_set_exception(fed, "power was cut");
    }
}

bool sim_power_is_gone(void) {
    if (!is_on) {
        sim_power_cut(); /* a call into wasm that began without power ends here */
    }
    return !is_on;
}

bool sim_power_step(enum sim_step step) {
    if (!is_on || steps_left == 0 || step < least_step || --steps_left > 0) {
        return false;
    }
    sim_power_cut();
    return true;
}
