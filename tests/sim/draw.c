#include "draw.h"

#define STEP UINT64_C(0x9e3779b97f4a7c15)

uint64_t sim_mix(uint64_t value) {
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

void sim_draw_start(struct sim_draw *draw, uint64_t seed, const char *name) {
    draw->state = sim_mix(seed + STEP);
    for (; *name != '\0'; name++) {
        draw->state = sim_mix(draw->state ^ (uint8_t)*name);
    }
}

uint64_t sim_draw_bits(struct sim_draw *draw) {
    draw->state += STEP;
    return sim_mix(draw->state);
}

int64_t sim_draw_between(struct sim_draw *draw, int64_t least, int64_t most) {
    uint64_t count = (uint64_t)(most - least) + 1;
    return least + (int64_t)(sim_draw_bits(draw) % count);
}

int64_t sim_draw_scaled(struct sim_draw *draw, int64_t least, int64_t most) {
    int doublings = 0;
    while (least <= most >> (doublings + 1)) {
        doublings++;
    }
    int64_t from = least << sim_draw_between(draw, 0, doublings);
    return sim_draw_between(draw, from, from * 2 < most ? from * 2 : most);
}

bool sim_draw_chance(struct sim_draw *draw, uint32_t parts_per_million) {
    return sim_draw_bits(draw) % SIM_ALWAYS < parts_per_million;
}

void sim_draw_fill(struct sim_draw *draw, uint8_t *out, size_t length) {
    for (size_t index = 0; index < length; index++) {
        out[index] = (uint8_t)(sim_draw_bits(draw) >> 56);
    }
}
