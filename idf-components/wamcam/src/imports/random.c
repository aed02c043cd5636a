/* Capability random. */
#include "imports/table.h"
#include "runtime/host.h"

int32_t wamcam_random_fill(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    if (out_length > 0) {
        board->random(board->context, out, out_length);
    }
    return 0;
}
