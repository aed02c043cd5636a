#include "camera/capture.h"

#include <stdio.h>
#include <string.h>

#include "camera/worker.h"
#include "memory.h"
#include "runtime/handles.h"

struct wamcam_capture {
    const struct wamcam_board *board;
    struct wamcam_camera_worker *worker;
    bool is_open;
    struct wamcam_handles frames;
};

struct wamcam_capture *wamcam_capture_start(const struct wamcam_board *board) {
    struct wamcam_capture *capture = wamcam_memory_take(sizeof *capture);
    if (capture == NULL) {
        return NULL;
    }
    capture->board = board;
    wamcam_handles_init(&capture->frames, board->limits.frames_max);
    capture->worker = wamcam_camera_worker_start(board);
    if (capture->worker == NULL) {
        wamcam_memory_free(capture);
        return NULL;
    }
    return capture;
}

static void give_back(struct wamcam_capture *capture, struct wamcam_frame *frame) {
    capture->board->camera_give_back(capture->board->context, frame);
}

/** Frames that nobody will release any more. */
static void give_back_all(struct wamcam_capture *capture) {
    for (uint32_t slot = 0; slot < capture->frames.limit; slot++) {
        struct wamcam_frame *frame = capture->frames.objects[slot];
        if (frame != NULL) {
            give_back(capture, frame);
            wamcam_memory_free(frame);
        }
    }
}

void wamcam_capture_stop(struct wamcam_capture *capture) {
    wamcam_camera_worker_stop(capture->worker);
    give_back_all(capture);
    capture->board->camera_close(capture->board->context);
    wamcam_memory_free(capture);
}

int wamcam_capture_open(struct wamcam_capture *capture, const char *frame_size,
                        int32_t jpeg_quality) {
    struct wamcam_camera_job job = {.kind = WAMCAM_CAMERA_JOB_OPEN, .jpeg_quality = jpeg_quality};
    if (strlen(frame_size) >= sizeof job.frame_size || jpeg_quality < 0 || jpeg_quality > 63) {
        return WAMCAM_INVALID;
    }
    if (wamcam_camera_worker_is_busy(capture->worker)) {
        return WAMCAM_BUSY;
    }
    snprintf(job.frame_size, sizeof job.frame_size, "%s", frame_size);
    capture->is_open = false;
    wamcam_camera_worker_begin(capture->worker, &job);
    return 0;
}

int wamcam_capture_set(struct wamcam_capture *capture, const char *setting, int32_t value) {
    if (wamcam_camera_worker_is_busy(capture->worker)) {
        return WAMCAM_BUSY;
    }
    if (!capture->is_open) {
        return WAMCAM_NO_DEVICE;
    }
    return capture->board->camera_set(capture->board->context, setting, value);
}

int wamcam_capture_shoot(struct wamcam_capture *capture) {
    if (wamcam_camera_worker_is_busy(capture->worker)) {
        return WAMCAM_BUSY;
    }
    if (!capture->is_open) {
        return WAMCAM_NO_DEVICE;
    }
    if (wamcam_handles_full(&capture->frames)) {
        return WAMCAM_NO_MEMORY;
    }
    struct wamcam_camera_job job = {.kind = WAMCAM_CAMERA_JOB_SHOOT};
    wamcam_camera_worker_begin(capture->worker, &job);
    return 0;
}

/** Put a frame that was taken behind a handle; given back if that fails. */
static int keep_frame(struct wamcam_capture *capture, const struct wamcam_frame *taken) {
    struct wamcam_frame *frame = wamcam_memory_take(sizeof *frame);
    int handle = frame == NULL ? WAMCAM_NO_MEMORY : wamcam_handles_add(&capture->frames, frame);
    if (handle < 0) {
        struct wamcam_frame lost = *taken;
        give_back(capture, &lost);
        wamcam_memory_free(frame);
        return handle;
    }
    *frame = *taken;
    return handle;
}

int wamcam_capture_result(struct wamcam_capture *capture) {
    struct wamcam_camera_result ended;
    int status = wamcam_camera_worker_result(capture->worker, &ended);
    if (status < 0) {
        return status;
    }
    switch (ended.kind) {
    case WAMCAM_CAMERA_JOB_OPEN:
        capture->is_open = ended.status >= 0;
        return ended.status < 0 ? ended.status : 0;
    case WAMCAM_CAMERA_JOB_SHOOT:
        return ended.status < 0 ? ended.status : keep_frame(capture, &ended.frame);
    default:
        return WAMCAM_NOT_FOUND;
    }
}

int32_t wamcam_capture_marks(const struct wamcam_frame *frame) {
    const uint8_t *bytes = frame->bytes;
    size_t length = frame->length_bytes;
    int32_t marks = 0;
    if (length >= 4 && bytes[0] == 0xff && bytes[1] == 0xd8) {
        marks |= WAMCAM_FRAME_MARK_START;
    }
    if (length >= 4 && bytes[length - 2] == 0xff && bytes[length - 1] == 0xd9) {
        marks |= WAMCAM_FRAME_MARK_END;
    }
    return marks;
}

int wamcam_capture_info(struct wamcam_capture *capture, int32_t handle,
                        struct wamcam_frame_info *info) {
    const struct wamcam_frame *frame = wamcam_capture_frame(capture, handle);
    if (frame == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    *info = (struct wamcam_frame_info){
        .bytes = (int32_t)frame->length_bytes,
        .width_px = frame->width_px,
        .height_px = frame->height_px,
        .marks = wamcam_capture_marks(frame),
        .captured_at_uptime_ms = frame->captured_at_uptime_us / 1000,
    };
    return 0;
}

int wamcam_capture_release(struct wamcam_capture *capture, int32_t handle) {
    struct wamcam_frame *frame = wamcam_handles_remove(&capture->frames, handle);
    if (frame == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    give_back(capture, frame);
    wamcam_memory_free(frame);
    return 0;
}

const struct wamcam_frame *wamcam_capture_frame(struct wamcam_capture *capture, int32_t handle) {
    return wamcam_handles_get(&capture->frames, handle);
}

bool wamcam_capture_happened(struct wamcam_capture *capture) {
    return wamcam_camera_worker_happened(capture->worker);
}
