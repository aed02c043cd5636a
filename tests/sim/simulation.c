#include "simulation.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "camera/camera.h"
#include "card/card.h"
#include "cloud/drive.h"
#include "cloud/server.h"
#include "cloud/services.h"
#include "digest.h"
#include "draw.h"
#include "household.h"
#include "invariants.h"
#include "memory.h"
#include "net/network.h"
#include "oracle.h"
#include "power.h"
#include "pulls.h"
#include "recording.h"
#include "sleep.h"
#include "virtual_time.h"
#include "wamcam/run.h"

/* Nothing goes wrong for so long before the end: by then everything is to be in place. */
#define CALM_US (90 * SIM_MINUTE_US)
/* No camera is without power for longer. */
#define OFF_US_MAX (20 * SIM_MINUTE_US)
/* Steps of the card in which a cut may hit it: a minute's to a day's worth. */
#define CARD_STEPS_MAX 20000
/* A photo has one rename, and many other steps: half of these cuts are meant for a name. */
#define CUTS_OF_NAMES (SIM_ALWAYS / 2)
#define NAME_STEPS_MAX 100

enum phase { TROUBLED, CALM, ENDING };

static struct sim_options options;
static struct sim_draw draw;
static enum phase phase;
static int64_t phase_ends_at_us = SIM_NEVER; /* as long as there is no life */
static bool is_woken;                        /* the next start is no start from nothing */
static uint64_t linear_memory_bytes;
static uint64_t heap_peak_bytes;

/* --- phases --------------------------------------------------------------------------------- */

static bool has_photos_enough(void) {
    return options.photos > 0 && (int64_t)sim_oracle_photos() >= options.photos;
}

int64_t sim_simulation_acts_at_us(void) {
    bool is_over = phase == TROUBLED && has_photos_enough();
    return is_over ? sim_time_us() : phase_ends_at_us;
}

/** What was refused is offered again after a start: in half of all lives there is one. */
static void calm_down(void) {
    if (sim_power_is_on() && sim_draw_chance(&draw, SIM_ALWAYS / 2)) {
        sim_power_cut();
    }
    phase = CALM;
    phase_ends_at_us = sim_time_us() + CALM_US;
    sim_faults_end(&sim_faults);
    sim_card_settle();
    sim_pulls_settle();
    sim_power_plan_cut_at(SIM_NEVER);
    sim_power_plan_cut_in_step(0, SIM_STEP_OF_BYTES);
}

static void end(void) {
    phase = ENDING;
    phase_ends_at_us = SIM_NEVER;
    sim_board_stop();
}

void sim_simulation_act(void) {
    if (!sim_power_is_on() || sim_time_us() < sim_simulation_acts_at_us()) {
        return;
    }
    if (phase == TROUBLED) {
        calm_down();
    } else if (phase == CALM) {
        sim_invariants_at_the_end();
        end();
    }
}

/* --- one start ------------------------------------------------------------------------------ */

static void plan_cut(void) {
    int64_t mean_us = sim_faults.power_mean_us;
    if (mean_us == 0) {
        return;
    }
    if (sim_draw_chance(&draw, sim_faults.power_cut_in_card_step)) {
        bool hits_a_name = sim_draw_chance(&draw, CUTS_OF_NAMES);
        int64_t most = hits_a_name ? NAME_STEPS_MAX : CARD_STEPS_MAX;
        sim_power_plan_cut_in_step(sim_draw_scaled(&draw, 1, most),
                                   hits_a_name ? SIM_STEP_OF_NAMES : SIM_STEP_OF_BYTES);
    } else {
        sim_power_plan_cut_at(sim_time_us() + sim_draw_between(&draw, 1, 2 * mean_us));
    }
}

static void be_without_power(void) {
    sim_network_end();
    sim_card_lose_power();
    sim_sleep_forget();
    sim_digest_number("power was cut", 0);
    sim_invariants_power_was_cut();
    sim_time_pass_until(sim_time_us() + sim_draw_scaled(&draw, SIM_SECOND_US, OFF_US_MAX));
    if (phase == TROUBLED && sim_time_us() >= phase_ends_at_us) {
        calm_down();
    }
}

static void note_memory(const struct wamcam_outcome *outcome) {
    if (outcome->linear_memory_peak_bytes > linear_memory_bytes) {
        linear_memory_bytes = outcome->linear_memory_peak_bytes;
    }
    if (outcome->host_heap_peak_bytes > heap_peak_bytes) {
        heap_peak_bytes = outcome->host_heap_peak_bytes;
    }
}

/** Power comes, or comes back to a board that slept. */
static void boot(void) {
    if (is_woken) {
        sim_card_boot();
        sim_invariants_woke();
        return;
    }
    sim_power_on();
    sim_board_boot();
    sim_card_boot();
    sim_pulls_boot();
    sim_invariants_booted();
    plan_cut();
}

/** The program runs until power goes, it powers the board down or the end is asked for. */
static void live(const uint8_t *wasm, size_t wasm_length) {
    struct wamcam_outcome outcome;
    struct wamcam_board board = sim_board;
    board.record = options.is_recorded ? sim_recording_add : NULL;
    sim_recording_begin();
    boot();
    sim_pulls_run(&board, wasm, wasm_length, &outcome);
    note_memory(&outcome);
    sim_digest_number("run ended", (int64_t)outcome.linear_memory_peak_bytes);
    bool sleeps = outcome.sleep.is_wanted && phase != ENDING && sim_power_is_on();
    bool was_asked_to = sleeps || phase == ENDING || !sim_power_is_on();
    sim_invariants_run_ended(outcome.exit_code, outcome.reason, was_asked_to,
                             outcome.linear_memory_peak_bytes);
    if (sleeps) {
        sim_sleep(&outcome.sleep);
    }
    is_woken = sleeps && sim_power_is_on();
    if (phase != ENDING && !is_woken) {
        sim_power_cut();
        be_without_power();
    }
}

/* --- one life ------------------------------------------------------------------------------- */

static void start(const uint8_t *wasm, size_t wasm_length) {
    uint64_t seed = options.seed;
    sim_draw_start(&draw, seed, "simulation");
    phase = TROUBLED;
    phase_ends_at_us = options.duration_us;
    is_woken = false;
    linear_memory_bytes = 0;
    heap_peak_bytes = 0;
    sim_household_draw(&draw);
    sim_time_start(sim_household_start_utc_us());
    sim_digest_start();
    sim_faults_draw(&sim_faults, &draw, options.without);
    sim_power_on();
    sim_invariants_start(sim_household_expectation());
    sim_oracle_start();
    sim_card_start(seed, options.bug, options.card_bytes);
    sim_camera_start(seed);
    sim_network_start(seed);
    sim_server_start(seed);
    sim_dropbox_start(seed);
    sim_board_start(seed, options.detail);
    sim_sleep_start(seed);
    sim_pulls_start(seed, options.without[SIM_PULLS], options.duration_us, wasm, wasm_length);
    sim_household_furnish();
}

static void finish(void) {
    sim_network_end();
    sim_dropbox_end();
    sim_card_end();
    sim_oracle_end();
    sim_invariants_end();
}

void sim_simulate(const struct sim_options *chosen, const uint8_t *wasm, size_t wasm_length,
                  struct sim_result *result) {
    options = *chosen;
    *result = (struct sim_result){0};
    start(wasm, wasm_length);
    while (phase != ENDING && sim_invariants_broken()[0] == '\0') {
        live(wasm, wasm_length);
        result->starts++;
    }
    sim_pulls_at_the_end();
    snprintf(result->broken, sizeof result->broken, "%s", sim_invariants_broken());
    result->simulated_us = sim_time_us();
    result->photos = sim_oracle_photos();
    result->in_cloud = sim_drive_count();
    result->digest = sim_digest();
    result->linear_memory_bytes = linear_memory_bytes;
    result->heap_peak_bytes = heap_peak_bytes;
    finish();
}
