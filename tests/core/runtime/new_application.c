#include "runtime/new_application.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "modules.h"
#include "runtime/slots.h"

#define MARK "BEHAVIOUR:"

static void set_behaviour(struct parcel *parcel, char behaviour, uint8_t ticks) {
    const size_t mark_length = strlen(MARK);
    for (size_t at = 0; at + mark_length + 2 <= parcel->length; at++) {
        if (memcmp(parcel->bytes + at, MARK, mark_length) == 0) {
            parcel->bytes[at + mark_length] = (uint8_t)behaviour;
            parcel->bytes[at + mark_length + 1] = ticks;
            return;
        }
    }
    CHECK(!"camera.wat has its mark");
}

static void make(struct new_application *made, char behaviour, uint8_t ticks, unsigned patch,
                 unsigned paddings) {
    static uint8_t padding[12000];
    char manifest[256];
    snprintf(manifest, sizeof manifest,
             "abi 1\nname camera\nversion 1.0.%u\nmemory 256\nuse app\nuse camera\nuse card\n"
             "use random\nuse update\nfolder /\n",
             patch);
    made->parcel.length = 0;
    parcel_add(&made->parcel, module_camera.bytes, module_camera.bare_length);
    set_behaviour(&made->parcel, behaviour, ticks);
    for (unsigned count = 0; count < paddings; count++) {
        memset(padding, (int)(count + patch), sizeof padding);
        parcel_custom(&made->parcel, "padding", padding, sizeof padding);
    }
    parcel_finish(&made->parcel, manifest);
    CHECK_EQUAL_INT(0, wamcam_slots_hash(made->parcel.bytes, made->parcel.length, made->sha256));
}

void new_application_make(struct new_application *made, char behaviour, uint8_t ticks,
                          unsigned patch) {
    make(made, behaviour, ticks, patch, 0);
}

void new_application_make_large(struct new_application *made, unsigned patch) {
    make(made, 'g', 0, patch, 3);
}
