/** One simulated life of a camera, from one seed: starts, cuts of power, a calm end. */
#ifndef SIM_SIMULATION_H
#define SIM_SIMULATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board.h"
#include "card/card.h"
#include "faults.h"

struct sim_options {
    uint64_t seed;
    int64_t duration_us; /**< With faults; a calm time follows. */
    int64_t photos;      /**< End when so many are on the card; 0: by duration alone. */
    int64_t card_bytes;  /**< Size of the card; 0: as drawn. */
    bool without[SIM_FAULT_KINDS];
    enum sim_detail detail;
    bool is_recorded;      /**< The latest start is; see recording.h. */
    enum sim_card_bug bug; /**< A bug of the card for tests to find. */
};

struct sim_result {
    char broken[400]; /**< What did not hold, "" if everything did. */
    int64_t simulated_us;
    size_t photos;
    size_t in_cloud;
    int starts;
    uint64_t digest;
    uint64_t linear_memory_bytes;
    uint64_t heap_peak_bytes;
};

void sim_simulate(const struct sim_options *options, const uint8_t *wasm, size_t wasm_length,
                  struct sim_result *result);

/* For board.c: the next moment at which the simulation itself has something to do, and doing it. */
int64_t sim_simulation_acts_at_us(void);
void sim_simulation_act(void);

#endif
