/* Where ESP-IDF hands over: puts board, application and supervisor together. */
#include <pthread.h>

#include "checks.h"
#include "esp_log.h"
#include "esp_system.h"
#include "supervisor.h"
#include "wamcam_esp32/board.h"
#include "wamcam_esp32/starts.h"

/* TLS handshakes and FAT use up to half of it. Internal memory: see internal_storage.h. */
#define STACK_BYTES (24 * 1024)

/* Names that ESP-IDF gives to an embedded file. */
extern const uint8_t application_begin[] __asm__("_binary_timelapse_wasm_start");
extern const uint8_t application_end[] __asm__("_binary_timelapse_wasm_end");
/* Points of public keys, one behind the other. */
extern const struct wamcam_key keys_begin[] __asm__("_binary_trusted_key_start");
extern const struct wamcam_key keys_end[] __asm__("_binary_trusted_key_end");

static const char *const tag = "firmware";

static const struct wamcam_board *board;
static unsigned failed_starts;

static void *run(void *argument) {
    (void)argument;
    const struct firmware_application application = {
        .wasm = application_begin,
        /* cppcheck-suppress comparePointers ; the linker has put one object between them */
        .wasm_bytes = (size_t)(application_end - application_begin),
    };
    firmware_supervise(board, &wamcam_esp32_this_board, &application, failed_starts);
}

static int start_thread(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    int error = pthread_attr_init(&attributes);
    if (error != 0) {
        return error;
    }
    error = pthread_attr_setstacksize(&attributes, STACK_BYTES);
    if (error == 0) {
        error = pthread_create(&thread, &attributes, run, NULL);
    }
    if (error == 0) {
        error = pthread_detach(thread);
    }
    (void)pthread_attr_destroy(&attributes);
    return error;
}

void app_main(void);

void app_main(void) {
    failed_starts = wamcam_esp32_starts_begin();
    board = wamcam_esp32_board_start(&wamcam_esp32_this_board);
    /* cppcheck-suppress comparePointers ; as above */
    wamcam_esp32_board_trust(keys_begin, (size_t)(keys_end - keys_begin));
    firmware_add_checks();
    int error = start_thread();
    if (error != 0) {
        ESP_LOGE(tag, "no thread for the application (error %d), restarting", error);
        wamcam_esp32_starts_failed();
        esp_restart();
    }
    wamcam_esp32_console_start(board);
}
