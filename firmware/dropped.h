/** An application that somebody has dropped on the USB drive or on the card. */
#ifndef FIRMWARE_DROPPED_H
#define FIRMWARE_DROPPED_H

#include "supervisor.h"
#include "wamcam/board.h"

/**
 * Install the first .wasm file in this folder, if there is one, by the rules of docs/updates.md,
 * and say in the log what has become of it. One that is taken, or installed already, is removed;
 * one that is refused gets ".refused" behind its name. No application may be running.
 */
void firmware_install_dropped(const struct wamcam_board *board,
                              const struct firmware_application *factory, const char *folder);

#endif
