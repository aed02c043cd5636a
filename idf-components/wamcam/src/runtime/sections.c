#include "runtime/sections.h"

#include <stdio.h>
#include <string.h>

size_t wamcam_reader_left(const struct wamcam_reader *reader) {
    return (size_t)(reader->end - reader->next);
}

bool wamcam_read_byte(struct wamcam_reader *reader, uint8_t *byte) {
    if (reader->next == reader->end) {
        return false;
    }
    *byte = *reader->next++;
    return true;
}

bool wamcam_read_u32(struct wamcam_reader *reader, uint32_t *value) {
    uint32_t result = 0;
    uint8_t byte = 0;
    for (unsigned shift = 0; shift < 35 && wamcam_read_byte(reader, &byte); shift += 7) {
        if (shift == 28 && byte > 0x0fu) {
            return false; /* more than 32 bits */
        }
        result |= (uint32_t)(byte & 0x7fu) << shift;
        if ((byte & 0x80u) == 0) {
            *value = result;
            return true;
        }
    }
    return false;
}

bool wamcam_read_name(struct wamcam_reader *reader, struct wamcam_text *name) {
    uint32_t length = 0;
    if (!wamcam_read_u32(reader, &length) || length > wamcam_reader_left(reader)) {
        return false;
    }
    *name = (struct wamcam_text){(const char *)reader->next, length};
    reader->next += length;
    return true;
}

bool wamcam_text_equals(struct wamcam_text text, const char *expected) {
    return text.length == strlen(expected) && memcmp(text.bytes, expected, text.length) == 0;
}

int wamcam_sections_begin(struct wamcam_reader *file, const uint8_t *bytes, size_t length,
                          char *reason, size_t reason_size) {
    static const uint8_t header[8] = {0, 'a', 's', 'm', 1, 0, 0, 0};
    if (length < sizeof header || memcmp(bytes, header, sizeof header) != 0) {
        snprintf(reason, reason_size,
                 "the application is not a WebAssembly file of version 1 (%zu bytes)", length);
        return WAMCAM_INVALID;
    }
    *file = (struct wamcam_reader){bytes + sizeof header, bytes + length};
    return 0;
}

int wamcam_sections_next(struct wamcam_reader *file, struct wamcam_section *section, char *reason,
                         size_t reason_size) {
    uint32_t size = 0;
    section->begin = file->next;
    if (!wamcam_read_byte(file, &section->id)) {
        return 0;
    }
    if (!wamcam_read_u32(file, &size) || size > wamcam_reader_left(file)) {
        snprintf(reason, reason_size,
                 "the application file is cut off or damaged: section %u claims %u bytes, "
                 "%zu are there",
                 (unsigned)section->id, (unsigned)size, wamcam_reader_left(file));
        return WAMCAM_INVALID;
    }
    section->content = (struct wamcam_reader){file->next, file->next + size};
    file->next += size;
    return 1;
}
