/**
 * Walks through a WebAssembly file: the bytes of its sections and the numbers and names in them.
 * WebAssembly core specification 2.0, sections 5.2 (values) and 5.5 (modules).
 */
#ifndef WAMCAM_RUNTIME_SECTIONS_H
#define WAMCAM_RUNTIME_SECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/package.h"

enum wamcam_section_id {
    WAMCAM_SECTION_CUSTOM = 0,
    WAMCAM_SECTION_IMPORT = 2,
    WAMCAM_SECTION_MEMORY = 5,
    WAMCAM_SECTION_START = 8,
};

/** Bytes that are still to be read. */
struct wamcam_reader {
    const uint8_t *next;
    const uint8_t *end;
};

struct wamcam_section {
    uint8_t id;
    const uint8_t *begin; /**< Its first byte in the file, the id. */
    struct wamcam_reader content;
};

size_t wamcam_reader_left(const struct wamcam_reader *reader);
/** One byte; false at the end. */
bool wamcam_read_byte(struct wamcam_reader *reader, uint8_t *byte);
/** Unsigned LEB128 of at most 32 bits; false if it is cut off or too large. */
bool wamcam_read_u32(struct wamcam_reader *reader, uint32_t *value);
/** A name: its length, then so many bytes. False if it is cut off. */
bool wamcam_read_name(struct wamcam_reader *reader, struct wamcam_text *name);
bool wamcam_text_equals(struct wamcam_text text, const char *expected);

/** Begin with the first section. 0, or INVALID with one sentence: this is no WebAssembly. */
int wamcam_sections_begin(struct wamcam_reader *file, const uint8_t *bytes, size_t length,
                          char *reason, size_t reason_size);
/** The next section: 1, 0 at the end of the file, or INVALID with one sentence: damaged. */
int wamcam_sections_next(struct wamcam_reader *file, struct wamcam_section *section, char *reason,
                         size_t reason_size);

#endif
