/**
 * The core's allocation door with a fault: memory_failing.c takes the place of memory.c, behaves
 * like it, and lets one chosen allocation fail.
 */
#ifndef WAMCAM_MEMORY_FAILING_H
#define WAMCAM_MEMORY_FAILING_H

#include <stdbool.h>
#include <stddef.h>

/** Let the allocation fail that comes after `successes` more; once, all later ones succeed. */
void memory_failing_arm(size_t successes);
/** End it. True if an allocation has failed since it was armed. */
bool memory_failing_disarm(void);
/** While paused, allocations neither count nor fail: for what the test's own side allocates. */
void memory_failing_pause(bool paused);

/** calloc() through the door, for mbedtls_platform_set_calloc_free(). */
void *memory_failing_calloc(size_t count, size_t size_bytes);

#endif
