/** A board without hardware: its time moves only when the core waits, and everything is seen. */
#ifndef WAMCAM_BOARD_DOUBLE_H
#define WAMCAM_BOARD_DOUBLE_H

#include <pthread.h>
#include <stdatomic.h>

#include "scratch.h"
#include "wamcam/board.h"

#define BOARD_DOUBLE_LOG_BYTES 16384

struct board_double {
    struct wamcam_board board;
    char folder[SCRATCH_PATH_BYTES]; /**< Card, settings and state in one. */
    _Atomic int64_t now_us;          /**< Uptime and stopwatch. */
    int64_t utc_offset_us;           /**< -1: time unknown. */
    int64_t stopwatch_step_us;       /**< Added at each look at the stopwatch. */
    int64_t core_look_us;            /**< As that, but of the core thread alone. */
    int64_t report_us;               /**< How long a report takes. */
    pthread_t core_thread;           /**< The one that made the double. */
    bool stop;
    int64_t stop_at_us; /**< Or a stop is asked for from this uptime on; 0: it is not. */
    const struct wamcam_health *health; /**< NULL: nothing is known. */
    int sleep_state;                    /**< What it answers. */
    const char *kept;                   /**< Over the sleep before; NULL: there was none. */
    char networks[1024];                /**< "ssid/password " for each network to be joined. */
    uint32_t random_count;              /**< Random bytes given out. */
    pthread_mutex_t mutex;
    bool wake;
    /* camera */
    int open_result;
    int take_result;
    const uint8_t *frame_bytes;
    size_t frame_length;
    atomic_int frames_out; /**< Frames taken and not given back. */
    char settings[1024];   /**< "name=value " for each setting. */
    /* output */
    char log[BOARD_DOUBLE_LOG_BYTES];
    char reports[BOARD_DOUBLE_LOG_BYTES];
};

/** Set up with a scratch folder and generous limits; change fields before the run. */
void board_double_init(struct board_double *board);
void board_double_free(struct board_double *board);

#endif
