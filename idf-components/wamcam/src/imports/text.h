/** Text from linear memory, made safe to show, and text of the host for linear memory. */
#ifndef WAMCAM_IMPORTS_TEXT_H
#define WAMCAM_IMPORTS_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "net/route.h"

/**
 * How many of these bytes are whole characters of UTF-8: where to cut a text that goes on, or that
 * was cut. At most 3 bytes less than `length`. In damaged text only what could still become a
 * character is left out, so whoever shows a long text piece by piece always gets on.
 */
size_t wamcam_text_whole_bytes(const char *text, size_t length);

/**
 * Copy up to `size` - 1 bytes of text and end them with NUL. Control characters become blanks, so
 * that a line stays one line; a cut falls between UTF-8 characters. Returns the length.
 */
size_t wamcam_text_copy(char *out, size_t size, const uint8_t *text, size_t length);

/** Bytes in lower-case hexadecimal, two digits each, and NUL: `out` has 2 * `length` + 1 bytes. */
void wamcam_text_hexadecimal(char *out, const uint8_t *bytes, size_t length);

/** Give as much of `text` as fits to the application; returns its full length in bytes. */
int32_t wamcam_text_give(const char *text, uint8_t *out, uint32_t out_length);

/** A host name from linear memory as C text; 0, NAME_TOO_LONG or INVALID. */
int wamcam_text_host(const uint8_t *bytes, uint32_t length, char host[WAMCAM_HOST_SIZE]);

#endif
