/** Sleeping until a socket is ready, a moment is reached or somebody wakes the board. */
#ifndef WAMCAM_ESP32_WAITING_H
#define WAMCAM_ESP32_WAITING_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** Longest single sleep: the thread has to show that it lives (CONFIG_ESP_TASK_WDT_TIMEOUT_S). */
#define WAMCAM_ESP32_SLEEP_MS_MAX 10000

/** Once. Without the event descriptor sleeps are cut to 20 ms, as nothing can end them. */
void wamcam_esp32_waiting_start(void);
/** Sleep; see wait() of board.h. Both moments are uptimes. May end early. */
void wamcam_esp32_waiting_sleep(const struct wamcam_wait_socket *sockets, size_t count,
                                int64_t until_us);
/** End the sleep under way, or the next one at once. Any thread, no interrupt. */
void wamcam_esp32_waiting_wake(void);

#endif
