#include "runtime/json_text.h"

void wamcam_json_escape(char *out, size_t out_size, const char *text) {
    size_t length = 0;
    for (; *text != '\0' && length + 2 < out_size; text++) {
        if (*text == '"' || *text == '\\') {
            out[length++] = '\\';
        }
        out[length++] = (unsigned char)*text < 0x20 ? ' ' : *text;
    }
    out[length] = '\0';
}
