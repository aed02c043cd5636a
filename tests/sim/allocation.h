/**
 * Memory of the models. It is not the board's: a simulation that cannot have it ends. Given back
 * with free().
 */
#ifndef SIM_ALLOCATION_H
#define SIM_ALLOCATION_H

#include <stddef.h>

/** Zeroed memory. */
void *sim_take(size_t bytes);
/** As realloc(); `memory` may be NULL. */
void *sim_grow(void *memory, size_t bytes);

#endif
