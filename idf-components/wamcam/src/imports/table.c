/* Generated from imports.json by `npm run generate`; do not edit. */
#include "imports/table.h"

#include "runtime/effort.h"

/* clang-format off */

static int32_t timed_app_finish(wasm_exec_env_t environment, int32_t exit_code) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_app_finish(environment, exit_code);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_app_stopping(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_app_stopping(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_app_asked(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_app_asked(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_board_name(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_board_name(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_board_firmware(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_board_firmware(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_board_health(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_board_health(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_open(wasm_exec_env_t environment, uint8_t *frame_size, uint32_t frame_size_length, int32_t jpeg_quality) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_open(environment, frame_size, frame_size_length, jpeg_quality);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_set(wasm_exec_env_t environment, uint8_t *setting, uint32_t setting_length, int32_t value) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_set(environment, setting, setting_length, value);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_shoot(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_shoot(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_result(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_result(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_sensor(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_sensor(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_frame_info(wasm_exec_env_t environment, int32_t frame, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_frame_info(environment, frame, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_luminance(wasm_exec_env_t environment, int32_t frame, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_luminance(environment, frame, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_camera_frame_release(wasm_exec_env_t environment, int32_t frame) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_camera_frame_release(environment, frame);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_state(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_state(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int64_t timed_card_free_bytes(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int64_t result = wamcam_card_free_bytes(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_store(wasm_exec_env_t environment, int32_t frame, uint8_t *path, uint32_t path_length, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_store(environment, frame, path, path_length, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int64_t timed_card_size(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int64_t result = wamcam_card_size(environment, path, path_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_read(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, int64_t offset, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_read(environment, path, path_length, offset, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_write(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, uint8_t *bytes, uint32_t bytes_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_write(environment, path, path_length, bytes, bytes_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_append(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, uint8_t *bytes, uint32_t bytes_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_append(environment, path, path_length, bytes, bytes_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_truncate(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, int64_t size_bytes) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_truncate(environment, path, path_length, size_bytes);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_rename(wasm_exec_env_t environment, uint8_t *from, uint32_t from_length, uint8_t *to, uint32_t to_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_rename(environment, from, from_length, to, to_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_remove(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_remove(environment, path, path_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_card_list(wasm_exec_env_t environment, uint8_t *folder, uint32_t folder_length, int32_t index, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_card_list(environment, folder, folder_length, index, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int64_t timed_clock_uptime_ms(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int64_t result = wamcam_clock_uptime_ms(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int64_t timed_clock_now_ms(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int64_t result = wamcam_clock_now_ms(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_clock_set_ms(wasm_exec_env_t environment, int64_t utc_ms) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_clock_set_ms(environment, utc_ms);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int64_t timed_clock_stopwatch_us(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int64_t result = wamcam_clock_stopwatch_us(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_log_write(wasm_exec_env_t environment, int32_t level, uint8_t *text, uint32_t text_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_log_write(environment, level, text, text_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_open(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length, int32_t port) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_open(environment, host, host_length, port);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_state(wasm_exec_env_t environment, int32_t connection) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_state(environment, connection);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_deadlines(wasm_exec_env_t environment, int32_t connection, int32_t open_ms, int32_t stall_ms, int32_t response_ms) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_deadlines(environment, connection, open_ms, stall_ms, response_ms);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_pace(wasm_exec_env_t environment, int32_t connection, int32_t pause_ms_min, int32_t pause_ms_max, int32_t chunk_bytes) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_pace(environment, connection, pause_ms_min, pause_ms_max, chunk_bytes);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_socket_options(wasm_exec_env_t environment, int32_t connection, int32_t send_buffer_bytes, int32_t keep_alive_idle_s, int32_t keep_alive_interval_s, int32_t keep_alive_count) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_socket_options(environment, connection, send_buffer_bytes, keep_alive_idle_s, keep_alive_interval_s, keep_alive_count);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_send(wasm_exec_env_t environment, int32_t connection, uint8_t *bytes, uint32_t bytes_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_send(environment, connection, bytes, bytes_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_send_file(wasm_exec_env_t environment, int32_t connection, uint8_t *path, uint32_t path_length, int64_t offset, int64_t length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_send_file(environment, connection, path, path_length, offset, length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int64_t timed_net_unsent(wasm_exec_env_t environment, int32_t connection) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int64_t result = wamcam_net_unsent(environment, connection);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_sent_hash(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_sent_hash(environment, connection, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_receive(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_receive(environment, connection, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_statistics(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_statistics(environment, connection, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_describe(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_describe(environment, connection, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_net_close(wasm_exec_env_t environment, int32_t connection) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_net_close(environment, connection);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_power_sleep(wasm_exec_env_t environment, int64_t until, uint8_t *kept, uint32_t kept_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_power_sleep(environment, until, kept, kept_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_power_kept(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_power_kept(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_random_fill(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_random_fill(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_report_event(wasm_exec_env_t environment, uint8_t *json, uint32_t json_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_report_event(environment, json, json_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_settings_read(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, int32_t offset, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_settings_read(environment, name, name_length, offset, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_settings_write(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, uint8_t *bytes, uint32_t bytes_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_settings_write(environment, name, name_length, bytes, bytes_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_sntp_ask(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length, int32_t limit_ms) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_sntp_ask(environment, host, host_length, limit_ms);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_sntp_answer(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_sntp_answer(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_sntp_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_sntp_describe(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_sntp_close(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_sntp_close(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_update_begin(wasm_exec_env_t environment, int32_t bytes, uint8_t *sha256, uint32_t sha256_length, int32_t flags, int32_t trial_s) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_update_begin(environment, bytes, sha256, sha256_length, flags, trial_s);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_update_write(wasm_exec_env_t environment, int32_t offset, uint8_t *bytes, uint32_t bytes_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_update_write(environment, offset, bytes, bytes_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_update_end(wasm_exec_env_t environment) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_update_end(environment);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_update_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_update_describe(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_update_listen(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, uint8_t *token, uint32_t token_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_update_listen(environment, name, name_length, token, token_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_update_state(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_update_state(environment, out, out_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static int32_t timed_wifi_join(wasm_exec_env_t environment, uint8_t *ssid, uint32_t ssid_length, uint8_t *password, uint32_t password_length) {
    int64_t began_us = wamcam_effort_import_begins(environment);
    int32_t result = wamcam_wifi_join(environment, ssid, ssid_length, password, password_length);
    wamcam_effort_import_ends(environment, began_us);
    return result;
}

static NativeSymbol app_symbols[] = {
    {"finish", (void *)(uintptr_t)timed_app_finish, "(i)i", NULL},
    {"stopping", (void *)(uintptr_t)timed_app_stopping, "()i", NULL},
    {"asked", (void *)(uintptr_t)timed_app_asked, "()i", NULL},
};

static NativeSymbol board_symbols[] = {
    {"name", (void *)(uintptr_t)timed_board_name, "(*~)i", NULL},
    {"firmware", (void *)(uintptr_t)timed_board_firmware, "(*~)i", NULL},
    {"health", (void *)(uintptr_t)timed_board_health, "(*~)i", NULL},
};

static NativeSymbol camera_symbols[] = {
    {"open", (void *)(uintptr_t)timed_camera_open, "(*~i)i", NULL},
    {"set", (void *)(uintptr_t)timed_camera_set, "(*~i)i", NULL},
    {"shoot", (void *)(uintptr_t)timed_camera_shoot, "()i", NULL},
    {"result", (void *)(uintptr_t)timed_camera_result, "()i", NULL},
    {"sensor", (void *)(uintptr_t)timed_camera_sensor, "(*~)i", NULL},
    {"frame_info", (void *)(uintptr_t)timed_camera_frame_info, "(i*~)i", NULL},
    {"luminance", (void *)(uintptr_t)timed_camera_luminance, "(i*~)i", NULL},
    {"frame_release", (void *)(uintptr_t)timed_camera_frame_release, "(i)i", NULL},
};

static NativeSymbol card_symbols[] = {
    {"state", (void *)(uintptr_t)timed_card_state, "()i", NULL},
    {"free_bytes", (void *)(uintptr_t)timed_card_free_bytes, "()I", NULL},
    {"store", (void *)(uintptr_t)timed_card_store, "(i*~*~)i", NULL},
    {"size", (void *)(uintptr_t)timed_card_size, "(*~)I", NULL},
    {"read", (void *)(uintptr_t)timed_card_read, "(*~I*~)i", NULL},
    {"write", (void *)(uintptr_t)timed_card_write, "(*~*~)i", NULL},
    {"append", (void *)(uintptr_t)timed_card_append, "(*~*~)i", NULL},
    {"truncate", (void *)(uintptr_t)timed_card_truncate, "(*~I)i", NULL},
    {"rename", (void *)(uintptr_t)timed_card_rename, "(*~*~)i", NULL},
    {"remove", (void *)(uintptr_t)timed_card_remove, "(*~)i", NULL},
    {"list", (void *)(uintptr_t)timed_card_list, "(*~i*~)i", NULL},
};

static NativeSymbol clock_symbols[] = {
    {"uptime_ms", (void *)(uintptr_t)timed_clock_uptime_ms, "()I", NULL},
    {"now_ms", (void *)(uintptr_t)timed_clock_now_ms, "()I", NULL},
    {"set_ms", (void *)(uintptr_t)timed_clock_set_ms, "(I)i", NULL},
    {"stopwatch_us", (void *)(uintptr_t)timed_clock_stopwatch_us, "()I", NULL},
};

static NativeSymbol log_symbols[] = {
    {"write", (void *)(uintptr_t)timed_log_write, "(i*~)i", NULL},
};

static NativeSymbol net_symbols[] = {
    {"open", (void *)(uintptr_t)timed_net_open, "(*~i)i", NULL},
    {"state", (void *)(uintptr_t)timed_net_state, "(i)i", NULL},
    {"deadlines", (void *)(uintptr_t)timed_net_deadlines, "(iiii)i", NULL},
    {"pace", (void *)(uintptr_t)timed_net_pace, "(iiii)i", NULL},
    {"socket_options", (void *)(uintptr_t)timed_net_socket_options, "(iiiii)i", NULL},
    {"send", (void *)(uintptr_t)timed_net_send, "(i*~)i", NULL},
    {"send_file", (void *)(uintptr_t)timed_net_send_file, "(i*~II)i", NULL},
    {"unsent", (void *)(uintptr_t)timed_net_unsent, "(i)I", NULL},
    {"sent_hash", (void *)(uintptr_t)timed_net_sent_hash, "(i*~)i", NULL},
    {"receive", (void *)(uintptr_t)timed_net_receive, "(i*~)i", NULL},
    {"statistics", (void *)(uintptr_t)timed_net_statistics, "(i*~)i", NULL},
    {"describe", (void *)(uintptr_t)timed_net_describe, "(i*~)i", NULL},
    {"close", (void *)(uintptr_t)timed_net_close, "(i)i", NULL},
};

static NativeSymbol power_symbols[] = {
    {"sleep", (void *)(uintptr_t)timed_power_sleep, "(I*~)i", NULL},
    {"kept", (void *)(uintptr_t)timed_power_kept, "(*~)i", NULL},
};

static NativeSymbol random_symbols[] = {
    {"fill", (void *)(uintptr_t)timed_random_fill, "(*~)i", NULL},
};

static NativeSymbol report_symbols[] = {
    {"event", (void *)(uintptr_t)timed_report_event, "(*~)i", NULL},
};

static NativeSymbol settings_symbols[] = {
    {"read", (void *)(uintptr_t)timed_settings_read, "(*~i*~)i", NULL},
    {"write", (void *)(uintptr_t)timed_settings_write, "(*~*~)i", NULL},
};

static NativeSymbol sntp_symbols[] = {
    {"ask", (void *)(uintptr_t)timed_sntp_ask, "(*~i)i", NULL},
    {"answer", (void *)(uintptr_t)timed_sntp_answer, "(*~)i", NULL},
    {"describe", (void *)(uintptr_t)timed_sntp_describe, "(*~)i", NULL},
    {"close", (void *)(uintptr_t)timed_sntp_close, "()i", NULL},
};

static NativeSymbol update_symbols[] = {
    {"begin", (void *)(uintptr_t)timed_update_begin, "(i*~ii)i", NULL},
    {"write", (void *)(uintptr_t)timed_update_write, "(i*~)i", NULL},
    {"end", (void *)(uintptr_t)timed_update_end, "()i", NULL},
    {"describe", (void *)(uintptr_t)timed_update_describe, "(*~)i", NULL},
    {"listen", (void *)(uintptr_t)timed_update_listen, "(*~*~)i", NULL},
    {"state", (void *)(uintptr_t)timed_update_state, "(*~)i", NULL},
};

static NativeSymbol wifi_symbols[] = {
    {"join", (void *)(uintptr_t)timed_wifi_join, "(*~*~)i", NULL},
};

const struct wamcam_import_group wamcam_import_groups[] = {
    {"app", app_symbols, 3},
    {"board", board_symbols, 3},
    {"camera", camera_symbols, 8},
    {"card", card_symbols, 11},
    {"clock", clock_symbols, 4},
    {"log", log_symbols, 1},
    {"net", net_symbols, 13},
    {"power", power_symbols, 2},
    {"random", random_symbols, 1},
    {"report", report_symbols, 1},
    {"settings", settings_symbols, 2},
    {"sntp", sntp_symbols, 4},
    {"update", update_symbols, 6},
    {"wifi", wifi_symbols, 1},
};
const uint32_t wamcam_import_group_count = 14;

/* clang-format on */
