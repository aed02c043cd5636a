#include "updates/timelapse.h"

#include <stdio.h>
#include <string.h>

#include "runtime/flash_double.h"
#include "runtime/sections.h"
#include "runtime/slots.h"

#define MANIFEST_BYTES_MAX 4096

/** The file without its manifest and signature, and where the former is. */
static bool copy_bare(struct parcel *parcel, const uint8_t *wasm, size_t wasm_length,
                      struct wamcam_reader *manifest) {
    char reason[100];
    struct wamcam_reader file;
    struct wamcam_section section;
    if (wamcam_sections_begin(&file, wasm, wasm_length, reason, sizeof reason) < 0) {
        return false;
    }
    parcel_begin(parcel);
    while (wamcam_sections_next(&file, &section, reason, sizeof reason) > 0) {
        struct wamcam_reader content = section.content;
        struct wamcam_text name = {0};
        bool is_custom = section.id == WAMCAM_SECTION_CUSTOM && wamcam_read_name(&content, &name);
        if (is_custom && wamcam_text_equals(name, "wamcam.manifest")) {
            *manifest = content;
        } else if (!is_custom || !wamcam_text_equals(name, "wamcam.signature")) {
            parcel_add(parcel, section.begin, (size_t)(section.content.end - section.begin));
        }
    }
    return manifest->next != NULL;
}

/** A manifest with a later version. */
static bool write_manifest(const struct wamcam_reader *manifest, unsigned later,
                           char out[MANIFEST_BYTES_MAX]) {
    char text[MANIFEST_BYTES_MAX];
    unsigned major = 0;
    unsigned minor = 0;
    unsigned patch = 0;
    snprintf(text, sizeof text, "%.*s", (int)wamcam_reader_left(manifest),
             (const char *)manifest->next);
    const char *version = strstr(text, "\nversion ");
    const char *rest = version == NULL ? NULL : strchr(version + 1, '\n');
    if (rest == NULL || sscanf(version, "\nversion %u.%u.%u", &major, &minor, &patch) != 3) {
        return false;
    }
    int length = snprintf(out, MANIFEST_BYTES_MAX, "%.*s\nversion %u.%u.%u%s",
                          (int)(version - text), text, major, minor, patch + later, rest);
    return length > 0 && length < MANIFEST_BYTES_MAX;
}

bool sim_timelapse_make(struct new_application *made, const uint8_t *wasm, size_t wasm_length,
                        unsigned later) {
    static char text[MANIFEST_BYTES_MAX];
    struct wamcam_reader manifest = {0};
    bool fits = wasm_length <= sizeof made->parcel.bytes;
    if (!fits || !copy_bare(&made->parcel, wasm, wasm_length, &manifest) ||
        !write_manifest(&manifest, later, text) ||
        made->parcel.length + strlen(text) + PARCEL_PACKAGE_BYTES > sizeof made->parcel.bytes) {
        return false;
    }
    parcel_finish(&made->parcel, text);
    return wamcam_slots_hash(made->parcel.bytes, made->parcel.length, made->sha256) == 0;
}
