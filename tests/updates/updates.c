#include "updates/updates.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "camera/camera.h"
#include "card/card.h"
#include "digest.h"
#include "faults.h"
#include "invariants.h"
#include "memory.h"
#include "net/network.h"
#include "oracle.h"
#include "power.h"
#include "runtime/flash_double.h"
#include "runtime/slots.h"
#include "updates/flash.h"
#include "updates/packages.h"
#include "virtual_time.h"
#include "wamcam/supervise.h"

#define TRIAL_S 60u
#define TRIAL_S_MAX 300u
/* A confirmed application that has run for so long is forgiven its failures. */
#define FORGIVEN_AFTER_S 200u
/* Long enough for three failed starts of the slowest kind and the pauses between them. */
#define CALM_US (1000 * SIM_SECOND_US)
/* The end of it: by then whatever runs must take photos, one every 10 s. */
#define WATCHED_US (100 * SIM_SECOND_US)
#define PHOTOS_MIN 8
#define TROUBLED_US_MAX (200 * SIM_SECOND_US)
#define TROUBLES_MAX 3
/* Some more than an update of the usual size has. */
#define FLASH_STEPS_MAX 12000
#define CARD_STEPS_MAX 100
#define UPDATE_FILE SIM_CARD_FOLDER "/update.bin"
#define START_UTC_US (INT64_C(1767225600) * SIM_SECOND_US)

static struct sim_draw draw;
static struct wamcam_board board;
static struct new_application factory;
static struct new_application update;
static struct wamcam_slots slots; /* for a look between two starts */
static struct sim_updates_result *result;
static bool has_crashed;

__attribute__((format(printf, 1, 2))) static void break_with(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (result->broken[0] == '\0') {
        vsnprintf(result->broken, sizeof result->broken, format, arguments);
    }
    va_end(arguments);
}

static void health(void *context, struct wamcam_health *out) {
    (void)context;
    out->reset_reason = has_crashed ? WAMCAM_RESET_WATCHDOG : WAMCAM_RESET_POWER_ON;
}

/* --- one start ------------------------------------------------------------------------------- */

static void prepare_board(const struct wamcam_flash *flash) {
    board = sim_board;
    board.flash = flash;
    board.health = health;
    board.trusted_keys = &parcel_key;
    board.trusted_key_count = 1;
    board.limits.instructions_per_call = 2000000;
    board.limits.trial_s = FORGIVEN_AFTER_S;
    board.limits.trial_s_max = TRIAL_S_MAX;
}

/** Power comes, and goes after `longest_us` or in a step of flash memory or card. */
static void live(int64_t longest_us, int64_t flash_step, int64_t card_step) {
    struct wamcam_outcome outcome;
    sim_power_on();
    sim_board_boot();
    sim_flash_boot(flash_step);
    sim_power_plan_cut_at(sim_time_us() + longest_us);
    sim_power_plan_cut_in_step(card_step, SIM_STEP_OF_BYTES);
    wamcam_judge_reset(&board);
    wamcam_supervise(&board, factory.parcel.bytes, factory.parcel.length, &outcome);
    result->starts++;
    if (sim_power_is_on()) {
        break_with("the camera came to rest: exit code %d, %s", outcome.exit_code, outcome.reason);
        sim_power_cut();
    }
    if (wamcam_memory_used() != 0) {
        break_with("%zu bytes of memory were not given back", wamcam_memory_used());
    }
    sim_network_end();
    sim_card_lose_power();
}

/** A start that ends too early: by a cut of power somewhere, or because the board crashes. */
static void live_in_trouble(void) {
    bool crashes = sim_draw_chance(&draw, SIM_ALWAYS / 10);
    int64_t longest_us = sim_draw_between(&draw, 1, TROUBLED_US_MAX);
    int64_t where = sim_draw_between(&draw, 0, 3);
    int64_t flash_step = where >= 2 ? sim_draw_between(&draw, 1, FLASH_STEPS_MAX) : 0;
    int64_t card_step = where == 1 ? sim_draw_scaled(&draw, 1, CARD_STEPS_MAX) : 0;
    live(longest_us, crashes ? 0 : flash_step, crashes ? 0 : card_step);
    has_crashed = crashes;
    result->crashes += crashes;
    result->cuts += !crashes;
}

/* --- one update ------------------------------------------------------------------------------ */

static void begin_world(uint64_t seed, enum sim_detail detail) {
    static const struct sim_expectation nothing = {.status_path = "", .latest_path = ""};
    sim_time_start(START_UTC_US);
    sim_digest_start();
    sim_faults_end(&sim_faults);
    sim_power_on();
    sim_invariants_start(&nothing);
    sim_oracle_start();
    sim_card_start(seed, SIM_CARD_WORKS, 0);
    sim_camera_start(seed);
    sim_network_start(seed);
    sim_board_start(seed, detail);
}

static void end_world(void) {
    if (sim_invariants_broken()[0] != '\0') {
        break_with("%s", sim_invariants_broken());
    }
    result->photos += (int64_t)sim_oracle_photos();
    result->simulated_us += sim_time_us();
    sim_network_end();
    sim_card_end();
    sim_oracle_end();
    sim_invariants_end();
}

/** The file as camera.wat expects it. */
static void put_update_onto_card(void) {
    static uint8_t file[44 + PARCEL_BYTES_MAX];
    const struct parcel *parcel = &update.parcel;
    const uint32_t head[3] = {(uint32_t)parcel->length, 0, TRIAL_S};
    memcpy(file, head, sizeof head);
    memcpy(file + sizeof head, update.sha256, sizeof update.sha256);
    memcpy(file + 44, parcel->bytes, parcel->length);
    sim_card_put_bytes(UPDATE_FILE, file, 44 + parcel->length);
}

static void look(void) {
    sim_power_on();
    sim_flash_boot(0);
    has_crashed = false;
    wamcam_slots_open(&slots, &board, factory.parcel.bytes, factory.parcel.length);
}

static bool is_active(const uint8_t *sha256) {
    const struct wamcam_slot *slot = &slots.record.slots[slots.record.active];
    return slots.record.active != WAMCAM_SLOT_NONE &&
           memcmp(slot->sha256, sha256, sizeof slot->sha256) == 0;
}

/** What ran before an update, and what happened meanwhile. */
struct history {
    uint8_t active; /* WAMCAM_SLOT_NONE: the firmware's own application */
    uint8_t sha256[WAMCAM_SLOT_HASH_BYTES];
    unsigned patch;
    int troubles; /* cuts and crashes */
    bool has_crash;
};

/** What had to be by now; NULL if it is so. */
static const char *find_wrong(enum sim_update_kind kind, const struct history *history) {
    bool is_new = is_active(update.sha256);
    bool is_factory = slots.record.active == WAMCAM_SLOT_NONE;
    bool is_old = history->active == WAMCAM_SLOT_NONE ? is_factory : is_active(history->sha256);
    if (sim_card_find(UPDATE_FILE) != NULL) {
        return "the update is still on the card";
    }
    if (flash_double.was_misused) {
        return "flash memory was used against its rules";
    }
    if (kind == SIM_UPDATE_GOOD) {
        /* A crash is taken for its fault; and it has three starts. */
        bool may_fail = history->has_crash || history->troubles >= 3;
        return is_new || (may_fail && is_old) ? NULL : "a good update does not run";
    }
    if (is_new) {
        return "an update that is no good is active";
    }
    /* Crashes are counted against the old one, too, if it runs: then the firmware's may. */
    return is_old || (history->has_crash && is_factory) ? NULL : "the old one did not return";
}

static void judge(enum sim_update_kind kind, const struct history *history) {
    const char *wrong = find_wrong(kind, history);
    bool is_new = is_active(update.sha256);
    if (wrong != NULL) {
        break_with("update %lld (%s), %d cuts and crashes: %s; last failure: %s",
                   (long long)result->updates, sim_update_name(kind), history->troubles, wrong,
                   slots.record.failure.reason);
    }
    result->confirmed += is_new;
    result->refused += sim_update_is_refused(kind);
    result->returned += !is_new && !sim_update_is_refused(kind);
}

static void watch_calm(enum sim_update_kind kind) {
    live(CALM_US, 0, 0);
    size_t before = sim_oracle_photos();
    has_crashed = false;
    live(WATCHED_US, 0, 0);
    if (sim_oracle_photos() < before + PHOTOS_MIN) {
        break_with("no application takes photos after an update (%s)", sim_update_name(kind));
    }
}

static struct history look_before(void) {
    struct history history = {0};
    look();
    const struct wamcam_slot *slot = &slots.record.slots[slots.record.active];
    history.active = slots.record.active;
    history.patch = slot->identity.version.patch;
    memcpy(history.sha256, slot->sha256, sizeof history.sha256);
    return history;
}

static enum sim_update_kind draw_kind(const struct history *history) {
    bool is_good = sim_draw_chance(&draw, SIM_ALWAYS / 3);
    int64_t drawn = sim_draw_between(&draw, 1, SIM_UPDATE_KINDS - 1);
    enum sim_update_kind kind = is_good ? SIM_UPDATE_GOOD : (enum sim_update_kind)drawn;
    bool is_oldest = kind == SIM_UPDATE_OLDER && history->patch == 0;
    return is_oldest ? SIM_UPDATE_FLIPPED : kind;
}

static void do_update(uint64_t seed, unsigned patch, enum sim_detail detail) {
    begin_world(seed, detail);
    struct history history = look_before();
    enum sim_update_kind kind = draw_kind(&history);
    sim_update_make(&update, kind, patch, history.patch, &draw);
    put_update_onto_card();
    int64_t crashes_before = result->crashes;
    history.troubles =
        sim_draw_chance(&draw, SIM_ALWAYS / 4) ? 0 : (int)sim_draw_between(&draw, 1, TROUBLES_MAX);
    for (int trouble = 0; trouble < history.troubles; trouble++) {
        live_in_trouble();
    }
    history.has_crash = result->crashes > crashes_before;
    watch_calm(kind);
    look();
    judge(kind, &history);
    result->updates++;
    end_world();
}

void sim_updates(uint64_t seed, int64_t updates, enum sim_detail detail,
                 struct sim_updates_result *out) {
    result = out;
    *result = (struct sim_updates_result){0};
    sim_draw_start(&draw, seed, "updates");
    new_application_make(&factory, 'g', 0, 0);
    prepare_board(sim_flash_start(seed));
    has_crashed = false;
    for (int64_t index = 0; index < updates && result->broken[0] == '\0'; index++) {
        do_update(sim_mix(seed) + (uint64_t)index, (unsigned)index + 1, detail);
    }
}
