#include "runtime/survey.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "wamcam/errors.h"

static int refuse(const char *sentence, char *reason, size_t reason_size) {
    snprintf(reason, reason_size, "%s", sentence);
    return WAMCAM_INVALID;
}

/** Initial size of the first memory of a memory section, 0 if there is none. */
static uint32_t initial_pages(struct wamcam_reader section) {
    uint32_t count = 0;
    uint32_t flags = 0;
    uint32_t pages = 0;
    bool read = wamcam_read_u32(&section, &count) && count > 0 &&
                wamcam_read_u32(&section, &flags) && wamcam_read_u32(&section, &pages);
    return read ? pages : 0;
}

static int note_custom(struct wamcam_section *section, struct wamcam_survey *survey, char *reason,
                       size_t reason_size) {
    struct wamcam_text name;
    if (!wamcam_read_name(&section->content, &name)) {
        return refuse("the application file is damaged: the name of a section is longer than it",
                      reason, reason_size);
    }
    if (wamcam_text_equals(name, WAMCAM_SIGNATURE_SECTION)) {
        survey->signature = *section;
    }
    if (wamcam_text_equals(name, WAMCAM_MACHINE_CODE_SECTION)) {
        if (survey->machine_code.next != NULL) {
            return refuse("the application has machine code twice", reason, reason_size);
        }
        survey->machine_code = section->content;
    }
    if (wamcam_text_equals(name, WAMCAM_MANIFEST_SECTION)) {
        if (survey->manifest.next != NULL) {
            return refuse("the application has two manifests", reason, reason_size);
        }
        survey->manifest = section->content;
    }
    return 0;
}

static int note(struct wamcam_section *section, struct wamcam_survey *survey, char *reason,
                size_t reason_size) {
    if (survey->signature.begin != NULL) {
        return refuse("the application's signature is not its last section, so it does not cover "
                      "the whole file",
                      reason, reason_size);
    }
    switch (section->id) {
    case WAMCAM_SECTION_CUSTOM:
        return note_custom(section, survey, reason, reason_size);
    case WAMCAM_SECTION_IMPORT:
        if (survey->imports.next != NULL) {
            return refuse("the application has two sections of imports", reason, reason_size);
        }
        survey->imports = section->content;
        return 0;
    case WAMCAM_SECTION_MEMORY:
        survey->pages += initial_pages(section->content);
        return 0;
    case WAMCAM_SECTION_START:
        return refuse("the application has a start section, which could not be stopped if it never "
                      "returned; build it with --exportStart _initialize",
                      reason, reason_size);
    default:
        return 0;
    }
}

int wamcam_survey(const uint8_t *bytes, size_t length, struct wamcam_survey *survey, char *reason,
                  size_t reason_size) {
    struct wamcam_reader file;
    struct wamcam_section section;
    memset(survey, 0, sizeof *survey);
    int status = wamcam_sections_begin(&file, bytes, length, reason, reason_size);
    while (status == 0) {
        int found = wamcam_sections_next(&file, &section, reason, reason_size);
        if (found <= 0) {
            return found;
        }
        status = note(&section, survey, reason, reason_size);
    }
    return status;
}

struct wamcam_reader wamcam_survey_code(const uint8_t *bytes, size_t length) {
    struct wamcam_survey survey;
    char reason[128];
    bool has_machine_code = wamcam_survey(bytes, length, &survey, reason, sizeof reason) == 0 &&
                            survey.machine_code.next != NULL;
    return has_machine_code ? survey.machine_code : (struct wamcam_reader){bytes, bytes + length};
}
