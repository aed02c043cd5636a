#define _POSIX_C_SOURCE 200809L /* strnlen */

#include "console/settings_keys.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "console/words.h"
#include "imports/credentials.h"

/* Characters; a byte is at least that much of one. */
#define ZONE_BYTES_MAX 64u

static bool is_ssid(const char *value) {
    return wamcam_ssid_is_good((const uint8_t *)value, strlen(value));
}

static bool is_password(const char *value) {
    return wamcam_password_is_good((const uint8_t *)value, strlen(value));
}

static bool is_token(const char *value) {
    return wamcam_token_is_good((const uint8_t *)value, strlen(value));
}

static bool is_zone(const char *value) {
    return value[0] != '\0' && strnlen(value, ZONE_BYTES_MAX + 1) <= ZONE_BYTES_MAX;
}

/** Written as TOML has it: without zeros in front. */
static bool is_number(const char *value) {
    char again[24];
    int64_t number = wamcam_console_number(value);
    snprintf(again, sizeof again, "%" PRId64, number);
    return number >= 0 && strcmp(again, value) == 0;
}

static bool is_text(const char *value) {
    (void)value; /* no line is longer than a text may be */
    return true;
}

#define TEXT "is a string"

static const struct wamcam_settings_key keys[] = {
    {"CIRCUITPY_WIFI_SSID", false, is_ssid, "has 1 to 32 bytes"},
    {"CIRCUITPY_WIFI_PASSWORD", false, is_password,
     "has 8 to 63 bytes, or 64 hexadecimal digits, or none"},
    {"ADAFRUIT_AIO_USERNAME", false, is_text, TEXT},
    {"ADAFRUIT_AIO_KEY", false, is_text, TEXT},
    {"WAMCAM_TOKEN", false, is_token, "takes 16 to 64 ASCII characters without blanks"},
    {"TIMEZONE", false, is_zone, "takes an IANA name of at most 64 characters"},
    {"DBX_APP_KEY", false, is_text, TEXT},
    {"DBX_APP_SECRET", false, is_text, TEXT},
    {"DBX_REFRESH_TOKEN", false, is_text, TEXT},
    {"DBX_ACCESS_TOKEN", false, is_text, TEXT},
    {"DBX_EXPIRES_AT", true, is_number, "takes a whole number from 0 on"},
};

const struct wamcam_settings_key *wamcam_settings_key(size_t index) {
    return index < sizeof keys / sizeof *keys ? &keys[index] : NULL;
}

const struct wamcam_settings_key *wamcam_settings_key_find(const char *name) {
    for (size_t index = 0; index < sizeof keys / sizeof *keys; index++) {
        if (strcmp(keys[index].name, name) == 0) {
            return &keys[index];
        }
    }
    return NULL;
}
