#include "cloud/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sim_request_start(struct sim_request *request) {
    memset(request, 0, offsetof(struct sim_request, running));
    request->content_length = -1;
    wamcam_content_hash_start(&request->running);
}

void sim_request_end(struct sim_request *request) {
    wamcam_content_hash_abandon(&request->running);
}

/* --- head ----------------------------------------------------------------------------------- */

static bool is_plain(const char *text) {
    for (; *text != '\0'; text++) {
        if ((uint8_t)*text < 0x20 || (uint8_t)*text > 0x7e) {
            return false;
        }
    }
    return true;
}

/** Cut off the next line; NULL if it does not end as it must. */
static char *next_line(char **rest) {
    char *line = *rest;
    char *end = strstr(line, "\r\n");
    if (end == NULL) {
        return NULL;
    }
    *end = '\0';
    *rest = end + 2;
    return is_plain(line) ? line : NULL;
}

static bool read_request_line(struct sim_request *request, char *line) {
    char *target = strchr(line, ' ');
    char *version = target == NULL ? NULL : strchr(target + 1, ' ');
    if (version == NULL || strcmp(version, " HTTP/1.1") != 0) {
        return false;
    }
    *target = '\0';
    *version = '\0';
    request->method = line;
    request->target = target + 1;
    return request->target[0] == '/';
}

static bool is_named(const char *line, const char *name, const char **value) {
    size_t length = strlen(name);
    for (size_t index = 0; index < length; index++) {
        if ((line[index] | 0x20) != (name[index] | 0x20)) {
            return false;
        }
    }
    *value = line + length;
    return true;
}

static bool read_length(struct sim_request *request, const char *value) {
    char *end = NULL;
    bool is_first = request->content_length < 0;
    request->content_length = strtoll(value, &end, 10);
    return is_first && end != value && *end == '\0' && request->content_length >= 0;
}

/** A header field; the second of a name is as odd as one without a colon. */
static bool read_field(struct sim_request *request, const char *line) {
    const struct {
        const char *name;
        const char **value;
    } known[] = {
        {"Host: ", &request->host},
        {"Authorization: ", &request->authorization},
        {"Content-Type: ", &request->content_type},
        {"Dropbox-API-Arg: ", &request->dropbox_arg},
        {"Range: ", &request->range},
        {"X-AIO-Key: ", &request->aio_key},
    };
    const char *value = NULL;
    if (is_named(line, "Content-Length: ", &value)) {
        return read_length(request, value);
    }
    for (size_t index = 0; index < sizeof known / sizeof known[0]; index++) {
        if (is_named(line, known[index].name, &value)) {
            bool is_first = *known[index].value == NULL;
            *known[index].value = value;
            return is_first;
        }
    }
    return strstr(line, ": ") != NULL && line[0] != ' ';
}

static bool read_head(struct sim_request *request) {
    char *rest = request->head;
    char *line = next_line(&rest);
    if (line == NULL || !read_request_line(request, line)) {
        return false;
    }
    for (line = next_line(&rest); line != NULL && *line != '\0'; line = next_line(&rest)) {
        if (!read_field(request, line)) {
            return false;
        }
    }
    return line != NULL && request->host != NULL && request->content_length >= 0;
}

/* --- body ----------------------------------------------------------------------------------- */

static size_t take_body(struct sim_request *request, const uint8_t *bytes, size_t length) {
    int64_t left = request->content_length - request->body_bytes;
    size_t taken = (int64_t)length < left ? length : (size_t)left;
    for (size_t index = 0; index < taken; index++) {
        if (request->body_bytes + (int64_t)index < SIM_REQUEST_BODY_BYTES_MAX) {
            request->body[request->body_bytes + (int64_t)index] = (char)bytes[index];
        }
    }
    wamcam_content_hash_add(&request->running, bytes, taken);
    request->body_bytes += (int64_t)taken;
    return taken;
}

/** Take the head up to its empty line. */
static size_t take_head(struct sim_request *request, const uint8_t *bytes, size_t length) {
    size_t taken = 0;
    while (taken < length && !request->has_head &&
           request->head_length < SIM_REQUEST_HEAD_BYTES_MAX - 1) {
        request->head[request->head_length++] = (char)bytes[taken++];
        request->has_head = request->head_length >= 4 &&
                            memcmp(request->head + request->head_length - 4, "\r\n\r\n", 4) == 0;
    }
    return taken;
}

enum sim_request_state sim_request_feed(struct sim_request *request, const uint8_t *bytes,
                                        size_t length, size_t *taken) {
    *taken = 0;
    if (!request->has_head) {
        *taken = take_head(request, bytes, length);
        if (request->has_head ? !read_head(request) : *taken < length) {
            return SIM_REQUEST_MALFORMED;
        }
        if (!request->has_head) {
            return SIM_REQUEST_UNDER_WAY;
        }
    }
    *taken += take_body(request, bytes + *taken, length - *taken);
    if (request->body_bytes < request->content_length) {
        return SIM_REQUEST_UNDER_WAY;
    }
    wamcam_content_hash_finish(&request->running, request->body_hash);
    return SIM_REQUEST_COMPLETE;
}

/* --- what is in it -------------------------------------------------------------------------- */

/** Read a JSON string with simple escapes; the byte behind it, or NULL. */
static const char *read_string(const char *json, char *out, size_t size) {
    size_t length = 0;
    if (*json++ != '"') {
        return NULL;
    }
    while (*json != '"') {
        if (*json == '\\') {
            json++;
            if (*json != '"' && *json != '\\') {
                return NULL;
            }
        }
        if ((uint8_t)*json < 0x20 || length + 1 >= size) {
            return NULL;
        }
        out[length++] = *json++;
    }
    out[length] = '\0';
    return json + 1;
}

static const char *read_word(const char *json, char *out, size_t size) {
    size_t length = strcspn(json, ",}");
    if (length == 0 || length >= size) {
        return NULL;
    }
    memcpy(out, json, length);
    out[length] = '\0';
    return json + length;
}

bool sim_json_member(const char *json, const char *name, char *out, size_t size) {
    char key[64];
    char value[512];
    bool is_found = false;
    char mark = '{';
    while (*json == mark && (mark == ',' || json[1] != '}')) {
        json = read_string(json + 1, key, sizeof key);
        if (json == NULL || *json != ':') {
            return false;
        }
        json++;
        json = *json == '"' ? read_string(json, value, sizeof value)
                            : read_word(json, value, sizeof value);
        if (json == NULL) {
            return false;
        }
        if (strcmp(key, name) == 0) {
            snprintf(out, size, "%s", value);
            is_found = true;
        }
        mark = ',';
    }
    return is_found && strcmp(json, "}") == 0;
}

bool sim_form_value(const char *form, const char *name, char *out, size_t size) {
    size_t name_length = strlen(name);
    while (form != NULL && *form != '\0') {
        size_t length = strcspn(form, "&");
        if (length > name_length && form[name_length] == '=' &&
            strncmp(form, name, name_length) == 0) {
            snprintf(out, size, "%.*s", (int)(length - name_length - 1), form + name_length + 1);
            return true;
        }
        form += length + (form[length] == '&' ? 1 : 0);
    }
    return false;
}
