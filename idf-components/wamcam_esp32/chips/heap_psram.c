/* Instead of heap.c of the core: all of it in PSRAM. The core and WAMR hold hundreds of small
 * pieces, a quarter of a megabyte together, which malloc() would take from internal memory, where
 * Wi-Fi, DMA and stacks have to be. What PSRAM does not hold is refused: the core can tell that,
 * and a driver that finds no memory cannot. */
#include "esp_heap_caps.h"
#include "heap.h"

void *wamcam_heap_take(size_t size_bytes) {
    return heap_caps_calloc(1, size_bytes, MALLOC_CAP_SPIRAM);
}

void *wamcam_heap_resize(void *memory, size_t size_bytes) {
    return heap_caps_realloc(memory, size_bytes, MALLOC_CAP_SPIRAM);
}

void wamcam_heap_free(void *memory) {
    heap_caps_free(memory);
}
