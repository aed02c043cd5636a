/** The recording of the latest start of the board, kept in memory until somebody wants it. */
#ifndef SIM_RECORDING_H
#define SIM_RECORDING_H

#include <stddef.h>
#include <stdint.h>

/** Forget what was recorded before. */
void sim_recording_begin(void);
void sim_recording_end(void);
/** The board's callback. */
int sim_recording_add(void *context, const uint8_t *bytes, size_t length);
const uint8_t *sim_recording(size_t *length);

#endif
