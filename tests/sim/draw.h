/**
 * Everything that is left to chance, drawn from one seed. Each part of the simulation has a stream
 * of its own, so that one more draw in one part moves nothing in another.
 *
 * Whole numbers only: the same draws on every processor.
 */
#ifndef SIM_DRAW_H
#define SIM_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Something that happens always, in parts per million. */
#define SIM_ALWAYS 1000000

struct sim_draw {
    uint64_t state;
};

/** Well-mixed bits of a number (the finaliser of SplitMix64). */
uint64_t sim_mix(uint64_t value);

/** A stream that depends on the seed and on its name alone. */
void sim_draw_start(struct sim_draw *draw, uint64_t seed, const char *name);
uint64_t sim_draw_bits(struct sim_draw *draw);
/** A number from `least` to `most`, both included. */
int64_t sim_draw_between(struct sim_draw *draw, int64_t least, int64_t most);
/** As sim_draw_between(), but each doubling is as likely as the next; `least` is above 0. */
int64_t sim_draw_scaled(struct sim_draw *draw, int64_t least, int64_t most);
/** True in so many cases of a million. */
bool sim_draw_chance(struct sim_draw *draw, uint32_t parts_per_million);
void sim_draw_fill(struct sim_draw *draw, uint8_t *out, size_t length);

#endif
