#include "imports/credentials.h"

#include <string.h>

#include "wamcam/push.h"

#define PASSWORD_BYTES_MIN 8u

static bool has_nul(const uint8_t *bytes, size_t length) {
    return length > 0 && memchr(bytes, '\0', length) != NULL;
}

bool wamcam_ssid_is_good(const uint8_t *bytes, size_t length) {
    return length > 0 && length <= WAMCAM_SSID_BYTES_MAX && !has_nul(bytes, length);
}

bool wamcam_password_is_good(const uint8_t *bytes, size_t length) {
    if (length == WAMCAM_PASSWORD_BYTES_MAX) {
        static const char digits[] = "0123456789abcdefABCDEF";
        for (size_t index = 0; index < length; index++) {
            if (bytes[index] == '\0' || strchr(digits, bytes[index]) == NULL) {
                return false;
            }
        }
        return true;
    }
    bool is_open = length == 0;
    return is_open || (length >= PASSWORD_BYTES_MIN && length < WAMCAM_PASSWORD_BYTES_MAX &&
                       !has_nul(bytes, length));
}

bool wamcam_token_is_good(const uint8_t *bytes, size_t length) {
    for (size_t index = 0; index < length; index++) {
        if (bytes[index] < 0x21 || bytes[index] > 0x7e) {
            return false;
        }
    }
    return length >= WAMCAM_PUSH_TOKEN_BYTES_MIN && length <= WAMCAM_PUSH_TOKEN_BYTES_MAX;
}
