/**
 * Frames that look like JPEG files from outside: markers, a comment with the frame's number, and
 * bytes that follow from it. So a frame can be told from its bytes, and made again from its number.
 */
#ifndef SIM_CAMERA_FRAMES_H
#define SIM_CAMERA_FRAMES_H

#include <stddef.h>
#include <stdint.h>

/** Numbers go on from 1 in each simulation; the bytes depend on its seed. */
void sim_frames_start(uint64_t seed);
uint64_t sim_frames_next(void);
/** Bytes of a frame of `frame_length` bytes, from `offset` on. */
void sim_frames_bytes(uint64_t frame, size_t frame_length, size_t offset, uint8_t *out,
                      size_t length);
/** The frame whose beginning these bytes claim to be, 0 if none; and its length as a whole. */
uint64_t sim_frames_recognise(const uint8_t *bytes, size_t length, size_t *frame_length);

#endif
