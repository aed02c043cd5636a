/** An application that somebody has dropped on the USB drive. */
#ifndef FIRMWARE_DROPPED_H
#define FIRMWARE_DROPPED_H

#include <stdbool.h>
#include <stddef.h>

/** Write the path of a .wasm file in this folder to `out`; false: there is none, or no room. */
bool firmware_dropped_application(const char *folder, char *out, size_t out_bytes);

#endif
