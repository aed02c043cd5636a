/**
 * The flight recorder: writes down every call into the application and every call that it makes,
 * with arguments, result and the bytes that the host put into its memory. That is all an
 * application ever learns of the world, so the same .wasm fed from a recording does the same
 * again (npm run replay). docs/recorder.md describes the format.
 *
 * Core thread only. Every function takes NULL for a recorder: then nothing is recorded.
 */
#ifndef WAMCAM_RUNTIME_RECORDER_H
#define WAMCAM_RUNTIME_RECORDER_H

#include <stddef.h>
#include <stdint.h>

#include <wasm_export.h>

#include "wamcam/board.h"

struct wamcam_recorder; /* opaque */

/** Exports of an application, by the numbers that the recording gives them. */
enum wamcam_recorded_export {
    WAMCAM_RECORDED_INITIALIZE = 1,
    WAMCAM_RECORDED_START = 2,
    WAMCAM_RECORDED_TICK = 3,
};

/** Why a call into the application ended with a trap. */
enum wamcam_recorded_trap {
    WAMCAM_RECORDED_TRAP_OWN = 0,   /**< It did something that WebAssembly forbids, or gave up. */
    WAMCAM_RECORDED_TRAP_HOST = 1,  /**< An import ended it. */
    WAMCAM_RECORDED_TRAP_LIMIT = 2, /**< It ran for too long. */
};

/** Begin; NULL if the board wants no recording or memory could not be had. */
struct wamcam_recorder *wamcam_recorder_start(const struct wamcam_board *board, const uint8_t *wasm,
                                              size_t wasm_length);
/** Hand the rest to the board and free. */
void wamcam_recorder_stop(struct wamcam_recorder *recorder);

/** A call into the application begins; `argument` is 0 where there is none. */
void wamcam_recorder_enter(struct wamcam_recorder *recorder, enum wamcam_recorded_export callee,
                           int64_t argument);
/** It was ended before it began, by whoever ends calls from outside. */
void wamcam_recorder_stopped(struct wamcam_recorder *recorder);
/** It has returned; `result` is 0 where there is none. */
void wamcam_recorder_leave(struct wamcam_recorder *recorder, int64_t result);
/** It has trapped. OWN becomes HOST if it was stopped, or the last import had raised the trap. */
void wamcam_recorder_trap(struct wamcam_recorder *recorder, enum wamcam_recorded_trap kind,
                          const char *reason);

/* For the generated imports/recorded.c: what an import is called with, in order of parameters... */
struct wamcam_recorder *wamcam_recorder_of(wasm_exec_env_t environment);
void wamcam_recorder_call(struct wamcam_recorder *recorder, uint32_t import);
void wamcam_recorder_number(struct wamcam_recorder *recorder, int64_t number);
/** Bytes that the import only reads. */
void wamcam_recorder_read(struct wamcam_recorder *recorder, const uint8_t *bytes, uint32_t length);
/** Bytes that the import may change; at most one such parameter. */
void wamcam_recorder_lend(struct wamcam_recorder *recorder, const uint8_t *bytes, uint32_t length);
/** ...and what it returned. Hands `result` back. */
int64_t wamcam_recorder_result(struct wamcam_recorder *recorder, wasm_exec_env_t environment,
                               int64_t result);

#endif
