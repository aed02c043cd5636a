#define _DEFAULT_SOURCE /* usleep */

#include "runtime/watchdog.h"

#include <pthread.h>
#include <unistd.h>

#include "memory.h"

/* How often a call under way is looked at. pthread_cond_timedwait would be exact, but counts in
 * wall-clock time on ESP-IDF, and the wall clock is set while we wait. usleep, because ESP-IDF has
 * no nanosleep and WAMR's port brings one that only ever fails. */
#define LOOK_US 20000

struct wamcam_watchdog {
    const struct wamcam_board *board;
    wasm_module_inst_t instance;
    pthread_t thread;
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t changed;
    bool quit;
    bool armed;
    bool terminated;
    int64_t armed_at_us;
};

static int64_t now_us(const struct wamcam_watchdog *watchdog) {
    return watchdog->board->stopwatch_us(watchdog->board->context);
}

static void look(struct wamcam_watchdog *watchdog) {
    int64_t limit_us = (int64_t)watchdog->board->limits.call_ms_max * 1000;
    if (!watchdog->terminated && now_us(watchdog) - watchdog->armed_at_us > limit_us) {
        watchdog->terminated = true;
        wasm_runtime_terminate(watchdog->instance);
    }
}

static void *watch(void *argument) {
    struct wamcam_watchdog *watchdog = argument;
    pthread_mutex_lock(&watchdog->mutex);
    while (!watchdog->quit) {
        if (!watchdog->armed) {
            pthread_cond_wait(&watchdog->changed, &watchdog->mutex);
            continue;
        }
        pthread_mutex_unlock(&watchdog->mutex);
        usleep(LOOK_US);
        pthread_mutex_lock(&watchdog->mutex);
        if (watchdog->armed) {
            look(watchdog);
        }
    }
    pthread_mutex_unlock(&watchdog->mutex);
    return NULL;
}

struct wamcam_watchdog *wamcam_watchdog_start(const struct wamcam_board *board,
                                              wasm_module_inst_t instance) {
    struct wamcam_watchdog *watchdog = wamcam_memory_take(sizeof *watchdog);
    if (watchdog == NULL) {
        return NULL;
    }
    watchdog->board = board;
    watchdog->instance = instance;
    pthread_mutex_init(&watchdog->mutex, NULL);
    pthread_cond_init(&watchdog->changed, NULL);
    if (pthread_create(&watchdog->thread, NULL, watch, watchdog) != 0) {
        pthread_cond_destroy(&watchdog->changed);
        pthread_mutex_destroy(&watchdog->mutex);
        wamcam_memory_free(watchdog);
        return NULL;
    }
    return watchdog;
}

void wamcam_watchdog_stop(struct wamcam_watchdog *watchdog) {
    pthread_mutex_lock(&watchdog->mutex);
    watchdog->quit = true;
    pthread_cond_signal(&watchdog->changed);
    pthread_mutex_unlock(&watchdog->mutex);
    pthread_join(watchdog->thread, NULL);
    pthread_cond_destroy(&watchdog->changed);
    pthread_mutex_destroy(&watchdog->mutex);
    wamcam_memory_free(watchdog);
}

void wamcam_watchdog_arm(struct wamcam_watchdog *watchdog) {
    pthread_mutex_lock(&watchdog->mutex);
    watchdog->armed = true;
    watchdog->terminated = false;
    watchdog->armed_at_us = now_us(watchdog);
    pthread_cond_signal(&watchdog->changed);
    pthread_mutex_unlock(&watchdog->mutex);
}

bool wamcam_watchdog_disarm(struct wamcam_watchdog *watchdog) {
    pthread_mutex_lock(&watchdog->mutex);
    watchdog->armed = false;
    bool terminated = watchdog->terminated;
    pthread_mutex_unlock(&watchdog->mutex);
    return terminated;
}
