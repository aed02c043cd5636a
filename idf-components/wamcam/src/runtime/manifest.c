#include "runtime/manifest.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "imports/table.h"
#include "net/route.h"
#include "runtime/sections.h"
#include "store/path.h"

#define PAGE_KIB 64u
#define NUMBER_MAX 65535u

/* Why a value is refused: what was expected. NULL: it is taken. */
typedef const char *(*take_function)(struct wamcam_manifest *manifest, struct wamcam_text value);

static bool read_number(struct wamcam_text *text, uint32_t *number) {
    size_t digits = 0;
    *number = 0;
    while (digits < text->length && text->bytes[digits] >= '0' && text->bytes[digits] <= '9') {
        *number = *number * 10u + (uint32_t)(text->bytes[digits] - '0');
        digits++;
        if (*number > NUMBER_MAX) {
            return false;
        }
    }
    bool is_padded = digits > 1 && text->bytes[0] == '0';
    text->bytes += digits;
    text->length -= digits;
    return digits > 0 && !is_padded;
}

static bool read_dot(struct wamcam_text *text) {
    bool is_dot = text->length > 0 && text->bytes[0] == '.';
    text->bytes += is_dot ? 1 : 0;
    text->length -= is_dot ? 1u : 0u;
    return is_dot;
}

static bool is_made_of(struct wamcam_text text, const char *allowed) {
    for (size_t index = 0; index < text.length; index++) {
        if (text.bytes[index] == '\0' || strchr(allowed, text.bytes[index]) == NULL) {
            return false;
        }
    }
    return text.length > 0;
}

static const char *take_abi(struct wamcam_manifest *manifest, struct wamcam_text value) {
    bool read = read_number(&value, &manifest->abi) && value.length == 0 && manifest->abi > 0;
    return read ? NULL : "a number from 1";
}

static const char *take_name(struct wamcam_manifest *manifest, struct wamcam_text value) {
    if (value.length >= sizeof manifest->name ||
        !is_made_of(value, "abcdefghijklmnopqrstuvwxyz0123456789-")) {
        return "at most 32 small letters, digits and hyphens";
    }
    memcpy(manifest->name, value.bytes, value.length);
    return NULL;
}

static const char *take_version(struct wamcam_manifest *manifest, struct wamcam_text value) {
    uint32_t major = 0;
    uint32_t minor = 0;
    uint32_t patch = 0;
    if (!read_number(&value, &major) || !read_dot(&value) || !read_number(&value, &minor) ||
        !read_dot(&value) || !read_number(&value, &patch) || value.length > 0) {
        return "three numbers up to 65535, as in 1.2.3";
    }
    manifest->version = (struct wamcam_version){(uint16_t)major, (uint16_t)minor, (uint16_t)patch};
    return NULL;
}

static const char *take_memory(struct wamcam_manifest *manifest, struct wamcam_text value) {
    bool read = read_number(&value, &manifest->memory_kib) && value.length == 0 &&
                manifest->memory_kib > 0 && manifest->memory_kib % PAGE_KIB == 0;
    return read ? NULL : "KiB, a multiple of 64";
}

/** Bit of a capability, 0 if there is no such. */
static uint32_t capability_bit(struct wamcam_text name) {
    for (uint32_t index = 0; index < wamcam_import_group_count; index++) {
        if (wamcam_text_equals(name, wamcam_import_groups[index].capability)) {
            return UINT32_C(1) << index;
        }
    }
    return 0;
}

static const char *take_use(struct wamcam_manifest *manifest, struct wamcam_text value) {
    uint32_t bit = capability_bit(value);
    if (bit == 0 || (manifest->capabilities & bit) != 0) {
        return "a capability of imports.json, once";
    }
    manifest->capabilities |= bit;
    return NULL;
}

static bool is_host(struct wamcam_text value) {
    return wamcam_text_equals(value, "*") ||
           (value.length <= WAMCAM_HOST_BYTES_MAX &&
            is_made_of(value, "abcdefghijklmnopqrstuvwxyz0123456789.-"));
}

static const char *take_host(struct wamcam_manifest *manifest, struct wamcam_text value) {
    if (!is_host(value) || manifest->host_count == WAMCAM_MANIFEST_HOSTS_MAX) {
        return "a host name in small letters or *, at most 16 times";
    }
    manifest->hosts[manifest->host_count++] = value;
    return NULL;
}

static const char *take_time_server(struct wamcam_manifest *manifest, struct wamcam_text value) {
    if (!is_host(value) || manifest->time_server_count == WAMCAM_MANIFEST_TIME_SERVERS_MAX) {
        return "a host name in small letters or *, at most 4 times";
    }
    manifest->time_servers[manifest->time_server_count++] = value;
    return NULL;
}

/** Take the / in front away; false if what is left is no path on the card. */
static bool read_folder(struct wamcam_text *value) {
    char full[WAMCAM_FULL_PATH_BYTES];
    if (value->length == 0 || value->bytes[0] != '/') {
        return false;
    }
    value->bytes++;
    value->length--;
    return wamcam_path_resolve("", (const uint8_t *)value->bytes, value->length, full) == 0;
}

static const char *take_folder(struct wamcam_manifest *manifest, struct wamcam_text value) {
    if (!read_folder(&value) || manifest->folder_count == WAMCAM_MANIFEST_FOLDERS_MAX) {
        return "a folder of the card such as /webcam, or / for all of it, at most 8 times";
    }
    manifest->folders[manifest->folder_count++] = value;
    return NULL;
}

static const struct {
    const char *key;
    take_function take;
    bool is_single; /* must be there exactly once */
} keys[] = {
    {"abi", take_abi, true},         {"name", take_name, true},
    {"version", take_version, true}, {"memory", take_memory, true},
    {"use", take_use, false},        {"host", take_host, false},
    {"folder", take_folder, false},  {"time-server", take_time_server, false},
};
#define KEY_COUNT (sizeof keys / sizeof keys[0])

struct line {
    unsigned number;
    struct wamcam_text key;
    struct wamcam_text value;
};

static int refuse(const struct line *line, const char *expected, char *reason, size_t reason_size) {
    snprintf(reason, reason_size, "the application's manifest, line %u: %.*s needs %s",
             line->number, (int)line->key.length, line->key.bytes, expected);
    return WAMCAM_INVALID;
}

/** The next line without its end; false if it is not a key, a blank and a value of plain bytes. */
static bool read_line(struct wamcam_text *rest, struct line *line) {
    const char *end = memchr(rest->bytes, '\n', rest->length);
    if (end == NULL) {
        return false;
    }
    struct wamcam_text text = {rest->bytes, (size_t)(end - rest->bytes)};
    const char *blank = memchr(text.bytes, ' ', text.length);
    for (size_t index = 0; index < text.length; index++) {
        uint8_t byte = (uint8_t)text.bytes[index];
        if (byte < 0x20 || byte == 0x7f) {
            return false;
        }
    }
    if (blank == NULL) {
        return false;
    }
    line->number++;
    line->key = (struct wamcam_text){text.bytes, (size_t)(blank - text.bytes)};
    line->value = (struct wamcam_text){blank + 1, text.length - line->key.length - 1};
    rest->bytes += text.length + 1;
    rest->length -= text.length + 1;
    return line->key.length <= 16 && is_made_of(line->key, "abcdefghijklmnopqrstuvwxyz-");
}

/** Take one line; `seen` has a bit for each key that was there. */
static int take_line(const struct line *line, uint32_t *seen, struct wamcam_manifest *manifest,
                     char *reason, size_t reason_size) {
    if (line->key.length > 2 && memcmp(line->key.bytes, "x-", 2) == 0) {
        return 0; /* a remark for people */
    }
    for (size_t index = 0; index < KEY_COUNT; index++) {
        if (!wamcam_text_equals(line->key, keys[index].key)) {
            continue;
        }
        uint32_t bit = UINT32_C(1) << index;
        if (keys[index].is_single && (*seen & bit) != 0) {
            return refuse(line, "to stand there once", reason, reason_size);
        }
        *seen |= bit;
        const char *expected = keys[index].take(manifest, line->value);
        return expected == NULL ? 0 : refuse(line, expected, reason, reason_size);
    }
    return refuse(line, "a firmware that knows it; this one does not", reason, reason_size);
}

/** A later ABI may have other keys: it is looked at before them. */
static int check_abi(const struct line *line, const struct wamcam_manifest *manifest, char *reason,
                     size_t reason_size) {
    if (line->number == 1 && manifest->abi == 0) {
        snprintf(reason, reason_size, "the application's manifest does not begin with its abi");
        return WAMCAM_INVALID;
    }
    if (manifest->abi > WAMCAM_ABI_VERSION) {
        snprintf(reason, reason_size,
                 "the application is made for version %u of the ABI, this firmware has version %d: "
                 "renew the firmware first",
                 (unsigned)manifest->abi, WAMCAM_ABI_VERSION);
        return WAMCAM_NOT_SUPPORTED;
    }
    return 0;
}

static int check_complete(uint32_t seen, char *reason, size_t reason_size) {
    for (size_t index = 0; index < KEY_COUNT; index++) {
        if (keys[index].is_single && (seen & UINT32_C(1) << index) == 0) {
            snprintf(reason, reason_size, "the application's manifest lacks the line %s",
                     keys[index].key);
            return WAMCAM_INVALID;
        }
    }
    return 0;
}

int wamcam_manifest_parse(struct wamcam_text text, struct wamcam_manifest *manifest, char *reason,
                          size_t reason_size) {
    struct line line = {0};
    uint32_t seen = 0;
    int status = 0;
    memset(manifest, 0, sizeof *manifest);
    if (text.length > WAMCAM_MANIFEST_BYTES_MAX) {
        snprintf(reason, reason_size, "the application's manifest has %zu bytes, at most %u may be",
                 text.length, WAMCAM_MANIFEST_BYTES_MAX);
        return WAMCAM_INVALID;
    }
    while (status == 0 && text.length > 0) {
        if (!read_line(&text, &line)) {
            snprintf(reason, reason_size,
                     "the application's manifest is damaged after line %u: expected are lines of a "
                     "key, a blank and a value",
                     line.number);
            return WAMCAM_INVALID;
        }
        status = take_line(&line, &seen, manifest, reason, reason_size);
        int abi_status = check_abi(&line, manifest, reason, reason_size);
        status = abi_status < 0 ? abi_status : status;
    }
    return status < 0 ? status : check_complete(seen, reason, reason_size);
}

bool wamcam_manifest_uses(const struct wamcam_manifest *manifest, uint32_t capability) {
    return (manifest->capabilities & UINT32_C(1) << capability) != 0;
}

bool wamcam_manifest_uses_named(const struct wamcam_manifest *manifest, struct wamcam_text name) {
    return (manifest->capabilities & capability_bit(name)) != 0;
}

static bool is_among(const struct wamcam_text *texts, size_t count, const char *host) {
    size_t length = strlen(host);
    for (size_t index = 0; index < count; index++) {
        if (wamcam_text_equals(texts[index], "*") ||
            (texts[index].length == length && strncasecmp(texts[index].bytes, host, length) == 0)) {
            return true;
        }
    }
    return false;
}

bool wamcam_manifest_allows_host(const struct wamcam_manifest *manifest, const char *host) {
    return is_among(manifest->hosts, manifest->host_count, host);
}

bool wamcam_manifest_allows_time_server(const struct wamcam_manifest *manifest, const char *host) {
    return is_among(manifest->time_servers, manifest->time_server_count, host);
}

bool wamcam_manifest_allows_path(const struct wamcam_manifest *manifest, const uint8_t *path,
                                 size_t length) {
    for (size_t index = 0; index < manifest->folder_count; index++) {
        struct wamcam_text folder = manifest->folders[index];
        if (folder.length == 0 ||
            (length >= folder.length && memcmp(path, folder.bytes, folder.length) == 0 &&
             (length == folder.length || path[folder.length] == '/'))) {
            return true;
        }
    }
    return false;
}

int wamcam_version_compare(struct wamcam_version one, struct wamcam_version other) {
    int major = one.major - other.major;
    int minor = one.minor - other.minor;
    return major != 0 ? major : minor != 0 ? minor : one.patch - other.patch;
}
