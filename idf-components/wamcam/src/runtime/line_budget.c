#include "runtime/line_budget.h"

#include <inttypes.h>

#include "runtime/host.h"

#define LINE_US INT64_C(10000)
#define LINES_AT_ONCE 1000

bool wamcam_line_budget_take(struct wamcam_line_budget *budget, const struct wamcam_board *board) {
    int64_t now_us = board->uptime_us(board->context);
    if (budget->paid_until_us <= now_us) {
        if (budget->left_out > 0) {
            wamcam_host_log(board, WAMCAM_LEVEL_WARNING, "%" PRIu32 " lines were left out",
                            budget->left_out);
        }
        budget->paid_until_us = now_us;
        budget->left_out = 0;
    }
    if (budget->paid_until_us + LINE_US <= now_us + LINES_AT_ONCE * LINE_US) {
        budget->paid_until_us += LINE_US;
        return true;
    }
    if (budget->left_out++ == 0) {
        wamcam_host_log(board, WAMCAM_LEVEL_WARNING,
                        "the application writes more than 100 lines a second: from here on some "
                        "are left out");
    }
    return false;
}
