#include "camera/worker.h"

#include <pthread.h>

#include "memory.h"
#include "wamcam/errors.h"

struct wamcam_camera_worker {
    const struct wamcam_board *board;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t changed;
    bool quit;
    struct wamcam_camera_job job; /* NONE: the camera is idle */
    struct wamcam_camera_result ended;
    bool happened;
};

static void do_job(struct wamcam_camera_worker *worker, const struct wamcam_camera_job *job,
                   struct wamcam_camera_result *result) {
    const struct wamcam_board *board = worker->board;
    *result = (struct wamcam_camera_result){.kind = job->kind};
    if (job->kind == WAMCAM_CAMERA_JOB_OPEN) {
        result->status = board->camera_open(board->context, job->frame_size, job->jpeg_quality);
    } else {
        result->status = board->camera_take(board->context, &result->frame);
    }
}

/** The camera thread: wait for a job, do it without the lock, leave the result. */
static void *work(void *argument) {
    struct wamcam_camera_worker *worker = argument;
    pthread_mutex_lock(&worker->mutex);
    while (!worker->quit) {
        if (worker->job.kind == WAMCAM_CAMERA_JOB_NONE) {
            pthread_cond_wait(&worker->changed, &worker->mutex);
            continue;
        }
        struct wamcam_camera_job job = worker->job;
        struct wamcam_camera_result result;
        pthread_mutex_unlock(&worker->mutex);
        do_job(worker, &job, &result);
        pthread_mutex_lock(&worker->mutex);
        worker->ended = result;
        worker->happened = true;
        worker->job.kind = WAMCAM_CAMERA_JOB_NONE;
        worker->board->wake(worker->board->context);
    }
    pthread_mutex_unlock(&worker->mutex);
    return NULL;
}

struct wamcam_camera_worker *wamcam_camera_worker_start(const struct wamcam_board *board) {
    struct wamcam_camera_worker *worker = wamcam_memory_take(sizeof *worker);
    if (worker == NULL) {
        return NULL;
    }
    worker->board = board;
    pthread_mutex_init(&worker->mutex, NULL);
    pthread_cond_init(&worker->changed, NULL);
    if (pthread_create(&worker->thread, NULL, work, worker) != 0) {
        pthread_cond_destroy(&worker->changed);
        pthread_mutex_destroy(&worker->mutex);
        wamcam_memory_free(worker);
        return NULL;
    }
    return worker;
}

void wamcam_camera_worker_stop(struct wamcam_camera_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    worker->quit = true;
    pthread_cond_signal(&worker->changed);
    pthread_mutex_unlock(&worker->mutex);
    pthread_join(worker->thread, NULL);
    struct wamcam_camera_result *ended = &worker->ended;
    if (ended->kind == WAMCAM_CAMERA_JOB_SHOOT && ended->status >= 0) {
        worker->board->camera_give_back(worker->board->context, &ended->frame);
    }
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->mutex);
    wamcam_memory_free(worker);
}

bool wamcam_camera_worker_is_busy(struct wamcam_camera_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    bool busy =
        worker->job.kind != WAMCAM_CAMERA_JOB_NONE || worker->ended.kind != WAMCAM_CAMERA_JOB_NONE;
    pthread_mutex_unlock(&worker->mutex);
    return busy;
}

void wamcam_camera_worker_begin(struct wamcam_camera_worker *worker,
                                const struct wamcam_camera_job *job) {
    pthread_mutex_lock(&worker->mutex);
    worker->job = *job;
    pthread_cond_signal(&worker->changed);
    pthread_mutex_unlock(&worker->mutex);
}

int wamcam_camera_worker_result(struct wamcam_camera_worker *worker,
                                struct wamcam_camera_result *result) {
    pthread_mutex_lock(&worker->mutex);
    bool running = worker->job.kind != WAMCAM_CAMERA_JOB_NONE;
    if (!running) {
        *result = worker->ended;
        worker->ended.kind = WAMCAM_CAMERA_JOB_NONE;
    }
    pthread_mutex_unlock(&worker->mutex);
    return running ? WAMCAM_WOULD_BLOCK : 0;
}

bool wamcam_camera_worker_happened(struct wamcam_camera_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    bool happened = worker->happened;
    worker->happened = false;
    pthread_mutex_unlock(&worker->mutex);
    return happened;
}
