/** Text of the core within JSON that the core writes. */
#ifndef WAMCAM_RUNTIME_JSON_TEXT_H
#define WAMCAM_RUNTIME_JSON_TEXT_H

#include <stddef.h>

/**
 * Text as part of a JSON string (RFC 8259, section 7), ended by NUL; control characters become
 * blanks. What does not fit is cut off.
 */
void wamcam_json_escape(char *out, size_t out_size, const char *text);

#endif
