/**
 * The camera's jobs beside the core thread: the driver may block for seconds, so it has a thread of
 * its own that does one job at a time and wakes the board when it is done.
 */
#ifndef WAMCAM_CAMERA_WORKER_H
#define WAMCAM_CAMERA_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "wamcam/board.h"

#define WAMCAM_FRAME_SIZE_NAME_BYTES 16

enum wamcam_camera_job_kind {
    WAMCAM_CAMERA_JOB_NONE,
    WAMCAM_CAMERA_JOB_OPEN,
    WAMCAM_CAMERA_JOB_SHOOT,
};

struct wamcam_camera_job {
    enum wamcam_camera_job_kind kind;
    char frame_size[WAMCAM_FRAME_SIZE_NAME_BYTES]; /**< Of OPEN. */
    int32_t jpeg_quality;                          /**< Of OPEN. */
};

/** How a job ended. */
struct wamcam_camera_result {
    enum wamcam_camera_job_kind kind; /**< NONE: no job has ended since the last result. */
    int status;                       /**< What the board said. */
    struct wamcam_frame frame;        /**< Of a SHOOT that went well. */
};

struct wamcam_camera_worker; /* opaque */

/** NULL when memory or a thread could not be had. */
struct wamcam_camera_worker *wamcam_camera_worker_start(const struct wamcam_board *board);
/** Wait for the job under way and end the thread. A frame not fetched is given back. */
void wamcam_camera_worker_stop(struct wamcam_camera_worker *worker);

/** True while a job runs or its result was not fetched. */
bool wamcam_camera_worker_is_busy(struct wamcam_camera_worker *worker);
/** Begin a job; the worker must not be busy. */
void wamcam_camera_worker_begin(struct wamcam_camera_worker *worker,
                                const struct wamcam_camera_job *job);
/** Fetch the result; given once. 0, or WOULD_BLOCK while the job runs. */
int wamcam_camera_worker_result(struct wamcam_camera_worker *worker,
                                struct wamcam_camera_result *result);
/** True once after each job that ended: something for the application to see. */
bool wamcam_camera_worker_happened(struct wamcam_camera_worker *worker);

#endif
