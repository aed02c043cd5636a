#include "wamcam/package.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "imports/text.h"
#include "runtime/manifest.h"
#include "runtime/signature.h"
#include "runtime/survey.h"
#include "wamcam/errors.h"

#define PAGE_KIB 64u
#define SIGNATURE_FORMAT 1
/* The format, the id of the key, r and s. */
#define SIGNATURE_CONTENT_BYTES (1u + WAMCAM_KEY_ID_BYTES + WAMCAM_SIGNATURE_BYTES)
/* Before it stand the section's id and length, the length of its name and the name. */
#define SIGNATURE_SECTION_BYTES                                                                    \
    (3u + sizeof WAMCAM_SIGNATURE_SECTION - 1u + SIGNATURE_CONTENT_BYTES)

static int check_memory(const struct wamcam_survey *survey, const struct wamcam_limits *limits,
                        const struct wamcam_manifest *manifest, char *reason, size_t reason_size) {
    uint64_t wanted_kib = survey->pages * PAGE_KIB;
    uint64_t board_kib = (uint64_t)limits->wasm_pages_max * PAGE_KIB;
    if (wanted_kib <= board_kib && wanted_kib <= manifest->memory_kib) {
        return 0;
    }
    bool is_board = wanted_kib > board_kib;
    snprintf(reason, reason_size,
             "the application asks for %" PRIu64 " KiB of memory, %s %" PRIu64 " KiB", wanted_kib,
             is_board ? "this board allows" : "its manifest says",
             is_board ? board_kib : (uint64_t)manifest->memory_kib);
    return WAMCAM_TOO_BIG;
}

static int damaged_imports(char *reason, size_t reason_size) {
    snprintf(reason, reason_size,
             "the application's imports are damaged, or something else than functions");
    return WAMCAM_INVALID;
}

/** One function that is imported: its capability is in the manifest, or it is AssemblyScript's. */
static int check_import(struct wamcam_reader *imports, const struct wamcam_manifest *manifest,
                        char *reason, size_t reason_size) {
    struct wamcam_text module;
    struct wamcam_text function;
    uint8_t kind = 0;
    uint32_t type = 0;
    if (!wamcam_read_name(imports, &module) || !wamcam_read_name(imports, &function) ||
        !wamcam_read_byte(imports, &kind) || kind != 0 || !wamcam_read_u32(imports, &type)) {
        return damaged_imports(reason, reason_size);
    }
    bool is_abort = wamcam_text_equals(module, "env") && wamcam_text_equals(function, "abort");
    if (is_abort || wamcam_manifest_uses_named(manifest, module)) {
        return 0;
    }
    snprintf(reason, reason_size,
             "the application imports %.*s.%.*s, which its manifest does not ask for",
             (int)(module.length < 40 ? module.length : 40), module.bytes,
             (int)(function.length < 40 ? function.length : 40), function.bytes);
    return WAMCAM_INVALID;
}

static int check_imports(struct wamcam_reader imports, const struct wamcam_manifest *manifest,
                         char *reason, size_t reason_size) {
    uint32_t count = 0;
    if (imports.next == NULL) {
        return 0;
    }
    if (!wamcam_read_u32(&imports, &count)) {
        return damaged_imports(reason, reason_size);
    }
    int status = 0;
    for (uint32_t index = 0; index < count && status == 0; index++) {
        status = check_import(&imports, manifest, reason, reason_size);
    }
    return status == 0 && wamcam_reader_left(&imports) > 0 ? damaged_imports(reason, reason_size)
                                                           : status;
}

static int read_manifest(struct wamcam_reader text, struct wamcam_manifest *manifest, char *reason,
                         size_t reason_size) {
    if (text.next == NULL) {
        snprintf(reason, reason_size,
                 "the application has no manifest (custom section %s); \"wamcam sign\" adds one",
                 WAMCAM_MANIFEST_SECTION);
        return WAMCAM_INVALID;
    }
    struct wamcam_text all = {(const char *)text.next, wamcam_reader_left(&text)};
    return wamcam_manifest_parse(all, manifest, reason, reason_size);
}

/** Machine code is for boards that are built to run it, and looks like it. */
static int check_machine_code(struct wamcam_reader code, const struct wamcam_limits *limits,
                              char *reason, size_t reason_size) {
    static const uint8_t magic[4] = {0, 'a', 'o', 't'};
    if (code.next == NULL) {
        return 0;
    }
    if (!limits->machine_code) {
        snprintf(reason, reason_size,
                 "the application is machine code, which this board is not built to run; send its "
                 ".wasm");
        return WAMCAM_NOT_SUPPORTED;
    }
    if (wamcam_reader_left(&code) < sizeof magic || memcmp(code.next, magic, sizeof magic) != 0) {
        snprintf(reason, reason_size, "the application's machine code is not of WAMR's compiler");
        return WAMCAM_INVALID;
    }
    return 0;
}

int wamcam_package_read(const struct wamcam_limits *limits, const uint8_t *bytes, size_t length,
                        struct wamcam_manifest *manifest, char *reason, size_t reason_size) {
    struct wamcam_survey survey;
    if (length > limits->wasm_module_bytes_max) {
        snprintf(reason, reason_size, "the application file has %zu bytes, this board allows %u",
                 length, (unsigned)limits->wasm_module_bytes_max);
        return WAMCAM_TOO_BIG;
    }
    int status = wamcam_survey(bytes, length, &survey, reason, reason_size);
    if (status == 0) {
        status = read_manifest(survey.manifest, manifest, reason, reason_size);
    }
    if (status == 0) {
        status = check_memory(&survey, limits, manifest, reason, reason_size);
    }
    if (status == 0) {
        status = check_machine_code(survey.machine_code, limits, reason, reason_size);
    }
    return status < 0 ? status : check_imports(survey.imports, manifest, reason, reason_size);
}

/** The key that the signature names, or NULL. */
static const struct wamcam_key *find_key(const struct wamcam_key *keys, size_t count,
                                         const uint8_t *wanted) {
    uint8_t id[WAMCAM_KEY_ID_BYTES];
    for (size_t index = 0; index < count; index++) {
        wamcam_signature_key_id(&keys[index], id);
        if (memcmp(id, wanted, sizeof id) == 0) {
            return &keys[index];
        }
    }
    return NULL;
}

static int check_signature(const struct wamcam_key *keys, size_t count, const uint8_t *bytes,
                           const struct wamcam_section *section, char *reason, size_t reason_size) {
    char name[2 * WAMCAM_KEY_ID_BYTES + 1];
    const uint8_t *id = section->content.next + 1;
    const struct wamcam_key *key = find_key(keys, count, id);
    wamcam_text_hexadecimal(name, id, WAMCAM_KEY_ID_BYTES);
    if (key == NULL) {
        snprintf(reason, reason_size,
                 "the application is signed with the key %s, which this board does not trust",
                 name);
        return WAMCAM_ACCESS;
    }
    int status = wamcam_signature_verify(key, bytes, (size_t)(section->begin - bytes),
                                         id + WAMCAM_KEY_ID_BYTES);
    if (status == WAMCAM_NO_MEMORY) {
        snprintf(reason, reason_size, "no memory to check the application's signature");
    } else if (status < 0) {
        snprintf(reason, reason_size,
                 "the application was changed after it was signed: the signature with the key %s "
                 "does not fit",
                 name);
    }
    return status;
}

int wamcam_package_verify(const struct wamcam_key *keys, size_t count, const uint8_t *bytes,
                          size_t length, char *reason, size_t reason_size) {
    struct wamcam_survey survey;
    const struct wamcam_section *section = &survey.signature;
    int status = wamcam_survey(bytes, length, &survey, reason, reason_size);
    if (status < 0) {
        return status;
    }
    if (section->begin == NULL) {
        snprintf(reason, reason_size, "the application is not signed");
        return WAMCAM_ACCESS;
    }
    const uint8_t *content = section->content.next;
    /* The signature does not cover its own section: there must be one way only to write it. */
    if ((size_t)(bytes + length - section->begin) != SIGNATURE_SECTION_BYTES ||
        wamcam_reader_left(&section->content) != SIGNATURE_CONTENT_BYTES) {
        snprintf(reason, reason_size, "the application's signature is damaged");
        return WAMCAM_INVALID;
    }
    if (content[0] != SIGNATURE_FORMAT) {
        snprintf(reason, reason_size,
                 "the application's signature has the format %u, this firmware knows %d",
                 (unsigned)content[0], SIGNATURE_FORMAT);
        return WAMCAM_NOT_SUPPORTED;
    }
    return check_signature(keys, count, bytes, section, reason, reason_size);
}

size_t wamcam_package_covered_bytes(const uint8_t *bytes, size_t length) {
    struct wamcam_survey survey;
    char reason[128];
    bool is_signed = wamcam_survey(bytes, length, &survey, reason, sizeof reason) == 0 &&
                     survey.signature.begin != NULL;
    return is_signed ? (size_t)(survey.signature.begin - bytes) : length;
}
