/**
 * A first look at a WebAssembly file, before the runtime gets it: is it whole, what lies where, and
 * does it have something that is refused?
 */
#ifndef WAMCAM_RUNTIME_SURVEY_H
#define WAMCAM_RUNTIME_SURVEY_H

#include "runtime/sections.h"

/** Names of the custom sections. */
#define WAMCAM_MANIFEST_SECTION "wamcam.manifest"
#define WAMCAM_SIGNATURE_SECTION "wamcam.signature"
#define WAMCAM_MACHINE_CODE_SECTION "wamcam.aot"

/** What was found. A reader without bytes: there is no such section. */
struct wamcam_survey {
    uint64_t pages; /**< Of linear memory at the start, 64 KiB each. */
    struct wamcam_reader imports;
    struct wamcam_reader manifest;     /**< The text. */
    struct wamcam_reader machine_code; /**< A file of WAMR's AOT compiler. */
    struct wamcam_section signature;   /**< The section as a whole, content behind its name. */
};

/**
 * 0, or INVALID with one sentence in `reason`: no WebAssembly, cut off, a start section, a section
 * twice, something behind the signature.
 */
int wamcam_survey(const uint8_t *bytes, size_t length, struct wamcam_survey *survey, char *reason,
                  size_t reason_size);

/** What the runtime is to load of a file that can be surveyed: machine code, else all of it. */
struct wamcam_reader wamcam_survey_code(const uint8_t *bytes, size_t length);

#endif
