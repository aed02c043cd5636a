#define _POSIX_C_SOURCE 200809L

#include "runtime/board_double.h"

#include <stdio.h>
#include <string.h>

static const uint8_t small_jpeg[] = {0xff, 0xd8, 1, 2, 3, 0xff, 0xd9};

static int64_t uptime_us(void *context) {
    struct board_double *board = context;
    return board->now_us;
}

static int64_t stopwatch_us(void *context) {
    struct board_double *board = context;
    bool is_core = pthread_equal(pthread_self(), board->core_thread) != 0;
    int64_t step_us = board->stopwatch_step_us + (is_core ? board->core_look_us : 0);
    return atomic_fetch_add(&board->now_us, step_us);
}

static int64_t utc_us(void *context) {
    struct board_double *board = context;
    return board->utc_offset_us < 0 ? -1 : board->utc_offset_us + board->now_us;
}

static int set_utc_us(void *context, int64_t value) {
    struct board_double *board = context;
    board->utc_offset_us = value - board->now_us;
    return 0;
}

/* A job of the camera ends soon in real time: wait for its wake. Otherwise let the time pass. */
static void wait_until(void *context, const struct wamcam_wait_socket *sockets, size_t count,
                       int64_t until_uptime_us, int64_t until_stopwatch_us) {
    struct board_double *board = context;
    (void)sockets;
    (void)count;
    pthread_mutex_lock(&board->mutex);
    if (!board->wake) {
        int64_t until_us =
            until_uptime_us < until_stopwatch_us ? until_uptime_us : until_stopwatch_us;
        board->now_us = until_us > board->now_us ? until_us : board->now_us;
    }
    board->wake = false;
    pthread_mutex_unlock(&board->mutex);
}

static void wake(void *context) {
    struct board_double *board = context;
    pthread_mutex_lock(&board->mutex);
    board->wake = true;
    pthread_mutex_unlock(&board->mutex);
}

static bool stop_requested(void *context) {
    const struct board_double *board = context;
    return board->stop || (board->stop_at_us > 0 && board->now_us >= board->stop_at_us);
}

static void fill_random(void *context, uint8_t *out, size_t length) {
    struct board_double *board = context;
    for (size_t index = 0; index < length; index++) {
        out[index] = (uint8_t)(7u * ++board->random_count);
    }
}

static void health(void *context, struct wamcam_health *out) {
    const struct board_double *board = context;
    if (board->health != NULL) {
        *out = *board->health;
    }
}

static int sleep_state(void *context) {
    const struct board_double *board = context;
    return board->sleep_state;
}

static size_t kept(void *context, uint8_t *out) {
    struct board_double *board = context;
    size_t length = board->kept == NULL ? 0 : strlen(board->kept);
    memcpy(out, board->kept == NULL ? "" : board->kept, length);
    board->kept = NULL;
    return length;
}

static int camera_open(void *context, const char *frame_size, int32_t jpeg_quality) {
    struct board_double *board = context;
    (void)frame_size;
    (void)jpeg_quality;
    return board->open_result;
}

static int camera_set(void *context, const char *setting, int32_t value) {
    struct board_double *board = context;
    size_t used = strlen(board->settings);
    snprintf(board->settings + used, sizeof board->settings - used, "%s=%d ", setting, (int)value);
    return 0;
}

static int camera_take(void *context, struct wamcam_frame *out) {
    struct board_double *board = context;
    if (board->take_result < 0) {
        return board->take_result;
    }
    board->frames_out++;
    *out = (struct wamcam_frame){.bytes = board->frame_bytes,
                                 .length_bytes = board->frame_length,
                                 .captured_at_uptime_us = board->now_us};
    return 0;
}

static void camera_give_back(void *context, struct wamcam_frame *frame) {
    struct board_double *board = context;
    (void)frame;
    board->frames_out--;
}

static void camera_close(void *context) {
    (void)context;
}

static const char *camera_sensor(void *context) {
    (void)context;
    return "double";
}

static int card_state(void *context) {
    (void)context;
    return 0;
}

static int64_t card_free_bytes(void *context) {
    (void)context;
    return INT64_C(1) << 30;
}

static int room(void *context, const char *folder, struct wamcam_room *out) {
    (void)context;
    (void)folder;
    *out = (struct wamcam_room){.free_bytes = INT64_C(1) << 30, .total_bytes = INT64_C(1) << 31};
    return 0;
}

static int wifi_join(void *context, const char *ssid, const char *password) {
    struct board_double *board = context;
    size_t used = strlen(board->networks);
    snprintf(board->networks + used, sizeof board->networks - used, "%s/%s ", ssid, password);
    return 0;
}

static int tls_trust(void *context, void *ssl_config) {
    (void)context;
    (void)ssl_config;
    return 0;
}

static void append_line(char *text, const char *line, size_t length) {
    size_t used = strlen(text);
    snprintf(text + used, BOARD_DOUBLE_LOG_BYTES - used, "%.*s\n", (int)length, line);
}

static void log_line(void *context, enum wamcam_level level, const char *text) {
    struct board_double *board = context;
    (void)level;
    pthread_mutex_lock(&board->mutex);
    append_line(board->log, text, strlen(text));
    pthread_mutex_unlock(&board->mutex);
}

static void report(void *context, const char *json, size_t length) {
    struct board_double *board = context;
    board->now_us += board->report_us;
    append_line(board->reports, json, length);
}

static const struct wamcam_board callbacks = {
    .name = "double",
    .firmware_version = "1.2.3",
    .limits = {.wasm_pages_max = 4,
               .wasm_stack_bytes = 16384,
               .wasm_module_bytes_max = 65536,
               .instructions_per_call = 1000000,
               .call_ms_max = 60000,
               .frames_max = 2,
               .connections_max = 2,
               .send_chunk_bytes = 2048,
               .send_pause_ms_max = 1000,
               .open_ms = 20000,
               .stall_ms = 20000,
               .response_ms = 60000,
               .trial_s = 600,
               .trial_s_max = 86400},
    .uptime_us = uptime_us,
    .utc_us = utc_us,
    .set_utc_us = set_utc_us,
    .stopwatch_us = stopwatch_us,
    .wait = wait_until,
    .wake = wake,
    .stop_requested = stop_requested,
    .random = fill_random,
    .health = health,
    .sleep_state = sleep_state,
    .kept = kept,
    .camera_open = camera_open,
    .camera_set = camera_set,
    .camera_take = camera_take,
    .camera_give_back = camera_give_back,
    .camera_close = camera_close,
    .camera_sensor = camera_sensor,
    .card_state = card_state,
    .card_free_bytes = card_free_bytes,
    .room = room,
    .tls_trust = tls_trust,
    .wifi_join = wifi_join,
    .log = log_line,
    .report = report,
};

void board_double_init(struct board_double *board) {
    memset(board, 0, sizeof *board);
    pthread_mutex_init(&board->mutex, NULL);
    board->core_thread = pthread_self();
    scratch_make(board->folder);
    board->board = callbacks;
    board->board.context = board;
    board->board.card_folder = board->folder;
    board->board.settings_folders[0] = board->folder;
    board->board.state_folder = board->folder;
    board->utc_offset_us = -1;
    board->frame_bytes = small_jpeg;
    board->frame_length = sizeof small_jpeg;
}

void board_double_free(struct board_double *board) {
    scratch_remove(board->folder);
    pthread_mutex_destroy(&board->mutex);
}
