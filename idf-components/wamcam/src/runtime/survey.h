/**
 * A first look at a WebAssembly file, before the runtime gets it: is it whole, and does it ask for
 * something that is refused? WebAssembly core specification 2.0, section 5.5 (modules).
 */
#ifndef WAMCAM_RUNTIME_SURVEY_H
#define WAMCAM_RUNTIME_SURVEY_H

#include <stddef.h>
#include <stdint.h>

/**
 * 0, or INVALID (no WebAssembly, cut off, a start section) or TOO_BIG (more memory than
 * `pages_max`), with one sentence in `reason`.
 */
int wamcam_survey(const uint8_t *bytes, size_t length, uint32_t pages_max, char *reason,
                  size_t reason_size);

#endif
