#include "application.h"

#include <stdio.h>

#include "esp_system.h"
#include "runtime/trial.h"
#include "wamcam_esp32/usb_drive.h"

struct application_double application_double;

/* The firmware in the chip's flash, as the linker lays it out. */
__asm__(".section .rodata\n"
        ".global _binary_timelapse_wasm_start\n"
        "_binary_timelapse_wasm_start:\n"
        ".byte 0, 'a', 's', 'm'\n"
        ".global _binary_timelapse_wasm_end\n"
        "_binary_timelapse_wasm_end:\n"
        ".previous\n");

int wamcam_run_on_trial(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                        struct wamcam_trial *trial, struct wamcam_outcome *outcome) {
    (void)trial;
    application_double.wasm = wasm;
    application_double.wasm_length = wasm_length;
    int exit_code = application_double.exit_codes[application_double.runs++];
    if (exit_code == APPLICATION_CRASHES) {
        esp_restart();
    }
    while (exit_code == WAMCAM_EXIT_STOPPED && !wamcam_esp32_usb_drive_has_come_back()) {
        board->wait(board->context, NULL, 0, INT64_MAX, INT64_MAX); /* until asked to stop */
    }
    *outcome = (struct wamcam_outcome){.exit_code = exit_code};
    if (exit_code == APPLICATION_SLEEPS) {
        outcome->exit_code = WAMCAM_EXIT_DONE;
        outcome->sleep = application_double.sleep;
    }
    if (exit_code == APPLICATION_FAILS) {
        outcome->exit_code = WAMCAM_EXIT_FAILED;
        snprintf(outcome->reason, sizeof outcome->reason, "it trapped");
    }
    return outcome->exit_code;
}
