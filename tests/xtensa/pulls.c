/* The place of tests/updates/pulls.c: without mbedTLS no application can be signed, so no new ones
 * come. */
#include "pulls.h"

void sim_pulls_start(uint64_t seed, bool without, int64_t troubled_us, const uint8_t *wasm,
                     size_t wasm_length) {
    (void)seed;
    (void)without;
    (void)troubled_us;
    (void)wasm;
    (void)wasm_length;
}

const char *sim_pulls_configuration(void) {
    return "";
}

void sim_pulls_boot(void) {
}

void sim_pulls_settle(void) {
}

void sim_pulls_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                   struct wamcam_outcome *outcome) {
    wamcam_run(board, wasm, wasm_length, outcome);
}

void sim_pulls_at_the_end(void) {
}

void sim_pulls_look(void) {
}

void sim_pulls_mislead(void) {
}

const uint8_t *sim_pulls_piece(unsigned revision, size_t first, size_t last) {
    (void)revision;
    (void)first;
    (void)last;
    return NULL;
}
