/**
 * Handles: small positive numbers that stand for host objects in wasm.
 *
 * A handle carries its slot and the slot's generation, so that a handle that was closed, or made
 * up, is recognised and refused.
 */
#ifndef WAMCAM_RUNTIME_HANDLES_H
#define WAMCAM_RUNTIME_HANDLES_H

#include <stdint.h>

#define WAMCAM_HANDLES_MAX 16

struct wamcam_handles {
    void *objects[WAMCAM_HANDLES_MAX];
    uint32_t generations[WAMCAM_HANDLES_MAX];
    uint32_t limit; /**< Slots in use at most, up to WAMCAM_HANDLES_MAX. */
};

void wamcam_handles_init(struct wamcam_handles *handles, uint32_t limit);
/** A handle (> 0) for `object`, or NO_MEMORY when all slots are taken. */
int32_t wamcam_handles_add(struct wamcam_handles *handles, void *object);
/** The object, or NULL for a handle that is not alive. */
void *wamcam_handles_get(const struct wamcam_handles *handles, int32_t handle);
/** End a handle; returns its object, or NULL if it was not alive. */
void *wamcam_handles_remove(struct wamcam_handles *handles, int32_t handle);
/** True when no further handle can be given out. */
int wamcam_handles_full(const struct wamcam_handles *handles);

#endif
