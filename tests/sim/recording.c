#include "recording.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"

static uint8_t *recording;
static size_t used;
static size_t room;

void sim_recording_begin(void) {
    used = 0;
}

void sim_recording_end(void) {
    free(recording);
    recording = NULL;
    used = 0;
    room = 0;
}

int sim_recording_add(void *context, const uint8_t *bytes, size_t length) {
    (void)context;
    if (used + length > room) {
        room = (used + length) * 2;
        recording = sim_grow(recording, room);
    }
    memcpy(recording + used, bytes, length);
    used += length;
    return 0;
}

const uint8_t *sim_recording(size_t *length) {
    *length = used;
    return recording;
}
