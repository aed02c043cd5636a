#include "imports/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/** How many bytes a character of UTF-8 has that begins so (RFC 3629); 1 where none can begin so. */
static size_t character_bytes(uint8_t first) {
    return first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
}

size_t wamcam_text_whole_bytes(const char *text, size_t length) {
    for (size_t back = 1; back < 4 && back <= length; back++) {
        uint8_t byte = (uint8_t)text[length - back];
        if ((byte & 0xc0u) != 0x80u) {
            return character_bytes(byte) > back ? length - back : length;
        }
    }
    return length;
}

size_t wamcam_text_copy(char *out, size_t size, const uint8_t *text, size_t length) {
    size_t count = length < size ? length : wamcam_text_whole_bytes((const char *)text, size - 1);
    for (size_t index = 0; index < count; index++) {
        uint8_t byte = text[index];
        out[index] = (char)(byte < 0x20 || byte == 0x7f ? ' ' : byte);
    }
    out[count] = '\0';
    return count;
}

void wamcam_text_hexadecimal(char *out, const uint8_t *bytes, size_t length) {
    for (size_t index = 0; index < length; index++) {
        snprintf(out + 2 * index, 3, "%02x", bytes[index]);
    }
}

int32_t wamcam_text_give(const char *text, uint8_t *out, uint32_t out_length) {
    size_t length = strlen(text);
    if (out_length > 0) {
        memcpy(out, text, length < out_length ? length : out_length);
    }
    return (int32_t)length;
}

static bool is_host_byte(uint8_t byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
}

int wamcam_text_host(const uint8_t *bytes, uint32_t length, char host[WAMCAM_HOST_SIZE]) {
    if (length > WAMCAM_HOST_BYTES_MAX) {
        return WAMCAM_NAME_TOO_LONG;
    }
    for (uint32_t index = 0; index < length; index++) {
        if (!is_host_byte(bytes[index])) {
            return WAMCAM_INVALID;
        }
    }
    if (length == 0) {
        return WAMCAM_INVALID;
    }
    memcpy(host, bytes, length);
    host[length] = '\0';
    return 0;
}
