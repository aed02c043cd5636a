#include "camera/capture.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "runtime/handles.h"

#define FRAME_SIZE_NAME_BYTES 16

enum job { JOB_NONE, JOB_OPEN, JOB_SHOOT, JOB_QUIT };

struct wamcam_capture {
    const struct wamcam_board *board;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards everything from here to `frame` */
    pthread_cond_t job_given;
    enum job job; /* JOB_NONE: the camera is idle */
    char frame_size[FRAME_SIZE_NAME_BYTES];
    int32_t jpeg_quality;
    enum job ended; /* the job whose result waits to be fetched, or JOB_NONE */
    int result;
    struct wamcam_frame frame;
    bool happened;
    /* core thread only */
    bool is_open;
    struct wamcam_handles frames;
};

static int do_job(struct wamcam_capture *capture, enum job job, struct wamcam_frame *frame) {
    const struct wamcam_board *board = capture->board;
    if (job == JOB_OPEN) {
        return board->camera_open(board->context, capture->frame_size, capture->jpeg_quality);
    }
    return board->camera_take(board->context, frame);
}

/** The camera thread: wait for a job, do it without the lock, leave the result. */
static void *camera_thread(void *argument) {
    struct wamcam_capture *capture = argument;
    pthread_mutex_lock(&capture->mutex);
    for (;;) {
        while (capture->job == JOB_NONE) {
            pthread_cond_wait(&capture->job_given, &capture->mutex);
        }
        enum job job = capture->job;
        if (job == JOB_QUIT) {
            break;
        }
        pthread_mutex_unlock(&capture->mutex);
        struct wamcam_frame frame = {0};
        int result = do_job(capture, job, &frame);
        pthread_mutex_lock(&capture->mutex);
        capture->frame = frame;
        capture->result = result;
        capture->ended = job;
        capture->happened = true;
        if (capture->job == job) {
            capture->job = JOB_NONE;
        }
        capture->board->wake(capture->board->context);
    }
    pthread_mutex_unlock(&capture->mutex);
    return NULL;
}

struct wamcam_capture *wamcam_capture_start(const struct wamcam_board *board) {
    struct wamcam_capture *capture = wamcam_memory_take(sizeof *capture);
    if (capture == NULL) {
        return NULL;
    }
    capture->board = board;
    wamcam_handles_init(&capture->frames, board->limits.frames_max);
    pthread_mutex_init(&capture->mutex, NULL);
    pthread_cond_init(&capture->job_given, NULL);
    if (pthread_create(&capture->thread, NULL, camera_thread, capture) != 0) {
        pthread_cond_destroy(&capture->job_given);
        pthread_mutex_destroy(&capture->mutex);
        wamcam_memory_free(capture);
        return NULL;
    }
    return capture;
}

static void give_back(struct wamcam_capture *capture, struct wamcam_frame *frame) {
    capture->board->camera_give_back(capture->board->context, frame);
}

/** Frames that nobody will fetch or release any more. */
static void give_back_all(struct wamcam_capture *capture) {
    if (capture->ended == JOB_SHOOT && capture->result >= 0) {
        give_back(capture, &capture->frame);
    }
    for (uint32_t slot = 0; slot < capture->frames.limit; slot++) {
        struct wamcam_frame *frame = capture->frames.objects[slot];
        if (frame != NULL) {
            give_back(capture, frame);
            wamcam_memory_free(frame);
        }
    }
}

void wamcam_capture_stop(struct wamcam_capture *capture) {
    pthread_mutex_lock(&capture->mutex);
    capture->job = JOB_QUIT;
    pthread_cond_signal(&capture->job_given);
    pthread_mutex_unlock(&capture->mutex);
    pthread_join(capture->thread, NULL);
    give_back_all(capture);
    capture->board->camera_close(capture->board->context);
    pthread_cond_destroy(&capture->job_given);
    pthread_mutex_destroy(&capture->mutex);
    wamcam_memory_free(capture);
}

static bool is_busy(struct wamcam_capture *capture) {
    pthread_mutex_lock(&capture->mutex);
    bool busy = capture->job != JOB_NONE || capture->ended != JOB_NONE;
    pthread_mutex_unlock(&capture->mutex);
    return busy;
}

static void begin(struct wamcam_capture *capture, enum job job) {
    pthread_mutex_lock(&capture->mutex);
    capture->job = job;
    pthread_cond_signal(&capture->job_given);
    pthread_mutex_unlock(&capture->mutex);
}

int wamcam_capture_open(struct wamcam_capture *capture, const char *frame_size,
                        int32_t jpeg_quality) {
    if (strlen(frame_size) >= sizeof capture->frame_size || jpeg_quality < 0 || jpeg_quality > 63) {
        return WAMCAM_INVALID;
    }
    if (is_busy(capture)) {
        return WAMCAM_BUSY;
    }
    snprintf(capture->frame_size, sizeof capture->frame_size, "%s", frame_size);
    capture->jpeg_quality = jpeg_quality;
    capture->is_open = false;
    begin(capture, JOB_OPEN);
    return 0;
}

int wamcam_capture_set(struct wamcam_capture *capture, const char *setting, int32_t value) {
    if (is_busy(capture)) {
        return WAMCAM_BUSY;
    }
    if (!capture->is_open) {
        return WAMCAM_NO_DEVICE;
    }
    return capture->board->camera_set(capture->board->context, setting, value);
}

int wamcam_capture_shoot(struct wamcam_capture *capture) {
    if (is_busy(capture)) {
        return WAMCAM_BUSY;
    }
    if (!capture->is_open) {
        return WAMCAM_NO_DEVICE;
    }
    if (wamcam_handles_full(&capture->frames)) {
        return WAMCAM_NO_MEMORY;
    }
    begin(capture, JOB_SHOOT);
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
    pthread_mutex_lock(&capture->mutex);
    bool running = capture->job != JOB_NONE;
    enum job ended = capture->ended;
    int result = capture->result;
    struct wamcam_frame frame = capture->frame;
    if (!running) {
        capture->ended = JOB_NONE;
    }
    pthread_mutex_unlock(&capture->mutex);
    if (running) {
        return WAMCAM_WOULD_BLOCK;
    }
    if (ended == JOB_NONE) {
        return WAMCAM_NOT_FOUND;
    }
    if (ended == JOB_OPEN) {
        capture->is_open = result >= 0;
        return result < 0 ? result : 0;
    }
    return result < 0 ? result : keep_frame(capture, &frame);
}

static int32_t marks_of(const struct wamcam_frame *frame) {
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
        .marks = marks_of(frame),
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
    pthread_mutex_lock(&capture->mutex);
    bool happened = capture->happened;
    capture->happened = false;
    pthread_mutex_unlock(&capture->mutex);
    return happened;
}
