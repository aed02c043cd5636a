/* Generated from imports.json by `npm run generate`; do not edit. */
#include "imports/table.h"
#include "runtime/recorder.h"

/* clang-format off */

static int32_t app_finish(wasm_exec_env_t environment, int32_t exit_code) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 0);
    wamcam_recorder_number(recorder, exit_code);
    int32_t result = wamcam_app_finish(environment, exit_code);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t app_stopping(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 1);
    int32_t result = wamcam_app_stopping(environment);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t app_asked(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 2);
    int32_t result = wamcam_app_asked(environment);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t board_name(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 3);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_board_name(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t board_firmware(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 4);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_board_firmware(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t board_health(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 5);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_board_health(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_open(wasm_exec_env_t environment, uint8_t *frame_size, uint32_t frame_size_length, int32_t jpeg_quality) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 6);
    wamcam_recorder_read(recorder, frame_size, frame_size_length);
    wamcam_recorder_number(recorder, jpeg_quality);
    int32_t result = wamcam_camera_open(environment, frame_size, frame_size_length, jpeg_quality);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_set(wasm_exec_env_t environment, uint8_t *setting, uint32_t setting_length, int32_t value) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 7);
    wamcam_recorder_read(recorder, setting, setting_length);
    wamcam_recorder_number(recorder, value);
    int32_t result = wamcam_camera_set(environment, setting, setting_length, value);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_shoot(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 8);
    int32_t result = wamcam_camera_shoot(environment);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_result(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 9);
    int32_t result = wamcam_camera_result(environment);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_sensor(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 10);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_camera_sensor(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_frame_info(wasm_exec_env_t environment, int32_t frame, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 11);
    wamcam_recorder_number(recorder, frame);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_camera_frame_info(environment, frame, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_luminance(wasm_exec_env_t environment, int32_t frame, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 12);
    wamcam_recorder_number(recorder, frame);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_camera_luminance(environment, frame, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t camera_frame_release(wasm_exec_env_t environment, int32_t frame) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 13);
    wamcam_recorder_number(recorder, frame);
    int32_t result = wamcam_camera_frame_release(environment, frame);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_state(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 14);
    int32_t result = wamcam_card_state(environment);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int64_t card_free_bytes(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 15);
    int64_t result = wamcam_card_free_bytes(environment);
    return (int64_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_store(wasm_exec_env_t environment, int32_t frame, uint8_t *path, uint32_t path_length, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 16);
    wamcam_recorder_number(recorder, frame);
    wamcam_recorder_read(recorder, path, path_length);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_card_store(environment, frame, path, path_length, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int64_t card_size(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 17);
    wamcam_recorder_read(recorder, path, path_length);
    int64_t result = wamcam_card_size(environment, path, path_length);
    return (int64_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_read(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, int64_t offset, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 18);
    wamcam_recorder_read(recorder, path, path_length);
    wamcam_recorder_number(recorder, offset);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_card_read(environment, path, path_length, offset, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_write(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, uint8_t *bytes, uint32_t bytes_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 19);
    wamcam_recorder_read(recorder, path, path_length);
    wamcam_recorder_read(recorder, bytes, bytes_length);
    int32_t result = wamcam_card_write(environment, path, path_length, bytes, bytes_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_append(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, uint8_t *bytes, uint32_t bytes_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 20);
    wamcam_recorder_read(recorder, path, path_length);
    wamcam_recorder_read(recorder, bytes, bytes_length);
    int32_t result = wamcam_card_append(environment, path, path_length, bytes, bytes_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_truncate(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, int64_t size_bytes) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 21);
    wamcam_recorder_read(recorder, path, path_length);
    wamcam_recorder_number(recorder, size_bytes);
    int32_t result = wamcam_card_truncate(environment, path, path_length, size_bytes);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_rename(wasm_exec_env_t environment, uint8_t *from, uint32_t from_length, uint8_t *to, uint32_t to_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 22);
    wamcam_recorder_read(recorder, from, from_length);
    wamcam_recorder_read(recorder, to, to_length);
    int32_t result = wamcam_card_rename(environment, from, from_length, to, to_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_remove(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 23);
    wamcam_recorder_read(recorder, path, path_length);
    int32_t result = wamcam_card_remove(environment, path, path_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t card_list(wasm_exec_env_t environment, uint8_t *folder, uint32_t folder_length, int32_t index, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 24);
    wamcam_recorder_read(recorder, folder, folder_length);
    wamcam_recorder_number(recorder, index);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_card_list(environment, folder, folder_length, index, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int64_t clock_uptime_ms(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 25);
    int64_t result = wamcam_clock_uptime_ms(environment);
    return (int64_t)wamcam_recorder_result(recorder, environment, result);
}

static int64_t clock_now_ms(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 26);
    int64_t result = wamcam_clock_now_ms(environment);
    return (int64_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t clock_set_ms(wasm_exec_env_t environment, int64_t utc_ms) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 27);
    wamcam_recorder_number(recorder, utc_ms);
    int32_t result = wamcam_clock_set_ms(environment, utc_ms);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int64_t clock_stopwatch_us(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 28);
    int64_t result = wamcam_clock_stopwatch_us(environment);
    return (int64_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t log_write(wasm_exec_env_t environment, int32_t level, uint8_t *text, uint32_t text_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 29);
    wamcam_recorder_number(recorder, level);
    wamcam_recorder_read(recorder, text, text_length);
    int32_t result = wamcam_log_write(environment, level, text, text_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_open(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length, int32_t port) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 30);
    wamcam_recorder_read(recorder, host, host_length);
    wamcam_recorder_number(recorder, port);
    int32_t result = wamcam_net_open(environment, host, host_length, port);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_state(wasm_exec_env_t environment, int32_t connection) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 31);
    wamcam_recorder_number(recorder, connection);
    int32_t result = wamcam_net_state(environment, connection);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_deadlines(wasm_exec_env_t environment, int32_t connection, int32_t open_ms, int32_t stall_ms, int32_t response_ms) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 32);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_number(recorder, open_ms);
    wamcam_recorder_number(recorder, stall_ms);
    wamcam_recorder_number(recorder, response_ms);
    int32_t result = wamcam_net_deadlines(environment, connection, open_ms, stall_ms, response_ms);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_pace(wasm_exec_env_t environment, int32_t connection, int32_t pause_ms_min, int32_t pause_ms_max, int32_t chunk_bytes) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 33);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_number(recorder, pause_ms_min);
    wamcam_recorder_number(recorder, pause_ms_max);
    wamcam_recorder_number(recorder, chunk_bytes);
    int32_t result = wamcam_net_pace(environment, connection, pause_ms_min, pause_ms_max, chunk_bytes);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_socket_options(wasm_exec_env_t environment, int32_t connection, int32_t send_buffer_bytes, int32_t keep_alive_idle_s, int32_t keep_alive_interval_s, int32_t keep_alive_count) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 34);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_number(recorder, send_buffer_bytes);
    wamcam_recorder_number(recorder, keep_alive_idle_s);
    wamcam_recorder_number(recorder, keep_alive_interval_s);
    wamcam_recorder_number(recorder, keep_alive_count);
    int32_t result = wamcam_net_socket_options(environment, connection, send_buffer_bytes, keep_alive_idle_s, keep_alive_interval_s, keep_alive_count);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_send(wasm_exec_env_t environment, int32_t connection, uint8_t *bytes, uint32_t bytes_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 35);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_read(recorder, bytes, bytes_length);
    int32_t result = wamcam_net_send(environment, connection, bytes, bytes_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_send_file(wasm_exec_env_t environment, int32_t connection, uint8_t *path, uint32_t path_length, int64_t offset, int64_t length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 36);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_read(recorder, path, path_length);
    wamcam_recorder_number(recorder, offset);
    wamcam_recorder_number(recorder, length);
    int32_t result = wamcam_net_send_file(environment, connection, path, path_length, offset, length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int64_t net_unsent(wasm_exec_env_t environment, int32_t connection) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 37);
    wamcam_recorder_number(recorder, connection);
    int64_t result = wamcam_net_unsent(environment, connection);
    return (int64_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_sent_hash(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 38);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_net_sent_hash(environment, connection, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_receive(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 39);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_net_receive(environment, connection, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_statistics(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 40);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_net_statistics(environment, connection, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_describe(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 41);
    wamcam_recorder_number(recorder, connection);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_net_describe(environment, connection, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t net_close(wasm_exec_env_t environment, int32_t connection) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 42);
    wamcam_recorder_number(recorder, connection);
    int32_t result = wamcam_net_close(environment, connection);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t power_sleep(wasm_exec_env_t environment, int64_t until, uint8_t *kept, uint32_t kept_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 43);
    wamcam_recorder_number(recorder, until);
    wamcam_recorder_read(recorder, kept, kept_length);
    int32_t result = wamcam_power_sleep(environment, until, kept, kept_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t power_kept(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 44);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_power_kept(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t random_fill(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 45);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_random_fill(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t report_event(wasm_exec_env_t environment, uint8_t *json, uint32_t json_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 46);
    wamcam_recorder_read(recorder, json, json_length);
    int32_t result = wamcam_report_event(environment, json, json_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t settings_read(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, int32_t offset, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 47);
    wamcam_recorder_read(recorder, name, name_length);
    wamcam_recorder_number(recorder, offset);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_settings_read(environment, name, name_length, offset, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t settings_write(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, uint8_t *bytes, uint32_t bytes_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 48);
    wamcam_recorder_read(recorder, name, name_length);
    wamcam_recorder_read(recorder, bytes, bytes_length);
    int32_t result = wamcam_settings_write(environment, name, name_length, bytes, bytes_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t sntp_ask(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length, int32_t limit_ms) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 49);
    wamcam_recorder_read(recorder, host, host_length);
    wamcam_recorder_number(recorder, limit_ms);
    int32_t result = wamcam_sntp_ask(environment, host, host_length, limit_ms);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t sntp_answer(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 50);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_sntp_answer(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t sntp_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 51);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_sntp_describe(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t sntp_close(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 52);
    int32_t result = wamcam_sntp_close(environment);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t update_begin(wasm_exec_env_t environment, int32_t bytes, uint8_t *sha256, uint32_t sha256_length, int32_t flags, int32_t trial_s) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 53);
    wamcam_recorder_number(recorder, bytes);
    wamcam_recorder_read(recorder, sha256, sha256_length);
    wamcam_recorder_number(recorder, flags);
    wamcam_recorder_number(recorder, trial_s);
    int32_t result = wamcam_update_begin(environment, bytes, sha256, sha256_length, flags, trial_s);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t update_write(wasm_exec_env_t environment, int32_t offset, uint8_t *bytes, uint32_t bytes_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 54);
    wamcam_recorder_number(recorder, offset);
    wamcam_recorder_read(recorder, bytes, bytes_length);
    int32_t result = wamcam_update_write(environment, offset, bytes, bytes_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t update_end(wasm_exec_env_t environment) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 55);
    int32_t result = wamcam_update_end(environment);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t update_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 56);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_update_describe(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t update_listen(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, uint8_t *token, uint32_t token_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 57);
    wamcam_recorder_read(recorder, name, name_length);
    wamcam_recorder_read(recorder, token, token_length);
    int32_t result = wamcam_update_listen(environment, name, name_length, token, token_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t update_state(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 58);
    wamcam_recorder_lend(recorder, out, out_length);
    int32_t result = wamcam_update_state(environment, out, out_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static int32_t wifi_join(wasm_exec_env_t environment, uint8_t *ssid, uint32_t ssid_length, uint8_t *password, uint32_t password_length) {
    struct wamcam_recorder *recorder = wamcam_recorder_of(environment);
    wamcam_recorder_call(recorder, 59);
    wamcam_recorder_read(recorder, ssid, ssid_length);
    wamcam_recorder_read(recorder, password, password_length);
    int32_t result = wamcam_wifi_join(environment, ssid, ssid_length, password, password_length);
    return (int32_t)wamcam_recorder_result(recorder, environment, result);
}

static NativeSymbol app_symbols[] = {
    {"finish", (void *)(uintptr_t)app_finish, "(i)i", NULL},
    {"stopping", (void *)(uintptr_t)app_stopping, "()i", NULL},
    {"asked", (void *)(uintptr_t)app_asked, "()i", NULL},
};

static NativeSymbol board_symbols[] = {
    {"name", (void *)(uintptr_t)board_name, "(*~)i", NULL},
    {"firmware", (void *)(uintptr_t)board_firmware, "(*~)i", NULL},
    {"health", (void *)(uintptr_t)board_health, "(*~)i", NULL},
};

static NativeSymbol camera_symbols[] = {
    {"open", (void *)(uintptr_t)camera_open, "(*~i)i", NULL},
    {"set", (void *)(uintptr_t)camera_set, "(*~i)i", NULL},
    {"shoot", (void *)(uintptr_t)camera_shoot, "()i", NULL},
    {"result", (void *)(uintptr_t)camera_result, "()i", NULL},
    {"sensor", (void *)(uintptr_t)camera_sensor, "(*~)i", NULL},
    {"frame_info", (void *)(uintptr_t)camera_frame_info, "(i*~)i", NULL},
    {"luminance", (void *)(uintptr_t)camera_luminance, "(i*~)i", NULL},
    {"frame_release", (void *)(uintptr_t)camera_frame_release, "(i)i", NULL},
};

static NativeSymbol card_symbols[] = {
    {"state", (void *)(uintptr_t)card_state, "()i", NULL},
    {"free_bytes", (void *)(uintptr_t)card_free_bytes, "()I", NULL},
    {"store", (void *)(uintptr_t)card_store, "(i*~*~)i", NULL},
    {"size", (void *)(uintptr_t)card_size, "(*~)I", NULL},
    {"read", (void *)(uintptr_t)card_read, "(*~I*~)i", NULL},
    {"write", (void *)(uintptr_t)card_write, "(*~*~)i", NULL},
    {"append", (void *)(uintptr_t)card_append, "(*~*~)i", NULL},
    {"truncate", (void *)(uintptr_t)card_truncate, "(*~I)i", NULL},
    {"rename", (void *)(uintptr_t)card_rename, "(*~*~)i", NULL},
    {"remove", (void *)(uintptr_t)card_remove, "(*~)i", NULL},
    {"list", (void *)(uintptr_t)card_list, "(*~i*~)i", NULL},
};

static NativeSymbol clock_symbols[] = {
    {"uptime_ms", (void *)(uintptr_t)clock_uptime_ms, "()I", NULL},
    {"now_ms", (void *)(uintptr_t)clock_now_ms, "()I", NULL},
    {"set_ms", (void *)(uintptr_t)clock_set_ms, "(I)i", NULL},
    {"stopwatch_us", (void *)(uintptr_t)clock_stopwatch_us, "()I", NULL},
};

static NativeSymbol log_symbols[] = {
    {"write", (void *)(uintptr_t)log_write, "(i*~)i", NULL},
};

static NativeSymbol net_symbols[] = {
    {"open", (void *)(uintptr_t)net_open, "(*~i)i", NULL},
    {"state", (void *)(uintptr_t)net_state, "(i)i", NULL},
    {"deadlines", (void *)(uintptr_t)net_deadlines, "(iiii)i", NULL},
    {"pace", (void *)(uintptr_t)net_pace, "(iiii)i", NULL},
    {"socket_options", (void *)(uintptr_t)net_socket_options, "(iiiii)i", NULL},
    {"send", (void *)(uintptr_t)net_send, "(i*~)i", NULL},
    {"send_file", (void *)(uintptr_t)net_send_file, "(i*~II)i", NULL},
    {"unsent", (void *)(uintptr_t)net_unsent, "(i)I", NULL},
    {"sent_hash", (void *)(uintptr_t)net_sent_hash, "(i*~)i", NULL},
    {"receive", (void *)(uintptr_t)net_receive, "(i*~)i", NULL},
    {"statistics", (void *)(uintptr_t)net_statistics, "(i*~)i", NULL},
    {"describe", (void *)(uintptr_t)net_describe, "(i*~)i", NULL},
    {"close", (void *)(uintptr_t)net_close, "(i)i", NULL},
};

static NativeSymbol power_symbols[] = {
    {"sleep", (void *)(uintptr_t)power_sleep, "(I*~)i", NULL},
    {"kept", (void *)(uintptr_t)power_kept, "(*~)i", NULL},
};

static NativeSymbol random_symbols[] = {
    {"fill", (void *)(uintptr_t)random_fill, "(*~)i", NULL},
};

static NativeSymbol report_symbols[] = {
    {"event", (void *)(uintptr_t)report_event, "(*~)i", NULL},
};

static NativeSymbol settings_symbols[] = {
    {"read", (void *)(uintptr_t)settings_read, "(*~i*~)i", NULL},
    {"write", (void *)(uintptr_t)settings_write, "(*~*~)i", NULL},
};

static NativeSymbol sntp_symbols[] = {
    {"ask", (void *)(uintptr_t)sntp_ask, "(*~i)i", NULL},
    {"answer", (void *)(uintptr_t)sntp_answer, "(*~)i", NULL},
    {"describe", (void *)(uintptr_t)sntp_describe, "(*~)i", NULL},
    {"close", (void *)(uintptr_t)sntp_close, "()i", NULL},
};

static NativeSymbol update_symbols[] = {
    {"begin", (void *)(uintptr_t)update_begin, "(i*~ii)i", NULL},
    {"write", (void *)(uintptr_t)update_write, "(i*~)i", NULL},
    {"end", (void *)(uintptr_t)update_end, "()i", NULL},
    {"describe", (void *)(uintptr_t)update_describe, "(*~)i", NULL},
    {"listen", (void *)(uintptr_t)update_listen, "(*~*~)i", NULL},
    {"state", (void *)(uintptr_t)update_state, "(*~)i", NULL},
};

static NativeSymbol wifi_symbols[] = {
    {"join", (void *)(uintptr_t)wifi_join, "(*~*~)i", NULL},
};

const struct wamcam_import_group wamcam_recorded_groups[] = {
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

const struct wamcam_recorded_import wamcam_recorded_imports[] = {
    {"app.finish", "ni"},
    {"app.stopping", "i"},
    {"app.asked", "i"},
    {"board.name", "wi"},
    {"board.firmware", "wi"},
    {"board.health", "wi"},
    {"camera.open", "rni"},
    {"camera.set", "rni"},
    {"camera.shoot", "i"},
    {"camera.result", "i"},
    {"camera.sensor", "wi"},
    {"camera.frame_info", "nwi"},
    {"camera.luminance", "nwi"},
    {"camera.frame_release", "ni"},
    {"card.state", "i"},
    {"card.free_bytes", "I"},
    {"card.store", "nrwi"},
    {"card.size", "rI"},
    {"card.read", "rnwi"},
    {"card.write", "rri"},
    {"card.append", "rri"},
    {"card.truncate", "rni"},
    {"card.rename", "rri"},
    {"card.remove", "ri"},
    {"card.list", "rnwi"},
    {"clock.uptime_ms", "I"},
    {"clock.now_ms", "I"},
    {"clock.set_ms", "ni"},
    {"clock.stopwatch_us", "I"},
    {"log.write", "nri"},
    {"net.open", "rni"},
    {"net.state", "ni"},
    {"net.deadlines", "nnnni"},
    {"net.pace", "nnnni"},
    {"net.socket_options", "nnnnni"},
    {"net.send", "nri"},
    {"net.send_file", "nrnni"},
    {"net.unsent", "nI"},
    {"net.sent_hash", "nwi"},
    {"net.receive", "nwi"},
    {"net.statistics", "nwi"},
    {"net.describe", "nwi"},
    {"net.close", "ni"},
    {"power.sleep", "nri"},
    {"power.kept", "wi"},
    {"random.fill", "wi"},
    {"report.event", "ri"},
    {"settings.read", "rnwi"},
    {"settings.write", "rri"},
    {"sntp.ask", "rni"},
    {"sntp.answer", "wi"},
    {"sntp.describe", "wi"},
    {"sntp.close", "i"},
    {"update.begin", "nrnni"},
    {"update.write", "nri"},
    {"update.end", "i"},
    {"update.describe", "wi"},
    {"update.listen", "rri"},
    {"update.state", "wi"},
    {"wifi.join", "rri"},
};
const uint32_t wamcam_recorded_import_count = 60;

/* clang-format on */
