/* The place of src/runtime/signature.c: without mbedTLS no signature can be verified, so none is
 * good. The simulated board runs its application without a package. */
#include "runtime/signature.h"

#include <string.h>

#include "wamcam/errors.h"

void wamcam_signature_key_id(const struct wamcam_key *key, uint8_t id[WAMCAM_KEY_ID_BYTES]) {
    memcpy(id, key->point, WAMCAM_KEY_ID_BYTES);
}

int wamcam_signature_verify(const struct wamcam_key *key, const uint8_t *bytes, size_t length,
                            const uint8_t signature[WAMCAM_SIGNATURE_BYTES]) {
    (void)key;
    (void)bytes;
    (void)length;
    (void)signature;
    return WAMCAM_NOT_SUPPORTED;
}
