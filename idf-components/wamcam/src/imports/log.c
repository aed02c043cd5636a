/* Capability log. */
#include "console/keeper.h"
#include "imports/table.h"
#include "imports/text.h"
#include "runtime/host.h"

#define LINE_BYTES_MAX 1000

int32_t wamcam_log_write(wasm_exec_env_t environment, int32_t level, uint8_t *text,
                         uint32_t text_length) {
    struct wamcam_host *host = wamcam_host_of(environment);
    const struct wamcam_board *board = host->board;
    if (level < WAMCAM_LEVEL_ERROR || level > WAMCAM_LEVEL_DEBUG) {
        return WAMCAM_INVALID;
    }
    if (!wamcam_line_budget_take(&host->lines, board)) {
        return WAMCAM_BUSY;
    }
    char line[LINE_BYTES_MAX + 1];
    wamcam_text_copy(line, sizeof line, text, text_length);
    board->log(board->context, (enum wamcam_level)level, line);
    wamcam_console_keep(board, (enum wamcam_level)level, line);
    return 0;
}
