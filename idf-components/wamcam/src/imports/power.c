/* Capability power. */
#include <string.h>

#include "imports/table.h"
#include "runtime/host.h"
#include "runtime/trial.h"

#define US_PER_MS INT64_C(1000)

/** Whether the board may power down now: 0, NOT_SUPPORTED or BUSY. */
static int sleep_state(const struct wamcam_host *host) {
    const struct wamcam_board *board = host->board;
    if (board->sleep_state == NULL || board->kept == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    bool is_watched = host->trial != NULL && wamcam_slots_is_on_trial(host->trial->slots);
    return host->stop_requested || is_watched ? WAMCAM_BUSY : board->sleep_state(board->context);
}

int32_t wamcam_power_sleep(wasm_exec_env_t environment, int64_t until, uint8_t *kept,
                           uint32_t kept_length) {
    struct wamcam_host *host = wamcam_host_of(environment);
    const struct wamcam_board *board = host->board;
    if (kept_length > WAMCAM_KEPT_BYTES_MAX) {
        return WAMCAM_TOO_BIG;
    }
    if (until <= board->uptime_us(board->context) / US_PER_MS || until > INT64_MAX / US_PER_MS) {
        return WAMCAM_INVALID;
    }
    int state = sleep_state(host);
    if (state < 0) {
        return state;
    }
    host->sleep = (struct wamcam_sleep){
        .is_wanted = true, .until_uptime_us = until * US_PER_MS, .kept_bytes = kept_length};
    if (kept_length > 0) {
        memcpy(host->sleep.kept, kept, kept_length); /* without a length there may be no pointer */
    }
    host->finish_requested = true;
    host->exit_code = WAMCAM_EXIT_DONE;
    return 0;
}

int32_t wamcam_power_kept(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    uint8_t kept[WAMCAM_KEPT_BYTES_MAX];
    size_t length = board->kept == NULL ? 0 : board->kept(board->context, kept);
    size_t fitting = length < out_length ? length : out_length;
    if (fitting > 0) {
        memcpy(out, kept, fitting);
    }
    return (int32_t)length;
}
