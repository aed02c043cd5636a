/* Capability app. */
#include "imports/table.h"
#include "runtime/host.h"

int32_t wamcam_app_finish(wasm_exec_env_t environment, int32_t exit_code) {
    struct wamcam_host *host = wamcam_host_of(environment);
    if (exit_code < 0 || exit_code > 125) {
        return WAMCAM_INVALID; /* what a process can say; 126 and above mean other things */
    }
    host->finish_requested = true;
    host->exit_code = exit_code;
    host->sleep.is_wanted = false;
    return 0;
}

int32_t wamcam_app_stopping(wasm_exec_env_t environment) {
    return wamcam_host_of(environment)->stop_requested ? 1 : 0;
}

int32_t wamcam_app_asked(wasm_exec_env_t environment) {
    struct wamcam_host *host = wamcam_host_of(environment);
    uint32_t asked = host->asked;
    host->asked = 0;
    host->takes_wishes = true;
    return (int32_t)asked;
}
