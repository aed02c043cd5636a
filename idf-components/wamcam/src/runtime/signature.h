/**
 * ECDSA on P-256 with SHA-256 (FIPS 186-4), the one thing of a package that needs mbedTLS. A file
 * of its own, so that it can be swapped where there is none.
 */
#ifndef WAMCAM_RUNTIME_SIGNATURE_H
#define WAMCAM_RUNTIME_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** r, then s, each big-endian. */
#define WAMCAM_SIGNATURE_BYTES 64
#define WAMCAM_KEY_ID_BYTES 8

/** How a signature names its key: the first bytes of the SHA-256 of the key's point. */
void wamcam_signature_key_id(const struct wamcam_key *key, uint8_t id[WAMCAM_KEY_ID_BYTES]);

/** 0 if `key` has signed these bytes; else ACCESS, INVALID (no point of the curve), NO_MEMORY. */
int wamcam_signature_verify(const struct wamcam_key *key, const uint8_t *bytes, size_t length,
                            const uint8_t signature[WAMCAM_SIGNATURE_BYTES]);

#endif
