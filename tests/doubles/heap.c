/* Doubles of the two kinds of memory. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "doubles.h"
#include "esp_heap_caps.h"

#define PSRAM_BYTES (4u << 20)

static size_t psram_free;
static atomic_int internal_pieces;

void doubles_heap_start(void) {
    psram_free = PSRAM_BYTES;
    internal_pieces = 0;
}

void doubles_set_psram_free(size_t bytes) {
    psram_free = bytes;
}

int doubles_internal_pieces(void) {
    return internal_pieces;
}

static bool may_have(const char *function, size_t size, uint32_t caps) {
    bool is_outside = caps == MALLOC_CAP_SPIRAM;
    internal_pieces += !is_outside;
    return doubles_outcome(function) == ESP_OK && (!is_outside || size <= psram_free);
}

void *heap_caps_calloc(size_t n, size_t size, uint32_t caps) {
    return may_have("heap_caps_calloc", n * size, caps) ? calloc(n, size) : NULL;
}

void *heap_caps_malloc(size_t size, uint32_t caps) {
    return may_have("heap_caps_malloc", size, caps) ? malloc(size) : NULL;
}

void *heap_caps_realloc(void *ptr, size_t size, uint32_t caps) {
    return may_have("heap_caps_realloc", size, caps) ? realloc(ptr, size) : NULL;
}

void heap_caps_free(void *ptr) {
    free(ptr);
}

size_t heap_caps_get_free_size(uint32_t caps) {
    return caps == MALLOC_CAP_SPIRAM ? psram_free : 100000;
}

size_t heap_caps_get_largest_free_block(uint32_t caps) {
    return heap_caps_get_free_size(caps);
}

void heap_caps_get_info(multi_heap_info_t *info, uint32_t caps) {
    size_t free_bytes = heap_caps_get_free_size(caps);
    *info = (multi_heap_info_t){.total_free_bytes = free_bytes,
                                .largest_free_block = free_bytes / 2,
                                .minimum_free_bytes = free_bytes / 4};
}
