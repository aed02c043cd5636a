#define _POSIX_C_SOURCE 200809L

#include "camera/worker_prompt.h"

#include <sched.h>

/* The real one under another name, so that both are in one program. */
#define wamcam_camera_worker_begin real_worker_begin
#include "../../idf-components/wamcam/src/camera/worker.c"
#undef wamcam_camera_worker_begin

static bool is_prompt_now;

void worker_prompt(bool is_prompt) {
    is_prompt_now = is_prompt;
}

static bool is_running(struct wamcam_camera_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    bool running = worker->job.kind != WAMCAM_CAMERA_JOB_NONE;
    pthread_mutex_unlock(&worker->mutex);
    return running;
}

void wamcam_camera_worker_begin(struct wamcam_camera_worker *worker,
                                const struct wamcam_camera_job *job);

void wamcam_camera_worker_begin(struct wamcam_camera_worker *worker,
                                const struct wamcam_camera_job *job) {
    real_worker_begin(worker, job);
    while (is_prompt_now && is_running(worker)) {
        sched_yield();
    }
}
