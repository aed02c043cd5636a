/**
 * Where memory.c has its memory from. A board with more than one kind of memory takes the place of
 * heap.c as a whole.
 */
#ifndef WAMCAM_HEAP_H
#define WAMCAM_HEAP_H

#include <stddef.h>

/** Zeroed memory, or NULL. Any thread. */
void *wamcam_heap_take(size_t size_bytes);
/** As realloc() of memory that was taken; new bytes are not zeroed. */
void *wamcam_heap_resize(void *memory, size_t size_bytes);
void wamcam_heap_free(void *memory);

#endif
