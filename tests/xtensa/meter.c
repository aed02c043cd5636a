#include "meter.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/effort.h"
#include "wamcam/run.h"

/* The counter runs at 40 MHz; -icount shift=5 lets an instruction take 32 ns. */
#define TICKS_NS 25
#define INSTRUCTION_NS 32

#define DEPTH_MAX 64
#define CALLBACKS_MAX 48
#define THUNK_BYTES 6

/* Of link.ld and crossing.S. */
extern const char code_start[], code_end[], meter_thunks[];

/* For crossing.S. */
uintptr_t meter_callbacks[CALLBACKS_MAX];
uint32_t meter_ticks; /* what the counter showed when the part now at work began */
void meter_enter(enum meter_part part, uint32_t ticks);
void meter_leave(uint32_t ticks);

int __real_wamcam_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                      struct wamcam_outcome *outcome);
int __wrap_wamcam_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                      struct wamcam_outcome *outcome);
int64_t __real_wamcam_effort_import_begins(wasm_exec_env_t environment);
int64_t __wrap_wamcam_effort_import_begins(wasm_exec_env_t environment);
void __real_wamcam_effort_import_ends(wasm_exec_env_t environment, int64_t began_us);
void __wrap_wamcam_effort_import_ends(wasm_exec_env_t environment, int64_t began_us);

static uint64_t counted_ticks[METER_PARTS];
static uint64_t wasm_instructions; /* by applications that count them */
static enum meter_part parts[DEPTH_MAX];
static size_t depth;

static uint32_t ticks_now(void) {
    uint32_t ticks;
    __asm__ volatile("rsr.ccount %0" : "=r"(ticks) : : "memory");
    return ticks;
}

static void push(enum meter_part part) {
    if (++depth == DEPTH_MAX) {
        printf("meter: calls across borders lie too deep\n");
        abort();
    }
    parts[depth] = part;
}

/* A model stays itself, whatever it calls: on a camera there is none. */
static bool is_model(enum meter_part part) {
    return part >= METER_HASH;
}

void meter_enter(enum meter_part part, uint32_t ticks) {
    enum meter_part now = parts[depth];
    counted_ticks[now] += ticks - meter_ticks;
    push(is_model(now) ? now : part);
}

void meter_leave(uint32_t ticks) {
    counted_ticks[parts[depth]] += ticks - meter_ticks;
    depth--;
}

/* --- borders that are no plain calls from the core ------------------------------------------- */

/** Lead each callback of the board through a thunk: it is a word that points into the code. */
static void lead_through_thunks(struct wamcam_board *board) {
    uintptr_t words[sizeof *board / sizeof(uintptr_t)];
    size_t count = 0;
    memcpy(words, board, sizeof words);
    for (size_t index = 0; index < sizeof words / sizeof words[0]; index++) {
        uintptr_t word = words[index];
        if (word >= (uintptr_t)code_start && word < (uintptr_t)code_end) {
            if (count == CALLBACKS_MAX) {
                printf("meter: the board has too many callbacks\n");
                abort();
            }
            words[index] = (uintptr_t)meter_thunks + count * THUNK_BYTES;
            meter_callbacks[count++] = word;
        }
    }
    memcpy(board, words, sizeof words);
}

int __wrap_wamcam_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                      struct wamcam_outcome *outcome) {
    struct wamcam_board metered = *board;
    lead_through_thunks(&metered);
    counted_ticks[parts[depth]] += ticks_now() - meter_ticks;
    push(METER_CORE);
    meter_ticks = ticks_now();
    int exit_code = __real_wamcam_run(&metered, wasm, wasm_length, outcome);
    meter_leave(ticks_now());
    if (outcome->executed_instructions > 0) {
        wasm_instructions += (uint64_t)outcome->executed_instructions;
    }
    meter_ticks = ticks_now();
    return exit_code;
}

int64_t __wrap_wamcam_effort_import_begins(wasm_exec_env_t environment) {
    meter_enter(METER_CORE, ticks_now());
    meter_ticks = ticks_now();
    return __real_wamcam_effort_import_begins(environment);
}

void __wrap_wamcam_effort_import_ends(wasm_exec_env_t environment, int64_t began_us) {
    __real_wamcam_effort_import_ends(environment, began_us);
    meter_leave(ticks_now());
    meter_ticks = ticks_now();
}

/* --- what main.c asks ------------------------------------------------------------------------ */

void meter_start(void) {
    parts[0] = METER_SIMULATION;
    depth = 0;
    memset(counted_ticks, 0, sizeof counted_ticks);
    meter_ticks = ticks_now();
}

void meter_print(void) {
    static const char *const names[METER_PARTS] = {"core", "runtime", "hash",      "camera",
                                                   "card", "network", "simulation"};
    for (int part = 0; part < METER_PARTS; part++) {
        printf("instructions %s %" PRIu64 "\n", names[part],
               counted_ticks[part] * TICKS_NS / INSTRUCTION_NS);
    }
    printf("wasm %" PRIu64 "\n", wasm_instructions);
}

uint32_t meter_pause(void) {
    return ticks_now();
}

void meter_resume(uint32_t paused_at) {
    meter_ticks += ticks_now() - paused_at;
}

unsigned meter_of_3200_nops(void) {
    uint32_t before = ticks_now();
    __asm__ volatile(".rept 3200\n\tnop.n\n\t.endr");
    return (ticks_now() - before) * TICKS_NS / INSTRUCTION_NS;
}
