/* Capability report. */
#include "console/keeper.h"
#include "imports/table.h"
#include "imports/text.h"
#include "runtime/host.h"

#define EVENT_BYTES_MAX 2000

int32_t wamcam_report_event(wasm_exec_env_t environment, uint8_t *json, uint32_t json_length) {
    struct wamcam_host *host = wamcam_host_of(environment);
    const struct wamcam_board *board = host->board;
    if (json_length > EVENT_BYTES_MAX) {
        return WAMCAM_TOO_BIG;
    }
    if (!wamcam_line_budget_take(&host->lines, board)) {
        return WAMCAM_BUSY;
    }
    char event[EVENT_BYTES_MAX + 1];
    size_t length = wamcam_text_copy(event, sizeof event, json, json_length);
    board->report(board->context, event, length);
    wamcam_console_heard(board, event);
    return 0;
}
