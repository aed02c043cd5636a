#define _POSIX_C_SOURCE 200809L /* strncasecmp */

#include "console/blanking.h"

#include <string.h>
#include <strings.h>

#include "wamcam/console.h"

/** Words in the name of a key whose value nobody is to see. */
static const char *const words[] = {"PASS", "TOKEN", "SECRET", "KEY"};

bool wamcam_blanking_is_secret(const char *name, size_t length) {
    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        size_t word_length = strlen(words[index]);
        for (size_t at = 0; at + word_length <= length; at++) {
            if (strncasecmp(name + at, words[index], word_length) == 0) {
                return true;
            }
        }
    }
    return false;
}

/** Behind the = of the first secret in the line; NULL without one. */
static const char *find_secret(const char *line, size_t length) {
    const char *name = line; /* of a key, in an inline table as well */
    for (const char *at = line; at < line + length; at++) {
        if (*at == '=' && wamcam_blanking_is_secret(name, (size_t)(at - name))) {
            return at + 1;
        }
        if (*at == '{' || *at == ',') {
            name = at + 1;
        }
    }
    return NULL;
}

static const char *find(const char *text, const char *end, const char *part) {
    size_t part_length = strlen(part);
    for (; text + part_length <= end; text++) {
        if (memcmp(text, part, part_length) == 0) {
            return text;
        }
    }
    return NULL;
}

static const char *skip_blanks(const char *text, const char *end) {
    while (text < end && (*text == ' ' || *text == '\t' || *text == '\r')) {
        text++;
    }
    return text;
}

static bool begins_with(const char *text, const char *end, const char *part) {
    return (size_t)(end - text) >= strlen(part) && memcmp(text, part, strlen(part)) == 0;
}

/** A key without a value is no secret, and a person looks for it. */
static bool is_empty(const char *value, const char *end) {
    bool has_quotes = begins_with(value, end, "\"\"") || begins_with(value, end, "''");
    return skip_blanks(has_quotes ? value + 2 : value, end) == end;
}

/** A value may go on in the lines that follow. */
static void look_for_more(struct wamcam_blanking *blanking, const char *value, const char *end) {
    static const char *const kinds[][2] = {
        {"\"\"\"", "\"\"\""}, {"'''", "'''"}, {"[", "]"}, {"{", "}"}};
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        const char *opening = kinds[index][0];
        const char *closing = kinds[index][1];
        if (begins_with(value, end, opening) &&
            find(value + strlen(opening), end, closing) == NULL) {
            memcpy(blanking->hidden_until, closing, strlen(closing) + 1);
            return;
        }
    }
}

struct wamcam_blanking_answer wamcam_blanking_next(struct wamcam_blanking *blanking,
                                                   const char *line, size_t length) {
    const char *end = line + length;
    if (blanking->hidden_until[0] != '\0') {
        if (find(line, end, blanking->hidden_until) != NULL) {
            blanking->hidden_until[0] = '\0';
        }
        return (struct wamcam_blanking_answer){.shown_bytes = 0, .is_hidden = true};
    }
    const char *secret = find_secret(line, length);
    const char *value = secret == NULL ? end : skip_blanks(secret, end);
    if (secret == NULL || is_empty(value, end)) {
        return (struct wamcam_blanking_answer){.shown_bytes = length, .is_hidden = false};
    }
    look_for_more(blanking, value, end);
    return (struct wamcam_blanking_answer){.shown_bytes = (size_t)(value - line),
                                           .is_hidden = true};
}

bool wamcam_console_may_remember(const char *line) {
    /* A key may be misspelt: what is set is a secret, whatever it is called. */
    return strstr(line, " set ") == NULL && !wamcam_blanking_is_secret(line, strlen(line));
}
