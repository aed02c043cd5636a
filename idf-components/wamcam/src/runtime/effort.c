#include "runtime/effort.h"

#include <stddef.h>

#include "runtime/host.h"

static int64_t now_us(const struct wamcam_board *board) {
    return board->processor_us != NULL ? board->processor_us(board->context)
                                       : board->stopwatch_us(board->context);
}

struct wamcam_effort_call wamcam_effort_call_begins(const struct wamcam_effort *effort,
                                                    const struct wamcam_board *board) {
    return (struct wamcam_effort_call){now_us(board), effort->import_us};
}

void wamcam_effort_call_ends(struct wamcam_effort *effort, const struct wamcam_board *board,
                             struct wamcam_effort_call call) {
    int64_t control_us =
        now_us(board) - call.began_us - (effort->import_us - call.import_us_before);
    effort->calls++;
    effort->control_us += control_us;
    if (control_us > effort->control_us_max) {
        effort->control_us_max = control_us;
    }
}

int64_t wamcam_effort_import_begins(wasm_exec_env_t environment) {
    return now_us(wamcam_host_of(environment)->board);
}

void wamcam_effort_import_ends(wasm_exec_env_t environment, int64_t began_us) {
    struct wamcam_host *host = wamcam_host_of(environment);
    host->effort.import_us += now_us(host->board) - began_us;
}
