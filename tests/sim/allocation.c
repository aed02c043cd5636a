#include "allocation.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *memory) {
    if (memory == NULL) {
        fprintf(stderr, "wamcam-sim: no memory for the simulation\n");
        abort();
    }
    return memory;
}

void *sim_take(size_t bytes) {
    return checked(calloc(1, bytes > 0 ? bytes : 1));
}

void *sim_grow(void *memory, size_t bytes) {
    return checked(realloc(memory, bytes > 0 ? bytes : 1));
}
