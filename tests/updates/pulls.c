#include "pulls.h"

#include <stdio.h>
#include <string.h>

#include "cloud/drive.h"
#include "cloud/request.h"
#include "draw.h"
#include "faults.h"
#include "invariants.h"
#include "power.h"
#include "recording.h"
#include "runtime/flash_double.h"
#include "runtime/slots.h"
#include "updates/flash.h"
#include "updates/packages.h"
#include "updates/timelapse.h"
#include "virtual_time.h"
#include "wamcam/supervise.h"

/* How many of all persons have new applications, in a million. */
#define PERSONS 200000
#define FILES_MAX 3
/* Bytes of the application, eighths of erased units, and the journal. */
#define FLASH_STEPS_MAX 110000
/* How many starts of a world with cuts of power are cut in the flash memory, in a million. */
#define CUTS_IN_FLASH 250000
/* By then the camera has looked, fetched and tried; it looks every hour. */
#define ENOUGH_US (80 * SIM_MINUTE_US)

/** A file that comes to lie in Dropbox in the place of the one before. */
struct file {
    enum sim_update_kind kind;
    int64_t comes_at_us;
    struct new_application made;
    bool is_refused; /* in this run of an application: its bytes are no good */
    bool has_failed; /* on trial */
};

static struct sim_draw draw;
static struct wamcam_board board;
static void (*log_before)(void *context, enum wamcam_level level, const char *text);
static void (*report_before)(void *context, const char *json, size_t length);
static struct file files[FILES_MAX];
static int count;   /* of files; 0: this person has none */
static int there;   /* of them have come */
static int fetched; /* the file whose bytes were asked for last */
static bool is_misled;
static char running[100]; /* the application in a slot that runs, as the log has it; "": none */
static bool has_started;  /* it has, since the board did */
static bool is_troubled;
static const uint8_t *factory;
static size_t factory_length;

/* --- what the person has -------------------------------------------------------------------- */

/** Damage to the real application; else a small one that is no good at all. */
static bool is_timelapse(enum sim_update_kind kind) {
    return kind <= SIM_UPDATE_WRONG_KEY;
}

static enum sim_update_kind draw_kind(void) {
    static const enum sim_update_kind bad[] = {SIM_UPDATE_TRUNCATED, SIM_UPDATE_FLIPPED,
                                               SIM_UPDATE_WRONG_KEY, SIM_UPDATE_UNSIGNED,
                                               SIM_UPDATE_NO_TICK,   SIM_UPDATE_TRAPS};
    bool is_good = sim_draw_chance(&draw, SIM_ALWAYS / 2);
    int64_t drawn = sim_draw_between(&draw, 0, (int64_t)(sizeof bad / sizeof *bad) - 1);
    return is_good ? SIM_UPDATE_GOOD : bad[drawn];
}

static bool make(struct file *file, unsigned number) {
    file->kind = draw_kind();
    file->is_refused = false;
    file->has_failed = false;
    if (!is_timelapse(file->kind)) {
        sim_update_make(&file->made, file->kind, number, 0, &draw);
        return true;
    }
    if (!sim_timelapse_make(&file->made, factory, factory_length, number)) {
        return false;
    }
    sim_update_spoil(&file->made, file->kind, &draw);
    return true;
}

void sim_pulls_start(uint64_t seed, bool without, int64_t troubled_us, const uint8_t *wasm,
                     size_t wasm_length) {
    sim_draw_start(&draw, seed, "pulls");
    factory = wasm;
    factory_length = wasm_length;
    bool has_some = sim_draw_chance(&draw, PERSONS) && !without;
    int wanted = has_some ? (int)sim_draw_between(&draw, 1, FILES_MAX) : 0;
    there = 0;
    fetched = 0;
    is_misled = false;
    running[0] = '\0';
    is_troubled = true;
    int64_t at_us = 0;
    for (count = 0; count < wanted && make(&files[count], (unsigned)count + 1); count++) {
        at_us += sim_draw_between(&draw, 0, troubled_us / FILES_MAX);
        files[count].comes_at_us = at_us;
    }
    if (count > 0) {
        board.flash = sim_flash_start(seed);
    }
}

const char *sim_pulls_configuration(void) {
    return count == 0 ? "" : "[update]\ndropbox_file = \"wamcam/timelapse.wasm\"\n";
}

/* --- Dropbox -------------------------------------------------------------------------------- */

static void put(int number) {
    const struct new_application *made = &files[number].made;
    uint8_t content_hash[WAMCAM_SLOT_HASH_BYTES];
    (void)wamcam_slots_hash(made->sha256, sizeof made->sha256, content_hash);
    struct sim_drive_file *file = sim_drive_find(SIM_PULLS_FILE);
    if (file == NULL) {
        file = sim_drive_add(SIM_PULLS_FILE, content_hash, (int64_t)made->parcel.length);
    }
    memcpy(file->hash, content_hash, sizeof file->hash);
    file->bytes = (int64_t)made->parcel.length;
    file->revision = (unsigned)number;
}

void sim_pulls_look(void) {
    while (there < count && is_troubled && files[there].comes_at_us <= sim_time_us()) {
        put(there++);
    }
}

void sim_pulls_mislead(void) {
    is_misled = true;
}

const uint8_t *sim_pulls_piece(unsigned revision, size_t first, size_t last) {
    if (revision >= (unsigned)there || first > last || last >= files[revision].made.parcel.length) {
        return NULL;
    }
    const struct file *file = &files[revision];
    if ((file->is_refused || file->has_failed) && !is_misled) {
        sim_invariants_break(file->has_failed
                                 ? "an application that has failed is fetched once more"
                                 : "an application that was refused is fetched once more");
    }
    fetched = (int)revision;
    return file->made.parcel.bytes + first;
}

/* --- the board ------------------------------------------------------------------------------ */

/** The application that begins has lost what the one before knew, but not over a sleep. */
static void forget_refusals(void) {
    for (int number = 0; number < there; number++) {
        files[number].is_refused = false;
    }
}

void sim_pulls_boot(void) {
    forget_refusals();
    bool is_cut = sim_draw_chance(&draw, CUTS_IN_FLASH);
    int64_t step = sim_draw_scaled(&draw, 1, FLASH_STEPS_MAX);
    if (count > 0) {
        sim_flash_boot(is_cut && is_troubled && sim_faults.power_mean_us > 0 ? step : 0);
    }
}

void sim_pulls_settle(void) {
    is_troubled = false;
    if (count > 0) {
        sim_flash_boot(0);
    }
}

/** Another application begins as at a start of the board, which knows nothing of the run before. */
static void swap(const char *application, size_t length) {
    snprintf(running, sizeof running, "%.*s", (int)length, application);
    forget_refusals();
    sim_invariants_booted();
}

static void judge_failure(const char *text) {
    struct file *file = &files[fetched];
    bool has_had_its_starts = strstr(text, "it was started") != NULL;
    file->has_failed = true;
    if (file->kind == SIM_UPDATE_GOOD && !has_had_its_starts) {
        sim_invariants_break("a good application had to go");
    }
    swap("", 0);
}

static void judge_start(const char *text, size_t length) {
    bool is_same = strncmp(running, text, length) == 0 && running[length] == '\0';
    if (is_same && has_started) {
        sim_invariants_break("an application in a slot ended by itself");
    }
    if (!is_same) {
        swap(text, length);
    }
    has_started = true;
}

static void listen_to_log(void *context, enum wamcam_level level, const char *text) {
    static const char sign[] = "slots: ";
    const char *starts = strstr(text, " starts");
    bool has_failed = strstr(text, " does not run any more: ") != NULL;
    log_before(context, level, text);
    if (!sim_power_is_on() || strncmp(text, sign, sizeof sign - 1) != 0 ||
        (!has_failed && starts == NULL)) {
        return;
    }
    if (board.record != NULL) {
        sim_recording_begin();
    }
    if (has_failed) {
        judge_failure(text);
    } else {
        judge_start(text, (size_t)(starts - text));
    }
}

static void listen_to_events(void *context, const char *json, size_t length) {
    char text[2048];
    char kind[32] = "";
    char outcome[32] = "";
    snprintf(text, sizeof text, "%.*s", (int)length, json);
    if (sim_json_member(text, "kind", kind, sizeof kind) && strcmp(kind, "update") == 0 &&
        sim_json_member(text, "outcome", outcome, sizeof outcome) &&
        strcmp(outcome, "refused") == 0) {
        files[fetched].is_refused = true;
    }
    report_before(context, json, length);
}

void sim_pulls_run(const struct wamcam_board *without, const uint8_t *wasm, size_t wasm_length,
                   struct wamcam_outcome *outcome) {
    if (count == 0) {
        wamcam_run(without, wasm, wasm_length, outcome);
        return;
    }
    const struct wamcam_flash *flash = board.flash;
    board = *without;
    board.flash = flash;
    board.trusted_keys = &parcel_key;
    board.trusted_key_count = 1;
    log_before = board.log;
    report_before = board.report;
    board.log = listen_to_log;
    board.report = listen_to_events;
    has_started = false;
    wamcam_supervise(&board, wasm, wasm_length, outcome);
}

/* --- the end -------------------------------------------------------------------------------- */

static bool is_in_place(const struct wamcam_slots *slots, const struct file *file) {
    for (uint8_t number = WAMCAM_SLOT_A; number < WAMCAM_SLOTS; number++) {
        const struct wamcam_slot *slot = &slots->record.slots[number];
        bool is_whole = slot->state == WAMCAM_SLOT_READY || slot->state == WAMCAM_SLOT_TRIAL ||
                        slot->state == WAMCAM_SLOT_CONFIRMED;
        if (is_whole && memcmp(slot->sha256, file->made.sha256, sizeof slot->sha256) == 0) {
            return true;
        }
    }
    return false;
}

/** What must not be; NULL if all is well. */
static const char *find_wrong(const struct wamcam_slots *slots) {
    const struct file *last = &files[there - 1];
    bool had_time = sim_time_us() - last->comes_at_us > ENOUGH_US;
    bool has_had_its_starts = strstr(slots->record.failure.reason, "it was started") != NULL;
    if (flash_double.was_misused) {
        return "flash memory was used against its rules";
    }
    for (int number = 0; number < there; number++) {
        if (files[number].kind != SIM_UPDATE_GOOD && is_in_place(slots, &files[number])) {
            return "an application that is no good was taken";
        }
    }
    if (last->kind == SIM_UPDATE_GOOD && had_time && !is_in_place(slots, last) &&
        !has_had_its_starts) {
        return "a good application that lies in Dropbox does not run";
    }
    return NULL;
}

void sim_pulls_at_the_end(void) {
    struct wamcam_slots slots;
    char sentence[300];
    if (there == 0) {
        return;
    }
    sim_flash_boot(0);
    wamcam_slots_open(&slots, &board, factory, factory_length);
    const char *wrong = find_wrong(&slots);
    if (wrong != NULL) {
        snprintf(sentence, sizeof sentence, "%s (file %d, %s); last failure: %.140s", wrong, there,
                 sim_update_name(files[there - 1].kind), slots.record.failure.reason);
        sim_invariants_break(sentence);
    }
}
