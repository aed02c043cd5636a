#include "supervisor.h"

#include <stdbool.h>

#include "esp_log.h"
#include "esp_system.h"
#include "esp_task_wdt.h"
#include "wamcam/console.h"
#include "wamcam/supervise.h"
#include "wamcam_esp32/board.h"
#include "wamcam_esp32/lamp.h"
#include "wamcam_esp32/sleep.h"
#include "wamcam_esp32/starts.h"
#include "wamcam_esp32/usb_drive.h"

#define US_PER_S INT64_C(1000000)

/* Time for a line to be read, and for a passing cause to pass. */
#define RESTART_PAUSE_S 10
/* Meanwhile a card may be put in, or a file corrected. */
#define CONFIGURATION_PAUSE_S 15
/* Nobody may be near: after this long the camera tries to be one again. */
#define SAFE_MODE_S (15 * 60)
#define REMINDER_S 60

static const char *const tag = "firmware";

/**
 * Let time pass, as long as a computer has the storage also more of it; the return of the storage
 * and a wish at the console end the pause. The board's wait also tells the watchdog that we live.
 */
static void pause_for(const struct wamcam_board *board, int64_t seconds) {
    int64_t until_us = board->uptime_us(board->context) + seconds * US_PER_S;
    while (!wamcam_esp32_usb_drive_has_come_back() && !wamcam_console_has_wish(board) &&
           (board->uptime_us(board->context) < until_us || wamcam_esp32_usb_drive_is_out())) {
        int64_t now_us = board->uptime_us(board->context);
        int64_t wake_us = until_us > now_us ? until_us : now_us + US_PER_S;
        if (!wamcam_console_serve(board, INT64_MAX)) {
            board->wait(board->context, NULL, 0, wake_us, INT64_MAX);
        }
    }
}

/**
 * True once after a computer has ejected the drive: what it has put there is to be read. An
 * application among it is installed by wamcam_supervise().
 */
static bool welcome_storage(void) {
    if (!wamcam_esp32_usb_drive_has_come_back()) {
        return false;
    }
    wamcam_esp32_usb_drive_welcome();
    ESP_LOGI(tag, "the drive was ejected: settings are read anew");
    return true;
}

static _Noreturn void restart(void) {
    wamcam_esp32_board_stop();
    esp_restart();
}

/** Do what a person has asked for at the console; true if the application is to begin again. */
static bool fulfil_wish(const struct wamcam_board *board) {
    enum wamcam_wish wish = wamcam_console_fulfil_wish(board);
    if (wish == WAMCAM_WISH_RESTART) {
        wamcam_esp32_starts_forget(); /* somebody is near: no safe mode */
        restart();
    }
    return wish != WAMCAM_WISH_NONE;
}

/**
 * No camera and no application, but the network, so that a person far away can do something. If
 * safe mode itself did not last, Wi-Fi, which draws the most current, may be what fails.
 */
static _Noreturn void stay_in_safe_mode(const struct wamcam_board *board,
                                        const struct wamcam_esp32_hardware *hardware,
                                        unsigned failed_starts) {
    wamcam_esp32_lamp_light(&hardware->lamp);
    if (failed_starts == FIRMWARE_FAILED_STARTS_MAX) {
        (void)wamcam_esp32_board_join_known_network(); /* it has told what is wrong */
    } else {
        ESP_LOGE(tag, "safe mode has failed, too: this time without Wi-Fi");
    }
    for (int waited_s = 0; waited_s < SAFE_MODE_S; waited_s += REMINDER_S) {
        ESP_LOGE(tag,
                 "safe mode after %u failed starts in a row: no photos are taken. Normal start in "
                 "%d min, or at once after a reset",
                 failed_starts, (SAFE_MODE_S - waited_s) / 60);
        pause_for(board, REMINDER_S);
        (void)fulfil_wish(board);
        if (welcome_storage()) {
            break; /* somebody is near, and may have put right what failed */
        }
    }
    wamcam_esp32_starts_forget();
    restart();
}

/** A start that ends in a sleep has been a good one, however short it was. */
static _Noreturn void power_down(const struct wamcam_esp32_hardware *hardware,
                                 const struct wamcam_sleep *wanted) {
    wamcam_esp32_starts_survive(INT64_MAX);
    wamcam_esp32_board_stop();
    wamcam_esp32_sleep(hardware, wanted);
}

/** Until somebody resets the camera, or changes the settings. */
static void rest(const struct wamcam_board *board, int exit_code) {
    if (exit_code == WAMCAM_EXIT_PENDING) {
        ESP_LOGW(tag, "the run is over, photos wait on the card for their upload; a reset goes on");
    } else {
        ESP_LOGI(tag, "the run is over; a reset begins the next one");
    }
    while (!welcome_storage()) {
        pause_for(board, REMINDER_S);
        (void)fulfil_wish(board);
    }
}

static _Noreturn void restart_after_failure(const struct wamcam_board *board,
                                            const struct wamcam_outcome *outcome) {
    ESP_LOGE(tag, "the application failed: %s. Restart in %d s", outcome->reason, RESTART_PAUSE_S);
    pause_for(board, RESTART_PAUSE_S);
    (void)fulfil_wish(board);
    wamcam_esp32_starts_failed();
    restart();
}

_Noreturn void firmware_supervise(const struct wamcam_board *board,
                                  const struct wamcam_esp32_hardware *hardware,
                                  const struct firmware_application *application,
                                  unsigned failed_starts) {
    esp_err_t error = esp_task_wdt_add(NULL);
    if (error != ESP_OK) {
        ESP_LOGW(tag, "nothing watches the application's thread: %s", esp_err_to_name(error));
    }
    if (failed_starts >= FIRMWARE_FAILED_STARTS_MAX) {
        stay_in_safe_mode(board, hardware, failed_starts);
    }
    wamcam_judge_reset(board);
    for (;;) {
        struct wamcam_outcome outcome;
        wamcam_supervise(board, application->wasm, application->wasm_bytes, &outcome);
        if (fulfil_wish(board)) {
            continue;
        }
        if (outcome.reason[0] != '\0') {
            restart_after_failure(board, &outcome);
        }
        if (welcome_storage()) {
            continue;
        }
        if (outcome.sleep.is_wanted) {
            power_down(hardware, &outcome.sleep);
        }
        if (outcome.exit_code != WAMCAM_EXIT_BAD_CONFIGURATION) {
            rest(board, outcome.exit_code);
            continue;
        }
        ESP_LOGE(tag, "the configuration cannot be used (see above); reading it again in %d s",
                 CONFIGURATION_PAUSE_S);
        pause_for(board, CONFIGURATION_PAUSE_S);
        (void)welcome_storage();
        (void)fulfil_wish(board);
    }
}
