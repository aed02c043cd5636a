/** Applications for the slots: the module camera.wat with a manifest, signed. */
#ifndef WAMCAM_NEW_APPLICATION_H
#define WAMCAM_NEW_APPLICATION_H

#include <stdint.h>

#include "runtime/parcel.h"

struct new_application {
    struct parcel parcel;
    uint8_t sha256[32];
};

/** `behaviour` is a letter of camera.wat, shown after so many ticks. `patch`: version 1.0.patch. */
void new_application_make(struct new_application *made, char behaviour, uint8_t ticks,
                          unsigned patch);
/** A good one of more than 36,000 bytes. */
void new_application_make_large(struct new_application *made, unsigned patch);

#endif
