/** The simulated camera: how long its jobs take and what comes of them. */
#ifndef SIM_CAMERA_CAMERA_H
#define SIM_CAMERA_CAMERA_H

#include <stdint.h>

#include "camera/worker.h"
#include "wamcam/board.h"

void sim_camera_start(uint64_t seed);
/** Begin a job; returns the moment at which it ends. */
int64_t sim_camera_begin(const struct wamcam_camera_job *job);
/** The moment at which the job under way ends, SIM_NEVER without one. */
int64_t sim_camera_ends_at_us(void);

/** The board's callbacks. */
int sim_camera_open(void *context, const char *frame_size, int32_t jpeg_quality);
int sim_camera_set(void *context, const char *setting, int32_t value);
int sim_camera_take(void *context, struct wamcam_frame *out);
void sim_camera_give_back(void *context, struct wamcam_frame *frame);
void sim_camera_close(void *context);
const char *sim_camera_sensor(void *context);

#endif
