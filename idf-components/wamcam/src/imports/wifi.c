/* Capability wifi. */
#include <string.h>

#include "imports/credentials.h"
#include "imports/table.h"
#include "runtime/host.h"

/** Bytes as C text. */
static void copy(char *text, const uint8_t *bytes, uint32_t length) {
    if (length > 0) {
        memcpy(text, bytes, length); /* without a length there may be no pointer */
    }
    text[length] = '\0';
}

int32_t wamcam_wifi_join(wasm_exec_env_t environment, uint8_t *ssid, uint32_t ssid_length,
                         uint8_t *password, uint32_t password_length) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    char ssid_text[WAMCAM_SSID_BYTES_MAX + 1];
    char password_text[WAMCAM_PASSWORD_BYTES_MAX + 1];
    if (!wamcam_ssid_is_good(ssid, ssid_length) ||
        !wamcam_password_is_good(password, password_length)) {
        return WAMCAM_INVALID;
    }
    if (board->wifi_join == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    copy(ssid_text, ssid, ssid_length);
    copy(password_text, password, password_length);
    return board->wifi_join(board->context, ssid_text, password_text);
}
