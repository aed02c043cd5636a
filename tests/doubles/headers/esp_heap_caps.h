/* Of heap/include/esp_heap_caps.h and heap/include/multi_heap.h. */
#ifndef DOUBLE_ESP_HEAP_CAPS_H
#define DOUBLE_ESP_HEAP_CAPS_H

#include <stddef.h>
#include <stdint.h>

#define MALLOC_CAP_SPIRAM (1 << 10)
#define MALLOC_CAP_INTERNAL (1 << 11)

typedef struct {
    size_t total_free_bytes;
    size_t largest_free_block;
    size_t minimum_free_bytes;
} multi_heap_info_t;

size_t heap_caps_get_free_size(uint32_t caps);
size_t heap_caps_get_largest_free_block(uint32_t caps);
void *heap_caps_malloc(size_t size, uint32_t caps);
void *heap_caps_calloc(size_t n, size_t size, uint32_t caps);
void *heap_caps_realloc(void *ptr, size_t size, uint32_t caps);
void heap_caps_free(void *ptr);
void heap_caps_get_info(multi_heap_info_t *info, uint32_t caps);

#endif
