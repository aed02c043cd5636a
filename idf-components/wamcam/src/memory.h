/** The one door through which the core allocates. A board may replace memory.c as a whole. */
#ifndef WAMCAM_MEMORY_H
#define WAMCAM_MEMORY_H

#include <stddef.h>

/** Zeroed memory aligned for any type, or NULL. Free with wamcam_memory_free(). Any thread. */
void *wamcam_memory_take(size_t size_bytes);
/** As realloc(); new bytes are not zeroed. */
void *wamcam_memory_resize(void *memory, size_t size_bytes);
void wamcam_memory_free(void *memory);

/** Bytes in use now, and the most that ever were. */
size_t wamcam_memory_used(void);
size_t wamcam_memory_peak(void);

#endif
