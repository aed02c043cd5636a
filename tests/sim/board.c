#include "board.h"

#include <stdio.h>
#include <string.h>

#include "camera/camera.h"
#include "card/card.h"
#include "digest.h"
#include "draw.h"
#include "faults.h"
#include "invariants.h"
#include "net/network.h"
#include "oracle.h"
#include "power.h"
#include "simulation.h"
#include "sleep.h"
#include "virtual_time.h"

/* Calls at one moment, after which nobody believes that they will ever end. */
#define IDLE_CALLS_MAX 10000
/* What a program computes between two looks at a clock takes a moment; now and then something
 * else comes between that takes longer, in a million. */
#define LOOK_US_MIN 2
#define LOOK_US_MAX 256
#define INTERRUPTED 2000
#define INTERRUPTED_US_MAX 100000

static struct sim_draw draw;
static struct sim_draw pace;
static enum sim_detail detail;
static bool is_stopping;
static int64_t booted_at_us;
static enum wamcam_reset_reason reset_reason;
static bool is_utc_known;
static int64_t utc_us; /* what the clock showed at ... */
static int64_t utc_set_at_us;
static int64_t waited_at_us;
static int64_t looks_us; /* of the time, what went by with looks at a clock */
static int idle_calls;

void sim_board_start(uint64_t seed, enum sim_detail shown) {
    sim_draw_start(&draw, seed, "board");
    sim_draw_start(&pace, seed, "pace");
    looks_us = 0;
    detail = shown;
    is_utc_known = false;
}

static void begin_anew(enum wamcam_reset_reason why) {
    booted_at_us = sim_time_us();
    reset_reason = why;
    is_stopping = false;
    idle_calls = 0;
}

void sim_board_wake(int64_t now_utc_us) {
    begin_anew(WAMCAM_RESET_DEEP_SLEEP);
    utc_us = now_utc_us;
    utc_set_at_us = sim_time_us();
}

void sim_board_boot(void) {
    begin_anew(WAMCAM_RESET_POWER_ON);
    if (!is_utc_known || sim_draw_chance(&draw, sim_faults.clock_unknown)) {
        is_utc_known = false;
        return;
    }
    /* A clock that ran on without power is less exact. */
    utc_us = sim_board_utc_us(sim_time_us()) + sim_draw_between(&draw, -2, 2) * SIM_SECOND_US;
    utc_set_at_us = sim_time_us();
}

void sim_board_stop(void) {
    is_stopping = true;
}

int64_t sim_board_uptime_us(int64_t at_us) {
    return at_us - booted_at_us;
}

int64_t sim_board_utc_us(int64_t at_us) {
    if (!is_utc_known) {
        return -1;
    }
    int64_t since_us = at_us - utc_set_at_us;
    return utc_us + since_us + since_us / 1000000 * sim_faults.clock_drift_ppm;
}

/* --- callbacks ------------------------------------------------------------------------------ */

/** Somebody looks at a clock, which has run on since the look before. */
static void look(void) {
    if (sim_power_is_gone()) {
        return;
    }
    int64_t us = sim_draw_scaled(&pace, LOOK_US_MIN, LOOK_US_MAX);
    if (sim_draw_chance(&pace, INTERRUPTED)) {
        us = sim_draw_scaled(&pace, LOOK_US_MAX, INTERRUPTED_US_MAX);
    }
    looks_us += us;
    sim_time_spend(us);
}

static int64_t tell_uptime_us(void *context) {
    (void)context;
    look();
    return sim_board_uptime_us(sim_time_us());
}

static int64_t tell_utc_us(void *context) {
    (void)context;
    look();
    return sim_board_utc_us(sim_time_us());
}

static int set_utc_us(void *context, int64_t value) {
    (void)context;
    if (sim_power_is_gone()) {
        return 0;
    }
    int64_t before_us = sim_board_utc_us(sim_time_us());
    is_utc_known = true;
    utc_us = value;
    utc_set_at_us = sim_time_us();
    sim_digest_number("clock set", value);
    sim_invariants_clock_set(before_us, value);
    return 0;
}

/* Without power every deadline has passed: the core comes to its end. */
static int64_t stopwatch_us(void *context) {
    (void)context;
    look();
    return sim_power_is_gone() ? SIM_NEVER / 2 : sim_board_uptime_us(sim_time_us());
}

static int64_t earlier(int64_t one_us, int64_t other_us) {
    return one_us < other_us ? one_us : other_us;
}

/**
 * A board that is waited for again and again without time going by does not work any more: time in
 * which something was done, or waited for.
 */
static void count_idle_calls(void) {
    int64_t worked_us = sim_time_us() - looks_us;
    idle_calls = worked_us == waited_at_us ? idle_calls + 1 : 0;
    waited_at_us = worked_us;
    if (idle_calls == IDLE_CALLS_MAX) {
        sim_invariants_break("the application is called again and again without any time passing");
    }
}

static void wait_for(void *context, const struct wamcam_wait_socket *sockets, size_t count,
                     int64_t until_uptime_us, int64_t until_stopwatch_us) {
    (void)context;
    if (!sim_power_is_on()) {
        return;
    }
    int64_t until_us = earlier(until_uptime_us, until_stopwatch_us);
    until_us = until_us < SIM_NEVER - booted_at_us ? until_us + booted_at_us : SIM_NEVER;
    until_us = earlier(until_us, sim_camera_ends_at_us());
    until_us = earlier(until_us, sim_network_wakes_at_us(sockets, count));
    until_us = earlier(until_us, sim_simulation_acts_at_us());
    count_idle_calls();
    sim_time_pass_until(until_us);
    sim_simulation_act();
}

static void wake(void *context) {
    (void)context;
}

static bool stop_requested(void *context) {
    (void)context;
    return is_stopping || !sim_power_is_on();
}

static void fill_random(void *context, uint8_t *out, size_t length) {
    (void)context;
    (void)sim_power_is_gone();
    sim_draw_fill(&draw, out, length);
}

static void health(void *context, struct wamcam_health *out) {
    (void)context;
    if (!sim_power_is_gone()) {
        out->reset_reason = (int32_t)reset_reason;
    }
}

static int card_state(void *context) {
    (void)context;
    return sim_power_is_gone() ? 0 : sim_card_state();
}

static int64_t card_free_bytes(void *context) {
    (void)context;
    return sim_power_is_gone() ? 0 : sim_card_free_bytes();
}

static int tls_trust(void *context, void *ssl_config) {
    (void)context;
    (void)ssl_config;
    return 0;
}

static void show(const char *kind, const char *text, int length) {
    if (detail >= SIM_DETAIL_LOG) {
        printf("%12.3f  %-6s %.*s\n", (double)sim_time_us() / 1e6, kind, length, text);
    }
}

void sim_board_show_call(const char *what, const char *path, int result) {
    if (detail >= SIM_DETAIL_CARD) {
        printf("%12.3f  card   %s %s: %d\n", (double)sim_time_us() / 1e6, what, path, result);
    }
}

static void log_line(void *context, enum wamcam_level level, const char *text) {
    static const char *const names[] = {"error", "warn", "info", "debug"};
    (void)context;
    if (!sim_power_is_on()) {
        return;
    }
    show(names[level], text, (int)strlen(text));
    sim_digest_bytes("log", text, strlen(text));
    sim_invariants_logged(text);
}

static void report(void *context, const char *json, size_t length) {
    (void)context;
    if (sim_power_is_gone()) {
        return;
    }
    show("event", json, (int)length);
    sim_digest_bytes("report", json, length);
    sim_invariants_reported(json, length);
}

const struct wamcam_board sim_board = {
    .name = "sim",
    .firmware_version = "0.1.0",
    .limits = {.wasm_pages_max = 8,
               .wasm_stack_bytes = 32 * 1024,
               .wasm_module_bytes_max = 1024 * 1024,
               .instructions_per_call = 200000000,
               .call_ms_max = 10000,
               .frames_max = 2,
               .connections_max = 4,
               .send_chunk_bytes = 4096,
               .send_pause_ms_max = 1000,
               .open_ms = 20000,
               .stall_ms = 20000,
               .response_ms = 30000,
               .trial_s = 300,
               .trial_s_max = 86400,
               .recording_bytes_max = UINT64_C(1) << 28},
    .uptime_us = tell_uptime_us,
    .utc_us = tell_utc_us,
    .set_utc_us = set_utc_us,
    .stopwatch_us = stopwatch_us,
    .wait = wait_for,
    .wake = wake,
    .stop_requested = stop_requested,
    .random = fill_random,
    .health = health,
    .sleep_state = sim_sleep_state,
    .kept = sim_sleep_kept,
    .camera_open = sim_camera_open,
    .camera_set = sim_camera_set,
    .camera_take = sim_camera_take,
    .camera_give_back = sim_camera_give_back,
    .camera_close = sim_camera_close,
    .camera_sensor = sim_camera_sensor,
    .card_folder = SIM_CARD_FOLDER,
    .card_state = card_state,
    .card_free_bytes = card_free_bytes,
    .settings_folders = {SIM_FLASH_FOLDER},
    .state_folder = SIM_FLASH_FOLDER,
    .tls_trust = tls_trust,
    .log = log_line,
    .report = report,
};
