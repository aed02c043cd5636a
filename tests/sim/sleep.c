#include "sleep.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "digest.h"
#include "draw.h"
#include "net/network.h"
#include "power.h"
#include "simulation.h"
#include "virtual_time.h"

/* An RC oscillator, measured against the crystal at each start; the temperature goes on changing.
 */
#define DRIFT_PPM_MAX 5000
#define DRIFT_CHANGE_PPM_MAX 300
#define BOOT_US_MIN 200000
#define BOOT_US_MAX 800000
/* How many of all cameras sleep, in a million: lives with a start for each photo take long. */
#define SLEEPERS 250000
/* How often somebody is at the board, in a million. */
#define BUSY_CHANCE 50000

static struct sim_draw draw;
static char configuration[80];
static int64_t drift_ppm; /* of the clock in sleep; above 0: too fast */
static struct wamcam_sleep last;
static bool is_over;

void sim_sleep_start(uint64_t seed) {
    sim_draw_start(&draw, seed, "sleeper");
    bool sleeps = sim_draw_chance(&draw, SLEEPERS);
    bool is_patient = sim_draw_chance(&draw, SIM_ALWAYS / 2);
    snprintf(configuration, sizeof configuration,
             sleeps ? "[power]\ndeep_sleep = \"%s\"\ndeep_sleep_min_sec = 60\n" : "",
             is_patient ? "auto" : "always");
    drift_ppm = sim_draw_between(&draw, -DRIFT_PPM_MAX, DRIFT_PPM_MAX);
    sim_sleep_forget();
}

const char *sim_sleep_configuration(void) {
    return configuration;
}

/** Let time pass in which only the simulation itself may do something. */
static void pass_until(int64_t at_us) {
    while (sim_power_is_on() && sim_time_us() < at_us) {
        int64_t acts_at_us = sim_simulation_acts_at_us();
        sim_time_pass_until(acts_at_us < at_us ? acts_at_us : at_us);
        sim_simulation_act();
    }
}

void sim_sleep(const struct wamcam_sleep *wanted) {
    int64_t asleep_us = wanted->until_uptime_us - sim_board_uptime_us(sim_time_us());
    int64_t utc_us = sim_board_utc_us(sim_time_us());
    int64_t boot_us = sim_draw_between(&draw, BOOT_US_MIN, BOOT_US_MAX);
    int64_t change_ppm = sim_draw_between(&draw, -DRIFT_CHANGE_PPM_MAX, DRIFT_CHANGE_PPM_MAX);
    sim_power_feeds(NULL);
    sim_network_end();
    sim_digest_number("sleeps", asleep_us);
    pass_until(sim_time_us() + asleep_us - asleep_us / 1000000 * (drift_ppm + change_ppm));
    pass_until(sim_time_us() + boot_us);
    if (!sim_power_is_on()) {
        return;
    }
    last = *wanted;
    is_over = true;
    sim_board_wake(utc_us < 0 ? -1 : utc_us + asleep_us + boot_us);
}

bool sim_sleep_is_over(void) {
    bool was_over = is_over;
    is_over = false;
    return was_over;
}

void sim_sleep_forget(void) {
    last = (struct wamcam_sleep){0};
    is_over = false;
}

int sim_sleep_state(void *context) {
    (void)context;
    bool is_busy = sim_power_is_gone() || sim_draw_chance(&draw, BUSY_CHANCE);
    return is_busy ? WAMCAM_BUSY : 0;
}

size_t sim_sleep_kept(void *context, uint8_t *out) {
    (void)context;
    size_t length = sim_power_is_gone() ? 0 : last.kept_bytes;
    memcpy(out, last.kept, length);
    last.kept_bytes = 0;
    return length;
}
