/* Generated from imports.json by `npm run generate`; do not edit. */
#ifndef WAMCAM_IMPORTS_TABLE_H
#define WAMCAM_IMPORTS_TABLE_H

#include <stdint.h>
#include <wasm_export.h>

/* clang-format off */

/** Version of the set of imports; an application asks for it in its manifest. */
#define WAMCAM_ABI_VERSION 1

/* app */
int32_t wamcam_app_finish(wasm_exec_env_t environment, int32_t exit_code);
int32_t wamcam_app_stopping(wasm_exec_env_t environment);
int32_t wamcam_app_asked(wasm_exec_env_t environment);

/* board */
int32_t wamcam_board_name(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);
int32_t wamcam_board_firmware(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);
int32_t wamcam_board_health(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);

/* camera */
int32_t wamcam_camera_open(wasm_exec_env_t environment, uint8_t *frame_size, uint32_t frame_size_length, int32_t jpeg_quality);
int32_t wamcam_camera_set(wasm_exec_env_t environment, uint8_t *setting, uint32_t setting_length, int32_t value);
int32_t wamcam_camera_shoot(wasm_exec_env_t environment);
int32_t wamcam_camera_result(wasm_exec_env_t environment);
int32_t wamcam_camera_sensor(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);
int32_t wamcam_camera_frame_info(wasm_exec_env_t environment, int32_t frame, uint8_t *out, uint32_t out_length);
int32_t wamcam_camera_luminance(wasm_exec_env_t environment, int32_t frame, uint8_t *out, uint32_t out_length);
int32_t wamcam_camera_frame_release(wasm_exec_env_t environment, int32_t frame);

/* card */
int32_t wamcam_card_state(wasm_exec_env_t environment);
int64_t wamcam_card_free_bytes(wasm_exec_env_t environment);
int32_t wamcam_card_store(wasm_exec_env_t environment, int32_t frame, uint8_t *path, uint32_t path_length, uint8_t *out, uint32_t out_length);
int64_t wamcam_card_size(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length);
int32_t wamcam_card_read(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, int64_t offset, uint8_t *out, uint32_t out_length);
int32_t wamcam_card_write(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, uint8_t *bytes, uint32_t bytes_length);
int32_t wamcam_card_append(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, uint8_t *bytes, uint32_t bytes_length);
int32_t wamcam_card_truncate(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length, int64_t size_bytes);
int32_t wamcam_card_rename(wasm_exec_env_t environment, uint8_t *from, uint32_t from_length, uint8_t *to, uint32_t to_length);
int32_t wamcam_card_remove(wasm_exec_env_t environment, uint8_t *path, uint32_t path_length);
int32_t wamcam_card_list(wasm_exec_env_t environment, uint8_t *folder, uint32_t folder_length, int32_t index, uint8_t *out, uint32_t out_length);

/* clock */
int64_t wamcam_clock_uptime_ms(wasm_exec_env_t environment);
int64_t wamcam_clock_now_ms(wasm_exec_env_t environment);
int32_t wamcam_clock_set_ms(wasm_exec_env_t environment, int64_t utc_ms);
int64_t wamcam_clock_stopwatch_us(wasm_exec_env_t environment);

/* log */
int32_t wamcam_log_write(wasm_exec_env_t environment, int32_t level, uint8_t *text, uint32_t text_length);

/* net */
int32_t wamcam_net_open(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length, int32_t port);
int32_t wamcam_net_state(wasm_exec_env_t environment, int32_t connection);
int32_t wamcam_net_deadlines(wasm_exec_env_t environment, int32_t connection, int32_t open_ms, int32_t stall_ms, int32_t response_ms);
int32_t wamcam_net_pace(wasm_exec_env_t environment, int32_t connection, int32_t pause_ms_min, int32_t pause_ms_max, int32_t chunk_bytes);
int32_t wamcam_net_socket_options(wasm_exec_env_t environment, int32_t connection, int32_t send_buffer_bytes, int32_t keep_alive_idle_s, int32_t keep_alive_interval_s, int32_t keep_alive_count);
int32_t wamcam_net_send(wasm_exec_env_t environment, int32_t connection, uint8_t *bytes, uint32_t bytes_length);
int32_t wamcam_net_send_file(wasm_exec_env_t environment, int32_t connection, uint8_t *path, uint32_t path_length, int64_t offset, int64_t length);
int64_t wamcam_net_unsent(wasm_exec_env_t environment, int32_t connection);
int32_t wamcam_net_sent_hash(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length);
int32_t wamcam_net_receive(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length);
int32_t wamcam_net_statistics(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length);
int32_t wamcam_net_describe(wasm_exec_env_t environment, int32_t connection, uint8_t *out, uint32_t out_length);
int32_t wamcam_net_close(wasm_exec_env_t environment, int32_t connection);

/* power */
int32_t wamcam_power_sleep(wasm_exec_env_t environment, int64_t until, uint8_t *kept, uint32_t kept_length);
int32_t wamcam_power_kept(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);

/* random */
int32_t wamcam_random_fill(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);

/* report */
int32_t wamcam_report_event(wasm_exec_env_t environment, uint8_t *json, uint32_t json_length);

/* settings */
int32_t wamcam_settings_read(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, int32_t offset, uint8_t *out, uint32_t out_length);
int32_t wamcam_settings_write(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, uint8_t *bytes, uint32_t bytes_length);

/* sntp */
int32_t wamcam_sntp_ask(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length, int32_t limit_ms);
int32_t wamcam_sntp_answer(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);
int32_t wamcam_sntp_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);
int32_t wamcam_sntp_close(wasm_exec_env_t environment);

/* update */
int32_t wamcam_update_begin(wasm_exec_env_t environment, int32_t bytes, uint8_t *sha256, uint32_t sha256_length, int32_t flags, int32_t trial_s);
int32_t wamcam_update_write(wasm_exec_env_t environment, int32_t offset, uint8_t *bytes, uint32_t bytes_length);
int32_t wamcam_update_end(wasm_exec_env_t environment);
int32_t wamcam_update_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);
int32_t wamcam_update_listen(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length, uint8_t *token, uint32_t token_length);
int32_t wamcam_update_state(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length);

/* wifi */
int32_t wamcam_wifi_join(wasm_exec_env_t environment, uint8_t *ssid, uint32_t ssid_length, uint8_t *password, uint32_t password_length);

/** The functions of one capability. WAMR sorts `symbols` in place and keeps them. */
struct wamcam_import_group {
    const char *capability;
    NativeSymbol *symbols;
    uint32_t count;
};

extern const struct wamcam_import_group wamcam_import_groups[];
/** The same functions, each told to the recorder of the run as it is called. */
extern const struct wamcam_import_group wamcam_recorded_groups[];
extern const uint32_t wamcam_import_group_count;

/** An import as a recording names it. */
struct wamcam_recorded_import {
    const char *name; /**< capability.function */
    /** A letter for each parameter: n number, r bytes that are read, w bytes that are written;
     *  then the result: i or I for 32 or 64 bits. */
    const char *form;
};

extern const struct wamcam_recorded_import wamcam_recorded_imports[];
extern const uint32_t wamcam_recorded_import_count;

/* clang-format on */

#endif
