/* The place of src/runtime/watchdog.c: time stands still during a call into wasm, so only the
 * limit of instructions can end one. Knows the instance, which a cut of power needs. */
#include "runtime/watchdog.h"

#include "memory.h"
#include "power.h"

struct wamcam_watchdog {
    wasm_module_inst_t instance;
};

struct wamcam_watchdog *wamcam_watchdog_start(const struct wamcam_board *board,
                                              wasm_module_inst_t instance) {
    struct wamcam_watchdog *watchdog = wamcam_memory_take(sizeof *watchdog);
    (void)board;
    if (watchdog != NULL) {
        watchdog->instance = instance;
    }
    return watchdog;
}

void wamcam_watchdog_stop(struct wamcam_watchdog *watchdog) {
    wamcam_memory_free(watchdog);
}

void wamcam_watchdog_arm(struct wamcam_watchdog *watchdog) {
    sim_power_feeds(watchdog->instance);
}

bool wamcam_watchdog_disarm(struct wamcam_watchdog *watchdog) {
    (void)watchdog;
    sim_power_feeds(NULL);
    return false;
}
