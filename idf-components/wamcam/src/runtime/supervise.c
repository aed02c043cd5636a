#include "wamcam/supervise.h"

int wamcam_supervise(const struct wamcam_board *board, const uint8_t *factory,
                     size_t factory_length, struct wamcam_outcome *outcome) {
    return wamcam_run(board, factory, factory_length, outcome);
}
