#include "pieces.h"

#include <stdint.h>
#include <string.h>

#include "memory.h"
#include "meter.h"

/* CONFIG_SPIRAM_MALLOC_ALWAYSINTERNAL of sdkconfig.defaults: malloc() takes what is larger from
 * PSRAM. */
#define INTERNAL_BYTES_MAX 4096u
/* What memory.c puts before a block, with the block's size at its beginning. */
#define HEADER_BYTES 16u
/* What ESP-IDF's heap (TLSF) keeps with each block. */
#define BLOCK_BYTES 4u

void *__real_wamcam_memory_take(size_t size_bytes);
void *__wrap_wamcam_memory_take(size_t size_bytes);
void *__real_wamcam_memory_resize(void *memory, size_t size_bytes);
void *__wrap_wamcam_memory_resize(void *memory, size_t size_bytes);
void __real_wamcam_memory_free(void *memory);
void __wrap_wamcam_memory_free(void *memory);

static size_t used_bytes;
static size_t peak_bytes;

static size_t internal_bytes(const void *memory) {
    size_t size_bytes = 0;
    if (memory != NULL) {
        memcpy(&size_bytes, (const uint8_t *)memory - HEADER_BYTES, sizeof size_bytes);
        size_bytes += HEADER_BYTES;
    }
    return size_bytes > 0 && size_bytes <= INTERNAL_BYTES_MAX ? size_bytes + BLOCK_BYTES : 0;
}

static void count(size_t gone_bytes, const void *memory) {
    used_bytes += internal_bytes(memory) - gone_bytes;
    peak_bytes = used_bytes > peak_bytes ? used_bytes : peak_bytes;
}

void *__wrap_wamcam_memory_take(size_t size_bytes) {
    void *memory = __real_wamcam_memory_take(size_bytes);
    uint32_t began = meter_pause();
    count(0, memory);
    meter_resume(began);
    return memory;
}

void *__wrap_wamcam_memory_resize(void *memory, size_t size_bytes) {
    size_t gone_bytes = internal_bytes(memory);
    void *resized = __real_wamcam_memory_resize(memory, size_bytes);
    uint32_t began = meter_pause();
    if (resized != NULL) {
        count(gone_bytes, resized);
    }
    meter_resume(began);
    return resized;
}

void __wrap_wamcam_memory_free(void *memory) {
    uint32_t began = meter_pause();
    used_bytes -= internal_bytes(memory);
    meter_resume(began);
    __real_wamcam_memory_free(memory);
}

size_t pieces_internal_peak(void) {
    return peak_bytes;
}
