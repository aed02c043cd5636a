/* The C library's heap, where there is one kind of memory. */
#include "heap.h"

#include <stdlib.h>

void *wamcam_heap_take(size_t size_bytes) {
    return calloc(1, size_bytes);
}

void *wamcam_heap_resize(void *memory, size_t size_bytes) {
    return realloc(memory, size_bytes);
}

void wamcam_heap_free(void *memory) {
    free(memory);
}
