/**
 * The memory card: mounted, watched, and mounted again when it was pulled and put back.
 *
 * Finding out that there is no card takes the driver up to seconds, so mounting has a thread of
 * its own. Unmounting happens on the core thread, which is the only one to use files on the card.
 */
#ifndef WAMCAM_ESP32_CARD_H
#define WAMCAM_ESP32_CARD_H

#include <stdbool.h>
#include <stdint.h>

#include "wamcam/board.h"
#include "wamcam_esp32/hardware.h"

/** Where the card is mounted. */
#define WAMCAM_ESP32_CARD_FOLDER "/card"

/**
 * Begin to look for a card, and go on looking as long as there is none. `changed` is called when
 * one has come, on the thread that mounts.
 */
void wamcam_esp32_card_start(const struct wamcam_esp32_hardware *hardware, void (*changed)(void));
/** Wait until an attempt that has begun is over, found or not; without a card it takes seconds. */
void wamcam_esp32_card_await_attempt(void);
/**
 * While held there are no attempts; returns when none is under way. ESP-IDF finds a free volume at
 * the beginning of a mount and takes it at the end: two mounts at a time would take the same one.
 */
void wamcam_esp32_card_hold(bool held);
/** Unmount and end the thread. */
void wamcam_esp32_card_stop(void);
/** As card_state(). Core thread. */
int wamcam_esp32_card_state(void);
/** As room(), of the card. Core thread. */
int wamcam_esp32_card_room(struct wamcam_room *out);
/** As card_free_bytes(). Core thread. */
int64_t wamcam_esp32_card_free_bytes(void);

#endif
