/*
 * The allocation door over heap.c: a header before each block remembers its size, so that the bytes
 * in use are exact without asking a heap.
 */
#include "memory.h"

#include <stdatomic.h>
#include <stdint.h>

#include "heap.h"

/* 16 bytes keep what follows aligned for any type on every board. */
#define HEADER_BYTES 16u

struct header {
    size_t size_bytes; /* of the block behind it, without the header */
};

_Static_assert(sizeof(struct header) <= HEADER_BYTES, "the header must fit before the block");
_Static_assert(HEADER_BYTES % _Alignof(max_align_t) == 0, "blocks must be aligned for any type");

static atomic_size_t used_bytes;
static atomic_size_t peak_bytes;

static void count_taken(size_t size_bytes) {
    size_t used = atomic_fetch_add(&used_bytes, size_bytes) + size_bytes;
    size_t peak = atomic_load(&peak_bytes);
    while (used > peak && !atomic_compare_exchange_weak(&peak_bytes, &peak, used)) {
        /* peak now holds what another thread has stored; compare again */
    }
}

static struct header *header_of(void *memory) {
    return (struct header *)(void *)((uint8_t *)memory - HEADER_BYTES);
}

static void *block_of(struct header *header) {
    return (uint8_t *)header + HEADER_BYTES;
}

void *wamcam_memory_take(size_t size_bytes) {
    if (size_bytes > SIZE_MAX - HEADER_BYTES) {
        return NULL;
    }
    struct header *header = wamcam_heap_take(HEADER_BYTES + size_bytes);
    if (header == NULL) {
        return NULL;
    }
    header->size_bytes = size_bytes;
    count_taken(size_bytes);
    return block_of(header);
}

void *wamcam_memory_resize(void *memory, size_t size_bytes) {
    if (memory == NULL) {
        return wamcam_memory_take(size_bytes);
    }
    if (size_bytes > SIZE_MAX - HEADER_BYTES) {
        return NULL;
    }
    size_t old_bytes = header_of(memory)->size_bytes;
    struct header *header = wamcam_heap_resize(header_of(memory), HEADER_BYTES + size_bytes);
    if (header == NULL) {
        return NULL;
    }
    header->size_bytes = size_bytes;
    atomic_fetch_sub(&used_bytes, old_bytes);
    count_taken(size_bytes);
    return block_of(header);
}

void wamcam_memory_free(void *memory) {
    if (memory == NULL) {
        return;
    }
    struct header *header = header_of(memory);
    atomic_fetch_sub(&used_bytes, header->size_bytes);
    wamcam_heap_free(header);
}

size_t wamcam_memory_used(void) {
    return atomic_load(&used_bytes);
}

size_t wamcam_memory_peak(void) {
    return atomic_load(&peak_bytes);
}
