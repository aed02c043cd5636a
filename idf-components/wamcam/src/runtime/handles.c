#include "runtime/handles.h"

#include <stddef.h>
#include <string.h>

#include "wamcam/errors.h"

#define SLOT_BITS 8u
#define SLOT_MASK ((1u << SLOT_BITS) - 1u)
#define GENERATION_MASK 0x7fffffu /* the handle stays positive */

void wamcam_handles_init(struct wamcam_handles *handles, uint32_t limit) {
    memset(handles, 0, sizeof *handles);
    handles->limit = limit < WAMCAM_HANDLES_MAX ? limit : WAMCAM_HANDLES_MAX;
}

static uint32_t free_slot(const struct wamcam_handles *handles) {
    uint32_t slot = 0;
    while (slot < handles->limit && handles->objects[slot] != NULL) {
        slot++;
    }
    return slot;
}

int wamcam_handles_full(const struct wamcam_handles *handles) {
    return free_slot(handles) == handles->limit;
}

int32_t wamcam_handles_add(struct wamcam_handles *handles, void *object) {
    uint32_t slot = free_slot(handles);
    if (slot == handles->limit) {
        return WAMCAM_NO_MEMORY;
    }
    handles->objects[slot] = object;
    handles->generations[slot] = (handles->generations[slot] + 1u) & GENERATION_MASK;
    return (int32_t)((handles->generations[slot] << SLOT_BITS) | (slot + 1u));
}

/** Slot of a live handle, or the limit. */
static uint32_t live_slot(const struct wamcam_handles *handles, int32_t handle) {
    uint32_t slot = ((uint32_t)handle & SLOT_MASK) - 1u;
    if (handle <= 0 || slot >= handles->limit || handles->objects[slot] == NULL ||
        handles->generations[slot] != (uint32_t)handle >> SLOT_BITS) {
        return handles->limit;
    }
    return slot;
}

void *wamcam_handles_get(const struct wamcam_handles *handles, int32_t handle) {
    uint32_t slot = live_slot(handles, handle);
    return slot == handles->limit ? NULL : handles->objects[slot];
}

void *wamcam_handles_remove(struct wamcam_handles *handles, int32_t handle) {
    uint32_t slot = live_slot(handles, handle);
    if (slot == handles->limit) {
        return NULL;
    }
    void *object = handles->objects[slot];
    handles->objects[slot] = NULL;
    return object;
}
