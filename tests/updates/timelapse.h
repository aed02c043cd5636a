/** Later versions of the application that a camera has. */
#ifndef SIM_UPDATES_TIMELAPSE_H
#define SIM_UPDATES_TIMELAPSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/new_application.h"

/**
 * The application with a version that is later by `later` in its manifest, signed with parcel_key.
 * False if it has no manifest, or would be too large for a slot.
 */
bool sim_timelapse_make(struct new_application *made, const uint8_t *wasm, size_t wasm_length,
                        unsigned later);

#endif
