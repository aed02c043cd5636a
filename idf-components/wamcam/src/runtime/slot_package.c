#include "runtime/slot_package.h"

#include <string.h>

int wamcam_slot_package_identify(const struct wamcam_board *board, const uint8_t *bytes,
                                 size_t length, struct wamcam_slot_identity *identity, char *reason,
                                 size_t reason_size) {
    struct wamcam_manifest manifest;
    int status = wamcam_package_read(&board->limits, bytes, length, &manifest, reason, reason_size);
    if (status == 0) {
        memcpy(identity->name, manifest.name, sizeof identity->name);
        identity->version = manifest.version;
    }
    return status;
}

int wamcam_slot_package_check(const struct wamcam_board *board, const uint8_t *bytes, size_t length,
                              struct wamcam_slot_identity *identity, char *reason,
                              size_t reason_size) {
    int status = wamcam_package_verify(board->trusted_keys, board->trusted_key_count, bytes, length,
                                       reason, reason_size);
    return status < 0
               ? status
               : wamcam_slot_package_identify(board, bytes, length, identity, reason, reason_size);
}
