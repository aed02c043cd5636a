/* The place of src/camera/worker.c: no thread, a job simply ends at its moment. */
#include "camera/worker.h"

#include "camera/camera.h"
#include "memory.h"
#include "virtual_time.h"

struct wamcam_camera_worker {
    const struct wamcam_board *board;
    struct wamcam_camera_job job; /* NONE: the camera is idle */
    struct wamcam_camera_result ended;
    int64_t ends_at_us;
    bool happened;
};

struct wamcam_camera_worker *wamcam_camera_worker_start(const struct wamcam_board *board) {
    struct wamcam_camera_worker *worker = wamcam_memory_take(sizeof *worker);
    if (worker != NULL) {
        worker->board = board;
    }
    return worker;
}

void wamcam_camera_worker_stop(struct wamcam_camera_worker *worker) {
    struct wamcam_camera_result *ended = &worker->ended;
    if (ended->kind == WAMCAM_CAMERA_JOB_SHOOT && ended->status >= 0) {
        worker->board->camera_give_back(worker->board->context, &ended->frame);
    }
    wamcam_memory_free(worker);
}

static void end_job(struct wamcam_camera_worker *worker) {
    const struct wamcam_board *board = worker->board;
    const struct wamcam_camera_job *job = &worker->job;
    struct wamcam_camera_result *ended = &worker->ended;
    *ended = (struct wamcam_camera_result){.kind = job->kind};
    if (job->kind == WAMCAM_CAMERA_JOB_OPEN) {
        ended->status = board->camera_open(board->context, job->frame_size, job->jpeg_quality);
    } else {
        ended->status = board->camera_take(board->context, &ended->frame);
    }
    worker->job.kind = WAMCAM_CAMERA_JOB_NONE;
    worker->happened = true;
}

/** End the job under way if its moment has come. */
static void look(struct wamcam_camera_worker *worker) {
    if (worker->job.kind != WAMCAM_CAMERA_JOB_NONE && sim_time_us() >= worker->ends_at_us) {
        end_job(worker);
    }
}

bool wamcam_camera_worker_is_busy(struct wamcam_camera_worker *worker) {
    look(worker);
    return worker->job.kind != WAMCAM_CAMERA_JOB_NONE ||
           worker->ended.kind != WAMCAM_CAMERA_JOB_NONE;
}

void wamcam_camera_worker_begin(struct wamcam_camera_worker *worker,
                                const struct wamcam_camera_job *job) {
    worker->job = *job;
    worker->ends_at_us = sim_camera_begin(job);
}

int wamcam_camera_worker_result(struct wamcam_camera_worker *worker,
                                struct wamcam_camera_result *result) {
    look(worker);
    if (worker->job.kind != WAMCAM_CAMERA_JOB_NONE) {
        return WAMCAM_WOULD_BLOCK;
    }
    *result = worker->ended;
    worker->ended.kind = WAMCAM_CAMERA_JOB_NONE;
    return 0;
}

bool wamcam_camera_worker_happened(struct wamcam_camera_worker *worker) {
    look(worker);
    bool happened = worker->happened;
    worker->happened = false;
    return happened;
}
