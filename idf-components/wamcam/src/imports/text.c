#include "imports/text.h"

#include <string.h>

size_t wamcam_text_copy(char *out, size_t size, const uint8_t *text, size_t length) {
    size_t count = length;
    if (count > size - 1) {
        count = size - 1;
        while (count > 0 && (text[count] & 0xc0u) == 0x80u) {
            count--; /* text[count] continues a character that would be cut */
        }
    }
    for (size_t index = 0; index < count; index++) {
        uint8_t byte = text[index];
        out[index] = (char)(byte < 0x20 || byte == 0x7f ? ' ' : byte);
    }
    out[count] = '\0';
    return count;
}

int32_t wamcam_text_give(const char *text, uint8_t *out, uint32_t out_length) {
    size_t length = strlen(text);
    if (out_length > 0) {
        memcpy(out, text, length < out_length ? length : out_length);
    }
    return (int32_t)length;
}
