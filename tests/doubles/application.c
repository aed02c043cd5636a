#include "application.h"

#include <stdio.h>

#include "esp_system.h"
#include "runtime/trial.h"
#include "wamcam/console.h"
#include "wamcam_esp32/usb_drive.h"

struct application_double application_double;

/* The firmware in the chip's flash, as the linker lays it out. */
__asm__(".section .rodata\n"
        ".global _binary_timelapse_wasm_start\n"
        "_binary_timelapse_wasm_start:\n"
        ".byte 0, 'a', 's', 'm'\n"
        ".global _binary_timelapse_wasm_end\n"
        "_binary_timelapse_wasm_end:\n"
        ".irp name, camera, time, dropbox\n"
        ".global _binary_check_\\name\\()_wasm_start\n"
        "_binary_check_\\name\\()_wasm_start:\n"
        ".byte 0, 'a', 's', 'm', 1\n"
        ".global _binary_check_\\name\\()_wasm_end\n"
        "_binary_check_\\name\\()_wasm_end:\n"
        ".endr\n"
        ".global _binary_trusted_key_start\n"
        "_binary_trusted_key_start:\n"
        ".fill 65, 1, 4\n"
        ".fill 65, 1, 5\n"
        ".global _binary_trusted_key_end\n"
        "_binary_trusted_key_end:\n"
        ".previous\n");

int wamcam_run_on_trial(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                        struct wamcam_trial *trial, struct wamcam_outcome *outcome) {
    (void)trial;
    application_double.board = board;
    application_double.wasm = wasm;
    application_double.wasm_length = wasm_length;
    int exit_code = application_double.exit_codes[application_double.runs++];
    if (exit_code == APPLICATION_CRASHES) {
        esp_restart();
    }
    while (exit_code == WAMCAM_EXIT_STOPPED && !wamcam_esp32_usb_drive_has_come_back() &&
           !wamcam_console_has_wish(board)) {
        (void)wamcam_console_serve(board, INT64_MAX);
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

int wamcam_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
               struct wamcam_outcome *outcome) {
    return wamcam_run_on_trial(board, wasm, wasm_length, NULL, outcome);
}
