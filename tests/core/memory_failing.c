#include "memory_failing.h"

#include <stdatomic.h>
#include <stdint.h>

/* The real door under other names, so that both are in one program. */
#define wamcam_memory_take real_memory_take
#define wamcam_memory_resize real_memory_resize
#include "../../idf-components/wamcam/src/memory.c"
#undef wamcam_memory_take
#undef wamcam_memory_resize

void *wamcam_memory_take(size_t size_bytes);
void *wamcam_memory_resize(void *memory, size_t size_bytes);

static atomic_bool armed;
static atomic_bool paused_now;
static atomic_bool failed;
static atomic_size_t left;

static bool must_fail(void) {
    if (!armed || paused_now || failed) {
        return false;
    }
    if (left > 0) {
        left--;
        return false;
    }
    failed = true;
    return true;
}

void memory_failing_arm(size_t successes) {
    left = successes;
    failed = false;
    paused_now = false;
    armed = true;
}

bool memory_failing_disarm(void) {
    armed = false;
    return failed;
}

void memory_failing_pause(bool paused) {
    paused_now = paused;
}

void *wamcam_memory_take(size_t size_bytes) {
    return must_fail() ? NULL : real_memory_take(size_bytes);
}

void *wamcam_memory_resize(void *memory, size_t size_bytes) {
    return must_fail() ? NULL : real_memory_resize(memory, size_bytes);
}

void *memory_failing_calloc(size_t count, size_t size_bytes) {
    if (size_bytes != 0 && count > SIZE_MAX / size_bytes) {
        return NULL;
    }
    return wamcam_memory_take(count * size_bytes);
}
