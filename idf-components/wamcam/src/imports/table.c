/* Generated from imports.json by `npm run generate`; do not edit. */
#include "imports/table.h"

/* clang-format off */

static NativeSymbol app_symbols[] = {
    {"finish", (void *)(uintptr_t)wamcam_app_finish, "(i)i", NULL},
    {"stopping", (void *)(uintptr_t)wamcam_app_stopping, "()i", NULL},
};

static NativeSymbol board_symbols[] = {
    {"name", (void *)(uintptr_t)wamcam_board_name, "(*~)i", NULL},
    {"firmware", (void *)(uintptr_t)wamcam_board_firmware, "(*~)i", NULL},
    {"health", (void *)(uintptr_t)wamcam_board_health, "(*~)i", NULL},
};

static NativeSymbol camera_symbols[] = {
    {"open", (void *)(uintptr_t)wamcam_camera_open, "(*~i)i", NULL},
    {"set", (void *)(uintptr_t)wamcam_camera_set, "(*~i)i", NULL},
    {"shoot", (void *)(uintptr_t)wamcam_camera_shoot, "()i", NULL},
    {"result", (void *)(uintptr_t)wamcam_camera_result, "()i", NULL},
    {"sensor", (void *)(uintptr_t)wamcam_camera_sensor, "(*~)i", NULL},
    {"frame_info", (void *)(uintptr_t)wamcam_camera_frame_info, "(i*~)i", NULL},
    {"frame_release", (void *)(uintptr_t)wamcam_camera_frame_release, "(i)i", NULL},
};

static NativeSymbol card_symbols[] = {
    {"state", (void *)(uintptr_t)wamcam_card_state, "()i", NULL},
    {"free_bytes", (void *)(uintptr_t)wamcam_card_free_bytes, "()I", NULL},
    {"store", (void *)(uintptr_t)wamcam_card_store, "(i*~*~)i", NULL},
    {"size", (void *)(uintptr_t)wamcam_card_size, "(*~)I", NULL},
    {"read", (void *)(uintptr_t)wamcam_card_read, "(*~I*~)i", NULL},
    {"write", (void *)(uintptr_t)wamcam_card_write, "(*~*~)i", NULL},
    {"append", (void *)(uintptr_t)wamcam_card_append, "(*~*~)i", NULL},
    {"truncate", (void *)(uintptr_t)wamcam_card_truncate, "(*~I)i", NULL},
    {"rename", (void *)(uintptr_t)wamcam_card_rename, "(*~*~)i", NULL},
    {"remove", (void *)(uintptr_t)wamcam_card_remove, "(*~)i", NULL},
    {"list", (void *)(uintptr_t)wamcam_card_list, "(*~i*~)i", NULL},
};

static NativeSymbol clock_symbols[] = {
    {"uptime_ms", (void *)(uintptr_t)wamcam_clock_uptime_ms, "()I", NULL},
    {"now_ms", (void *)(uintptr_t)wamcam_clock_now_ms, "()I", NULL},
    {"set_ms", (void *)(uintptr_t)wamcam_clock_set_ms, "(I)i", NULL},
    {"stopwatch_us", (void *)(uintptr_t)wamcam_clock_stopwatch_us, "()I", NULL},
};

static NativeSymbol log_symbols[] = {
    {"write", (void *)(uintptr_t)wamcam_log_write, "(i*~)i", NULL},
};

static NativeSymbol net_symbols[] = {
    {"open", (void *)(uintptr_t)wamcam_net_open, "(*~i)i", NULL},
    {"state", (void *)(uintptr_t)wamcam_net_state, "(i)i", NULL},
    {"deadlines", (void *)(uintptr_t)wamcam_net_deadlines, "(iiii)i", NULL},
    {"pace", (void *)(uintptr_t)wamcam_net_pace, "(iiii)i", NULL},
    {"socket_options", (void *)(uintptr_t)wamcam_net_socket_options, "(iiiii)i", NULL},
    {"send", (void *)(uintptr_t)wamcam_net_send, "(i*~)i", NULL},
    {"send_file", (void *)(uintptr_t)wamcam_net_send_file, "(i*~II)i", NULL},
    {"unsent", (void *)(uintptr_t)wamcam_net_unsent, "(i)I", NULL},
    {"sent_hash", (void *)(uintptr_t)wamcam_net_sent_hash, "(i*~)i", NULL},
    {"receive", (void *)(uintptr_t)wamcam_net_receive, "(i*~)i", NULL},
    {"statistics", (void *)(uintptr_t)wamcam_net_statistics, "(i*~)i", NULL},
    {"describe", (void *)(uintptr_t)wamcam_net_describe, "(i*~)i", NULL},
    {"close", (void *)(uintptr_t)wamcam_net_close, "(i)i", NULL},
};

static NativeSymbol random_symbols[] = {
    {"fill", (void *)(uintptr_t)wamcam_random_fill, "(*~)i", NULL},
};

static NativeSymbol report_symbols[] = {
    {"event", (void *)(uintptr_t)wamcam_report_event, "(*~)i", NULL},
};

static NativeSymbol settings_symbols[] = {
    {"read", (void *)(uintptr_t)wamcam_settings_read, "(*~i*~)i", NULL},
    {"write", (void *)(uintptr_t)wamcam_settings_write, "(*~*~)i", NULL},
};

static NativeSymbol sntp_symbols[] = {
    {"ask", (void *)(uintptr_t)wamcam_sntp_ask, "(*~i)i", NULL},
    {"answer", (void *)(uintptr_t)wamcam_sntp_answer, "(*~)i", NULL},
    {"describe", (void *)(uintptr_t)wamcam_sntp_describe, "(*~)i", NULL},
    {"close", (void *)(uintptr_t)wamcam_sntp_close, "()i", NULL},
};

static NativeSymbol wifi_symbols[] = {
    {"join", (void *)(uintptr_t)wamcam_wifi_join, "(*~*~)i", NULL},
};

const struct wamcam_import_group wamcam_import_groups[] = {
    {"app", app_symbols, 2},
    {"board", board_symbols, 3},
    {"camera", camera_symbols, 7},
    {"card", card_symbols, 11},
    {"clock", clock_symbols, 4},
    {"log", log_symbols, 1},
    {"net", net_symbols, 13},
    {"random", random_symbols, 1},
    {"report", report_symbols, 1},
    {"settings", settings_symbols, 2},
    {"sntp", sntp_symbols, 4},
    {"wifi", wifi_symbols, 1},
};
const uint32_t wamcam_import_group_count = 12;

/* clang-format on */
