#include "faults.h"

#include "virtual_time.h"

struct sim_faults sim_faults;

const char *sim_fault_name(enum sim_fault_kind kind) {
    static const char *const names[SIM_FAULT_KINDS] = {
        [SIM_POWER_CUTS] = "power_cuts",
        [SIM_CARD_ERRORS] = "card_errors",
        [SIM_CARD_AWAY] = "card_away",
        [SIM_CARD_SLOW] = "card_slow",
        [SIM_CAMERA] = "camera",
        [SIM_NETWORK] = "network",
        [SIM_CLOUD] = "cloud",
        [SIM_CLOCK] = "clock",
        [SIM_CROSS_LINKS] = "cross_links",
        [SIM_PULLS] = "pulls",
    };
    return names[kind];
}

/** How bad one kind of faults is: not at all in a quarter of the worlds, else up to `most`. */
static uint32_t rate(struct sim_draw *draw, bool without, uint32_t most) {
    bool is_none = sim_draw_chance(draw, SIM_ALWAYS / 4);
    uint32_t drawn = (uint32_t)sim_draw_scaled(draw, most / 100, most);
    return without || is_none ? 0 : drawn;
}

/** A mean time between two faults; 0 in a quarter of the worlds. */
static int64_t mean_us(struct sim_draw *draw, bool without, int64_t least_us, int64_t most_us) {
    bool is_none = sim_draw_chance(draw, SIM_ALWAYS / 4);
    int64_t drawn_us = sim_draw_scaled(draw, least_us, most_us);
    return without || is_none ? 0 : drawn_us;
}

static void draw_card(struct sim_faults *faults, struct sim_draw *draw, const bool *without) {
    faults->card_call_fails = rate(draw, without[SIM_CARD_ERRORS], 10000);
    faults->card_away_mean_us =
        mean_us(draw, without[SIM_CARD_AWAY], 2 * SIM_HOUR_US, 48 * SIM_HOUR_US);
    faults->card_slow = rate(draw, without[SIM_CARD_SLOW], 20000);
    faults->cross_links = !without[SIM_CROSS_LINKS];
}

static void draw_camera(struct sim_faults *faults, struct sim_draw *draw, bool without) {
    faults->camera_open_fails = rate(draw, without, 500000);
    faults->camera_no_frame = rate(draw, without, 50000);
    faults->camera_half_frame = rate(draw, without, 50000);
    faults->camera_slow = rate(draw, without, 50000);
}

static void draw_network(struct sim_faults *faults, struct sim_draw *draw, bool without) {
    faults->outage_mean_us = mean_us(draw, without, SIM_HOUR_US, 24 * SIM_HOUR_US);
    faults->lookup_fails = rate(draw, without, 100000);
    faults->connect_fails = rate(draw, without, 100000);
    faults->handshake_fails = rate(draw, without, 100000);
    faults->stall = rate(draw, without, 10000);
    faults->reset = rate(draw, without, 10000);
}

static void draw_cloud(struct sim_faults *faults, struct sim_draw *draw, bool without) {
    faults->answer_error = rate(draw, without, 100000);
    faults->answer_lost = rate(draw, without, 50000);
    faults->answer_cut = rate(draw, without, 30000);
    faults->answer_garbage = rate(draw, without, 30000);
    faults->answer_slow = rate(draw, without, 50000);
    faults->answer_wrong_hash = rate(draw, without, 2000);
    faults->token_dies = rate(draw, without, 2000);
}

void sim_faults_draw(struct sim_faults *faults, struct sim_draw *draw,
                     const bool without[SIM_FAULT_KINDS]) {
    *faults = (struct sim_faults){0};
    faults->power_mean_us =
        mean_us(draw, without[SIM_POWER_CUTS], 10 * SIM_MINUTE_US, 24 * SIM_HOUR_US);
    faults->power_cut_in_card_step = (uint32_t)sim_draw_between(draw, 0, SIM_ALWAYS);
    draw_card(faults, draw, without);
    draw_camera(faults, draw, without[SIM_CAMERA]);
    draw_network(faults, draw, without[SIM_NETWORK]);
    draw_cloud(faults, draw, without[SIM_CLOUD]);
    bool has_good_clock = without[SIM_CLOCK];
    faults->clock_unknown =
        has_good_clock ? SIM_ALWAYS : (uint32_t)sim_draw_between(draw, 0, SIM_ALWAYS);
    faults->clock_drift_ppm = has_good_clock ? 0 : (int32_t)sim_draw_between(draw, -40, 40);
}

void sim_faults_end(struct sim_faults *faults) {
    *faults = (struct sim_faults){.clock_unknown = faults->clock_unknown,
                                  .clock_drift_ppm = faults->clock_drift_ppm};
}
