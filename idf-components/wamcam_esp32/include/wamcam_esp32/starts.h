/**
 * Failed starts in a row, to get out of a circle of crashes.
 *
 * A start has failed when the chip was reset by a panic, a watchdog or a low voltage before the
 * application had run for a minute, or when the firmware says so. The number is kept in NVS, as it
 * must outlive a brown-out; without NVS there is never more than one.
 */
#ifndef WAMCAM_ESP32_STARTS_H
#define WAMCAM_ESP32_STARTS_H

#include <stdint.h>

/** Prepare NVS and take the reason of this start into account. Returns failed starts in a row. */
unsigned wamcam_esp32_starts_begin(void);
/** This start is going to end in a restart and counts as failed. */
void wamcam_esp32_starts_failed(void);
/** Begin to count anew, after safe mode. */
void wamcam_esp32_starts_forget(void);
/**
 * Called now and then by the running application's thread: after a minute of uptime this start has
 * not failed. Also the moment at which a new firmware proves itself to the bootloader.
 */
void wamcam_esp32_starts_survive(int64_t uptime_us);

#endif
