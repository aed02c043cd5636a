/* Capability wifi. */
#include <string.h>

#include "imports/table.h"
#include "runtime/host.h"

/* IEEE 802.11-2020, section 9.4.2.2 (SSID) and annex J.4 (passphrase, or the key as digits). */
#define SSID_BYTES_MAX 32u
#define PASSWORD_BYTES_MIN 8u
#define PASSWORD_BYTES_MAX 64u

/** Bytes as C text; false if there is a NUL among them. */
static bool copy(char *text, const uint8_t *bytes, uint32_t length) {
    if (length > 0) {
        memcpy(text, bytes, length); /* without a length there may be no pointer */
    }
    text[length] = '\0';
    return strlen(text) == length;
}

static bool is_hexadecimal(const char *text) {
    return strspn(text, "0123456789abcdefABCDEF") == strlen(text);
}

int32_t wamcam_wifi_join(wasm_exec_env_t environment, uint8_t *ssid, uint32_t ssid_length,
                         uint8_t *password, uint32_t password_length) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    char ssid_text[SSID_BYTES_MAX + 1];
    char password_text[PASSWORD_BYTES_MAX + 1];
    bool is_open = password_length == 0;
    if (ssid_length == 0 || ssid_length > SSID_BYTES_MAX || password_length > PASSWORD_BYTES_MAX ||
        (!is_open && password_length < PASSWORD_BYTES_MIN) || !copy(ssid_text, ssid, ssid_length) ||
        !copy(password_text, password, password_length) ||
        (password_length == PASSWORD_BYTES_MAX && !is_hexadecimal(password_text))) {
        return WAMCAM_INVALID;
    }
    if (board->wifi_join == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    return board->wifi_join(board->context, ssid_text, password_text);
}
