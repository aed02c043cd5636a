/**
 * The internal storage as a USB drive: a computer edits settings.toml and camconfig.toml or drops
 * an application, and when it ejects the drive the board takes the storage back.
 *
 * Storage belongs to one side at a time. While it is out its folder does not exist for the
 * firmware; photos go on with the settings in memory. Chips without USB of their own refuse.
 */
#ifndef WAMCAM_ESP32_USB_DRIVE_H
#define WAMCAM_ESP32_USB_DRIVE_H

#include <stdbool.h>

/**
 * Ask for the storage to be handed to the computer; any thread. It happens the next time the core
 * thread waits, and is told in the log. Errors: BUSY if it is out already or on its way,
 * NOT_SUPPORTED where there is no USB.
 */
int wamcam_esp32_usb_drive_offer(void);
/** True while the computer has the storage, or is about to get it. */
bool wamcam_esp32_usb_drive_is_out(void);
/** True once the storage has come back, until wamcam_esp32_usb_drive_welcome(). */
bool wamcam_esp32_usb_drive_has_come_back(void);
/** The files have been read anew. */
void wamcam_esp32_usb_drive_welcome(void);

#endif
