/* Capability board. */
#include <stddef.h>
#include <string.h>

#include "imports/table.h"
#include "imports/text.h"
#include "runtime/host.h"

static const struct wamcam_board *board_of(wasm_exec_env_t environment) {
    return wamcam_host_of(environment)->board;
}

int32_t wamcam_board_name(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    return wamcam_text_give(board_of(environment)->name, out, out_length);
}

int32_t wamcam_board_firmware(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    return wamcam_text_give(board_of(environment)->firmware_version, out, out_length);
}

int32_t wamcam_board_health(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    static const struct wamcam_heap unknown = {-1, -1, -1};
    const struct wamcam_board *board = board_of(environment);
    struct wamcam_health health = {.internal = unknown, .psram = unknown, .core_dump_bytes = -1};
    const size_t least = offsetof(struct wamcam_health, core_dump_bytes);
    _Static_assert(sizeof health == 64, "the layout that imports.json promises");
    if (out_length < least) {
        return WAMCAM_INVALID;
    }
    board->health(board->context, &health);
    size_t length = out_length < sizeof health ? least : sizeof health;
    memcpy(out, &health, length); /* wasm is little-endian, and so are all our boards */
    return (int32_t)length;
}
