/* Capability clock. */
#include "imports/clock_range.h"
#include "imports/table.h"
#include "runtime/host.h"

#define US_PER_MS INT64_C(1000)

int64_t wamcam_clock_uptime_ms(wasm_exec_env_t environment) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    return board->uptime_us(board->context) / US_PER_MS;
}

int64_t wamcam_clock_now_ms(wasm_exec_env_t environment) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    int64_t utc_us = board->utc_us(board->context);
    return utc_us < 0 ? -1 : utc_us / US_PER_MS;
}

int32_t wamcam_clock_set_ms(wasm_exec_env_t environment, int64_t utc_ms) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    if (!wamcam_clock_is_believable(utc_ms)) {
        return WAMCAM_INVALID;
    }
    return board->set_utc_us(board->context, utc_ms * US_PER_MS);
}

int64_t wamcam_clock_stopwatch_us(wasm_exec_env_t environment) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    return board->stopwatch_us(board->context);
}
