#include "runtime/survey.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "wamcam/errors.h"

enum section { SECTION_MEMORY = 5, SECTION_START = 8 };

struct reader {
    const uint8_t *next;
    const uint8_t *end;
};

/** Unsigned LEB128 of at most 32 bits (specification, section 5.2.2); false if it is cut off. */
static bool read_u32(struct reader *reader, uint32_t *value) {
    uint32_t result = 0;
    for (unsigned shift = 0; shift < 35 && reader->next < reader->end; shift += 7) {
        uint8_t byte = *reader->next++;
        result |= (uint32_t)(byte & 0x7fu) << shift;
        if ((byte & 0x80u) == 0) {
            *value = result;
            return true;
        }
    }
    return false;
}

/** Initial size of the first memory of a memory section, 0 if there is none. */
static uint32_t initial_pages(struct reader section) {
    uint32_t count = 0;
    uint32_t flags = 0;
    uint32_t pages = 0;
    bool read = read_u32(&section, &count) && count > 0 && read_u32(&section, &flags) &&
                read_u32(&section, &pages);
    return read ? pages : 0;
}

static int check_section(uint8_t id, struct reader section, uint32_t pages_max, char *reason,
                         size_t reason_size) {
    if (id == SECTION_START) {
        snprintf(reason, reason_size,
                 "the application has a start section, which could not be stopped if it never "
                 "returned; build it with --exportStart _initialize");
        return WAMCAM_INVALID;
    }
    uint32_t pages = id == SECTION_MEMORY ? initial_pages(section) : 0;
    if (pages > pages_max) {
        snprintf(reason, reason_size,
                 "the application asks for %llu KiB of memory, this board allows %llu KiB",
                 (unsigned long long)pages * 64, (unsigned long long)pages_max * 64);
        return WAMCAM_TOO_BIG;
    }
    return 0;
}

int wamcam_survey(const uint8_t *bytes, size_t length, uint32_t pages_max, char *reason,
                  size_t reason_size) {
    static const uint8_t header[8] = {0, 'a', 's', 'm', 1, 0, 0, 0};
    if (length < sizeof header || memcmp(bytes, header, sizeof header) != 0) {
        snprintf(reason, reason_size,
                 "the application is not a WebAssembly file of version 1 (%zu bytes)", length);
        return WAMCAM_INVALID;
    }
    struct reader file = {bytes + sizeof header, bytes + length};
    while (file.next < file.end) {
        uint8_t id = *file.next++;
        uint32_t size = 0;
        if (!read_u32(&file, &size) || size > (size_t)(file.end - file.next)) {
            snprintf(reason, reason_size,
                     "the application file is cut off or damaged: section %u claims %u bytes, "
                     "%zu are there",
                     (unsigned)id, (unsigned)size, (size_t)(file.end - file.next));
            return WAMCAM_INVALID;
        }
        struct reader section = {file.next, file.next + size};
        int status = check_section(id, section, pages_max, reason, reason_size);
        if (status < 0) {
            return status;
        }
        file.next += size;
    }
    return 0;
}
