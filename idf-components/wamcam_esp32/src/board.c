#include "wamcam_esp32/board.h"

#include <inttypes.h>
#include <string.h>

#include "camera.h"
#include "card.h"
#include "clock.h"
#include "console.h"
#include "core_dump.h"
#include "esp_app_desc.h"
#include "esp_crt_bundle.h"
#include "esp_log.h"
#include "esp_random.h"
#include "esp_task_wdt.h"
#include "fat_room.h"
#include "health.h"
#include "internal_storage.h"
#include "listening.h"
#include "machine_code.h"
#include "output.h"
#include "sdkconfig.h"
#include "slots.h"
#include "usb_drive.h"
#include "waiting.h"
#include "wamcam/console.h"
#include "wamcam_esp32/sleep.h"
#include "wamcam_esp32/starts.h"
#include "wifi.h"

#define SEND_CHUNK_BYTES 4096
/* In PSRAM; about a hundred lines. */
#define CONSOLE_LOG_BYTES 8192

_Static_assert(SEND_CHUNK_BYTES <= CONFIG_MBEDTLS_SSL_OUT_CONTENT_LEN,
               "what is given to TLS at once must fit into one record");
_Static_assert(WAMCAM_ESP32_SLEEP_MS_MAX * 3 <= CONFIG_ESP_TASK_WDT_TIMEOUT_S * 1000,
               "the watchdog must see the core thread come by");

static const char *const tag = "board";

static struct wamcam_board board;

/* --- callbacks of board.h: the context is not needed, a chip is one board -------------------- */

static int64_t uptime_us(void *context) {
    (void)context;
    return wamcam_esp32_clock_uptime_us();
}

static int64_t utc_us(void *context) {
    (void)context;
    return wamcam_esp32_clock_utc_us();
}

static int set_utc_us(void *context, int64_t utc_us) {
    (void)context;
    return wamcam_esp32_clock_set_utc_us(utc_us);
}

/** The core thread comes by here again and again: where it shows that it lives. */
static void wait(void *context, const struct wamcam_wait_socket *sockets, size_t count,
                 int64_t until_uptime_us, int64_t until_stopwatch_us) {
    (void)context;
    (void)esp_task_wdt_reset();
    wamcam_esp32_wifi_be_quick(count > 0 || wamcam_esp32_listening_is_busy());
    wamcam_esp32_starts_survive(wamcam_esp32_clock_uptime_us());
    /* The stopwatch is the uptime. */
    int64_t until_us = until_uptime_us < until_stopwatch_us ? until_uptime_us : until_stopwatch_us;
    int64_t drive_us = wamcam_esp32_usb_drive_step();
    until_us = drive_us < until_us ? drive_us : until_us;
    wamcam_esp32_waiting_sleep(sockets, count, until_us);
    (void)esp_task_wdt_reset();
}

static void wake(void *context) {
    (void)context;
    wamcam_esp32_waiting_wake();
}

static bool stop_requested(void *context) {
    (void)context;
    /* What a computer has put there is to be read. */
    return wamcam_esp32_usb_drive_has_come_back();
}

static void fill_random(void *context, uint8_t *out, size_t length) {
    (void)context;
    esp_fill_random(out, length);
}

static void health(void *context, struct wamcam_health *out) {
    (void)context;
    wamcam_esp32_health(out);
}

static int sleep_state(void *context) {
    (void)context;
    return wamcam_esp32_sleep_state();
}

static size_t kept(void *context, uint8_t *out) {
    (void)context;
    return wamcam_esp32_sleep_kept(out);
}

static int camera_open(void *context, const char *frame_size, int32_t jpeg_quality) {
    (void)context;
    return wamcam_esp32_camera_open(frame_size, jpeg_quality);
}

static int camera_set(void *context, const char *setting, int32_t value) {
    (void)context;
    return wamcam_esp32_camera_set(setting, value);
}

static int camera_take(void *context, struct wamcam_frame *out) {
    (void)context;
    return wamcam_esp32_camera_take(out);
}

static void camera_give_back(void *context, struct wamcam_frame *frame) {
    (void)context;
    wamcam_esp32_camera_give_back(frame);
}

static void camera_close(void *context) {
    (void)context;
    wamcam_esp32_camera_close();
}

static const char *camera_sensor(void *context) {
    (void)context;
    return wamcam_esp32_camera_sensor();
}

static int card_state(void *context) {
    (void)context;
    return wamcam_esp32_card_state();
}

static int64_t card_free_bytes(void *context) {
    (void)context;
    return wamcam_esp32_card_free_bytes();
}

static int room(void *context, const char *folder, struct wamcam_room *out) {
    (void)context;
    if (strcmp(folder, WAMCAM_ESP32_CARD_FOLDER) == 0) {
        return wamcam_esp32_card_room(out);
    }
    return wamcam_esp32_usb_drive_is_out() ? WAMCAM_BUSY : wamcam_esp32_fat_room(folder, out);
}

static int tls_trust(void *context, void *ssl_config) {
    (void)context;
    esp_err_t error = esp_crt_bundle_attach(ssl_config);
    return error == ESP_OK ? 0 : WAMCAM_IO;
}

static int wifi_join(void *context, const char *ssid, const char *password) {
    (void)context;
    return wamcam_esp32_wifi_join(ssid, password);
}

static int listen_to(void *context, const char *name, const char *token) {
    (void)context;
    return wamcam_esp32_listening_start(name, token);
}

static void log_line(void *context, enum wamcam_level level, const char *text) {
    (void)context;
    /* The console shows it on the same terminal. */
    if (level == WAMCAM_LEVEL_DEBUG || !wamcam_console_is_following(&board)) {
        wamcam_esp32_output_log(level, text);
    }
}

static void report(void *context, const char *json, size_t length) {
    (void)context;
    wamcam_esp32_output_report(json, length);
}

static void console_write(void *context, const char *text, size_t length) {
    (void)context;
    wamcam_esp32_console_write(text, length);
}

static void console_done(void *context) {
    (void)context;
    wamcam_esp32_console_done();
}

static int usb_drive_offer(void *context) {
    (void)context;
    return wamcam_esp32_usb_drive_offer();
}

static void wifi_describe(void *context, char *out, size_t size) {
    (void)context;
    wamcam_esp32_wifi_describe(out, size);
}

/* --------------------------------------------------------------------------------------------- */

static const struct wamcam_board callbacks = {
    /* docs/firmware.md has the memory that these come to. Bounds on the application itself are
     * those of the desktop board: what runs there runs here. */
    .limits =
        {
            .wasm_pages_max = 8,
            .wasm_stack_bytes = 32 * 1024,
            .wasm_module_bytes_max = 512 * 1024,
            .instructions_per_call = 200000000,
            .call_ms_max = 10000,
            .frames_max = WAMCAM_ESP32_FRAMES_MAX,
            .connections_max = 4,
            .send_chunk_bytes = SEND_CHUNK_BYTES,
            .send_pause_ms_max = 1000,
            .send_buffer_bytes_max = 0, /* lwIP: one size for all, in sdkconfig.defaults */
            .open_ms = 30000,
            .stall_ms = 20000,
            .response_ms = 60000,
            .trial_s = CONFIG_WAMCAM_TRIAL_S,
            .trial_s_max = 86400, /* a night without photos is no failure */
        },
    .uptime_us = uptime_us,
    .utc_us = utc_us,
    .set_utc_us = set_utc_us,
    .stopwatch_us = uptime_us,
    .wait = wait,
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
    .card_folder = WAMCAM_ESP32_CARD_FOLDER,
    .card_state = card_state,
    .card_free_bytes = card_free_bytes,
    .room = room,
    .tls_trust = tls_trust,
    .wifi_join = wifi_join,
    .listen = listen_to,
    .log = log_line,
    .report = report,
    .console_write = console_write,
    .console_done = console_done,
    .wifi_describe = wifi_describe,
    .usb_drive_offer = usb_drive_offer,
};

const struct wamcam_board *wamcam_esp32_board_start(const struct wamcam_esp32_hardware *hardware) {
    struct wamcam_console *console = board.console; /* in tests a chip starts more than once */
    board = callbacks;
    board.console = console != NULL ? console : wamcam_console_create(CONSOLE_LOG_BYTES);
    board.limits.machine_code = wamcam_esp32_runs_machine_code();
    board.name = hardware->name;
    board.firmware_version = esp_app_get_description()->version;
    ESP_LOGI(tag, "%s, firmware %s", board.name, board.firmware_version);
    wamcam_esp32_core_dump_tell();
    wamcam_esp32_listening_prepare(&board);
    wamcam_esp32_waiting_start();
    wamcam_esp32_sleep_release(hardware);
    wamcam_esp32_camera_start(hardware);
    wamcam_esp32_camera_go_ahead();
    bool has_storage = wamcam_esp32_internal_storage_start();
    board.settings_folders[0] = WAMCAM_ESP32_CARD_FOLDER;
    board.settings_folders[1] = has_storage ? WAMCAM_ESP32_INTERNAL_FOLDER : NULL;
    board.state_folder = has_storage ? WAMCAM_ESP32_INTERNAL_FOLDER : WAMCAM_ESP32_CARD_FOLDER;
    board.flash = wamcam_esp32_slots_start();
    /* One after the other: see wamcam_esp32_card_hold(). The card is looked for beside Wi-Fi. */
    wamcam_esp32_card_start(hardware, wamcam_esp32_waiting_wake);
    wamcam_esp32_wifi_start(wamcam_esp32_waiting_wake);
    wamcam_esp32_card_await_attempt();
    wamcam_esp32_usb_drive_start(hardware, wamcam_esp32_waiting_wake);
    return &board;
}

void wamcam_esp32_board_trust(const struct wamcam_key *keys, size_t count) {
    board.trusted_keys = keys;
    board.trusted_key_count = count;
}

int wamcam_esp32_board_join_known_network(void) {
    return wamcam_esp32_wifi_join_known();
}

void wamcam_esp32_board_add_check(const char *name, const uint8_t *wasm, size_t wasm_bytes) {
    struct wamcam_check *check = board.checks;
    while (check->name != NULL && check < &board.checks[WAMCAM_CHECKS_MAX - 1]) {
        check++;
    }
    *check = (struct wamcam_check){.name = name, .wasm = wasm, .wasm_bytes = wasm_bytes};
}

void wamcam_esp32_board_stop(void) {
    wamcam_esp32_camera_close(); /* it may have gone ahead of an application that never came */
    wamcam_esp32_wifi_stop();
    wamcam_esp32_card_stop();
}
