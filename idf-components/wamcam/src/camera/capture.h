/** The camera as an application sees it: jobs beside the tick, frames behind handles. */
#ifndef WAMCAM_CAMERA_CAPTURE_H
#define WAMCAM_CAMERA_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "wamcam/board.h"

struct wamcam_capture; /* opaque */

/** What frame_info tells of a frame. */
struct wamcam_frame_info {
    int32_t bytes;
    int32_t width_px;
    int32_t height_px;
    int32_t marks; /**< Bit 0: JPEG start-of-image marker first. Bit 1: end-of-image last. */
    int64_t captured_at_uptime_ms;
};

#define WAMCAM_FRAME_MARK_START 1
#define WAMCAM_FRAME_MARK_END 2

/** Which of the marks a frame has. */
int32_t wamcam_capture_marks(const struct wamcam_frame *frame);

/** NULL when memory or a thread could not be had. */
struct wamcam_capture *wamcam_capture_start(const struct wamcam_board *board);
/** Wait for the job under way, give back all frames, close the camera. */
void wamcam_capture_stop(struct wamcam_capture *capture);

/** The imports of capability camera, which see. */
int wamcam_capture_open(struct wamcam_capture *capture, const char *frame_size,
                        int32_t jpeg_quality);
int wamcam_capture_set(struct wamcam_capture *capture, const char *setting, int32_t value);
int wamcam_capture_shoot(struct wamcam_capture *capture);
int wamcam_capture_result(struct wamcam_capture *capture);
int wamcam_capture_info(struct wamcam_capture *capture, int32_t handle,
                        struct wamcam_frame_info *info);
int wamcam_capture_release(struct wamcam_capture *capture, int32_t handle);

/** A live frame, or NULL. Owned by the capture until released. */
const struct wamcam_frame *wamcam_capture_frame(struct wamcam_capture *capture, int32_t handle);
/** True once after each job that ended: something for the application to see. */
bool wamcam_capture_happened(struct wamcam_capture *capture);

#endif
