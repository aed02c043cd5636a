/** The board of ESP32 chips: everything that ESP-IDF lends to the core. */
#ifndef WAMCAM_ESP32_BOARD_H
#define WAMCAM_ESP32_BOARD_H

#include "wamcam/board.h"
#include "wamcam_esp32/hardware.h"

/** Where the storage in flash is mounted. */
#define WAMCAM_ESP32_INTERNAL_FOLDER "/internal"

/**
 * Start card, internal storage, Wi-Fi and what else the board consists of. Always ends in a board
 * that can run an application: what does not come up is logged, and answers with an error when it
 * is used. Once per start of the chip, on the main task; takes seconds when no card answers.
 */
const struct wamcam_board *wamcam_esp32_board_start(const struct wamcam_esp32_hardware *hardware);

/**
 * Take new applications from the owners of these keys, which must stay where they are. Once, after
 * the start; until then from nobody.
 */
void wamcam_esp32_board_trust(const struct wamcam_key *keys, size_t count);

/**
 * For safe mode, which has no application that could name a network: join the one that was joined
 * last, also by a start before this one. As wifi_join() of board.h; NOT_FOUND: there was none.
 */
int wamcam_esp32_board_join_known_network(void);

/** Let the console's command `check` run this program, too; before any application runs. */
void wamcam_esp32_board_add_check(const char *name, const uint8_t *wasm, size_t wasm_bytes);

/**
 * Let a person type commands on the serial port, from now on. What they ask for is answered by
 * whoever serves the console (wamcam/console.h). Once per start of the chip.
 */
void wamcam_esp32_console_start(const struct wamcam_board *board);

/** Take camera, card and Wi-Fi out of use, for a restart or deep sleep. No application may be
 * running. */
void wamcam_esp32_board_stop(void);

#endif
