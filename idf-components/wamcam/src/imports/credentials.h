/** What names, passwords and tokens of a person may be, wherever they come from. */
#ifndef WAMCAM_IMPORTS_CREDENTIALS_H
#define WAMCAM_IMPORTS_CREDENTIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* IEEE 802.11-2020, section 9.4.2.2 (SSID) and annex J.4 (passphrase, or the key as digits). */
#define WAMCAM_SSID_BYTES_MAX 32u
#define WAMCAM_PASSWORD_BYTES_MAX 64u

/** A network's name: 1 to 32 bytes without NUL. */
bool wamcam_ssid_is_good(const uint8_t *bytes, size_t length);
/** 8 to 63 bytes without NUL, 64 hexadecimal digits, or nothing for an open network. */
bool wamcam_password_is_good(const uint8_t *bytes, size_t length);
/** A token for the local network: 16 to 64 ASCII characters without blanks. */
bool wamcam_token_is_good(const uint8_t *bytes, size_t length);

#endif
