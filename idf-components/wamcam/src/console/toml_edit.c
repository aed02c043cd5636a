#include "console/toml_edit.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "wamcam/errors.h"

static const char mark[] = "\xef\xbb\xbf"; /* a byte order mark, which editors may write */

/** A position in the text; at its end there is nothing to see. */
struct cursor {
    const char *bytes;
    size_t length;
    size_t at;
};

/** A key with its value, from the beginning of the first line to that of the line behind it. */
struct statement {
    size_t begin;
    size_t key;
    size_t key_length;
    bool is_dotted;
    size_t value;
    size_t value_end;
    size_t end;
};

/* --- skipping -------------------------------------------------------------------------------- */

static int look(const struct cursor *cursor) {
    return cursor->at < cursor->length ? (unsigned char)cursor->bytes[cursor->at] : -1;
}

/** How many times the character at the cursor stands there in a row. */
static size_t run_of(const struct cursor *cursor, char character) {
    size_t at = cursor->at;
    while (at < cursor->length && cursor->bytes[at] == character) {
        at++;
    }
    return at - cursor->at;
}

static bool is_blank(int character) {
    return character == ' ' || character == '\t' || character == '\r';
}

static void skip_blanks(struct cursor *cursor) {
    while (is_blank(look(cursor))) {
        cursor->at++;
    }
}

/** To the line end, or the end of the text. */
static void skip_line(struct cursor *cursor) {
    while (look(cursor) >= 0 && look(cursor) != '\n') {
        cursor->at++;
    }
}

/** A string of any kind; false if it has no end. */
static bool skip_string(struct cursor *cursor) {
    const char quote = cursor->bytes[cursor->at];
    const bool is_long = run_of(cursor, quote) >= 3;
    cursor->at += is_long ? 3 : 1;
    while (look(cursor) >= 0 && (is_long || look(cursor) != '\n')) {
        size_t quotes = run_of(cursor, quote);
        if (quotes >= (is_long ? 3u : 1u)) {
            /* Two of five quotes belong to the text. */
            cursor->at += !is_long ? 1 : quotes > 5 ? 5 : quotes;
            return true;
        }
        bool is_escape = quote == '"' && look(cursor) == '\\';
        cursor->at += is_escape ? 2 : quotes > 0 ? quotes : 1;
    }
    return false;
}

/** A value, also over several lines; false if it is none. */
static bool skip_value(struct cursor *cursor, size_t *end) {
    const size_t begin = cursor->at;
    size_t open = 0; /* brackets and braces */
    *end = begin;
    for (int next = look(cursor); next >= 0 && (open > 0 || (next != '\n' && next != '#'));
         next = look(cursor)) {
        if (next == '#') {
            skip_line(cursor);
            continue;
        }
        if (next == '"' || next == '\'') {
            if (!skip_string(cursor)) {
                return false;
            }
        } else {
            open += next == '[' || next == '{';
            if (next == ']' || next == '}') {
                if (open == 0) {
                    return false;
                }
                open--;
            }
            cursor->at++;
        }
        *end = is_blank(next) ? *end : cursor->at;
    }
    return open == 0 && *end > begin;
}

static bool is_bare(int character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_' || character == '-';
}

/** A part of a key. One with an escape could be any key: it is refused. */
static bool skip_key(struct cursor *cursor, size_t *begin, size_t *length) {
    const size_t first = cursor->at;
    const bool has_quotes = look(cursor) == '"' || look(cursor) == '\'';
    if (has_quotes && (run_of(cursor, cursor->bytes[first]) >= 3 || !skip_string(cursor))) {
        return false;
    }
    while (!has_quotes && is_bare(look(cursor))) {
        cursor->at++;
    }
    *begin = first + (has_quotes ? 1 : 0);
    *length = cursor->at - first - (has_quotes ? 2 : 0);
    return (has_quotes || *length > 0) && memchr(cursor->bytes + *begin, '\\', *length) == NULL;
}

/** All parts of a key, and its =. */
static bool skip_name(struct cursor *cursor, struct statement *out) {
    size_t begin;
    size_t length;
    bool is_good = skip_key(cursor, &out->key, &out->key_length);
    skip_blanks(cursor);
    while (is_good && look(cursor) == '.') {
        out->is_dotted = true;
        cursor->at++;
        skip_blanks(cursor);
        is_good = skip_key(cursor, &begin, &length);
        skip_blanks(cursor);
    }
    is_good = is_good && look(cursor) == '=';
    cursor->at += is_good;
    skip_blanks(cursor);
    return is_good;
}

/** 1 and the next statement; 0 at the first table or the end of the text; INVALID. */
static int next_statement(struct cursor *cursor, struct statement *out) {
    *out = (struct statement){.begin = cursor->at};
    skip_blanks(cursor);
    while (look(cursor) == '\n' || look(cursor) == '#') {
        skip_line(cursor);
        cursor->at += look(cursor) == '\n';
        out->begin = cursor->at;
        skip_blanks(cursor);
    }
    if (look(cursor) < 0 || look(cursor) == '[') {
        cursor->at = out->begin;
        return 0;
    }
    if (!skip_name(cursor, out)) {
        return WAMCAM_INVALID;
    }
    out->value = cursor->at;
    if (!skip_value(cursor, &out->value_end)) {
        return WAMCAM_INVALID;
    }
    skip_line(cursor);
    cursor->at += look(cursor) == '\n';
    out->end = cursor->at;
    return 1;
}

/* --- the key --------------------------------------------------------------------------------- */

struct place {
    bool is_there;
    struct statement statement; /* of the key, if it is there */
    size_t end;                 /* where a further line goes */
};

static int line_of(const struct cursor *cursor) {
    int line = 1;
    for (size_t at = 0; at < cursor->at && at < cursor->length; at++) {
        line += cursor->bytes[at] == '\n';
    }
    return line;
}

/** Whether a statement is about the key; INVALID if it is in a way that cannot be changed. */
static int concerns(const struct cursor *cursor, const struct statement *statement, const char *key,
                    const struct place *so_far) {
    if (statement->key_length != strlen(key) ||
        memcmp(cursor->bytes + statement->key, key, statement->key_length) != 0) {
        return 0;
    }
    return statement->is_dotted || so_far->is_there ? WAMCAM_INVALID : 1;
}

static int find(struct wamcam_toml_text *text, const char *key, struct place *out) {
    struct cursor cursor = {.bytes = text->bytes, .length = text->length};
    struct statement statement;
    *out = (struct place){.is_there = false};
    if (text->length >= strlen(mark) && memcmp(text->bytes, mark, strlen(mark)) == 0) {
        cursor.at = strlen(mark);
    }
    int status = next_statement(&cursor, &statement);
    out->end = cursor.at;
    while (status == 1) {
        int is_it = concerns(&cursor, &statement, key, out);
        if (is_it < 0) {
            cursor.at = statement.key;
            status = is_it;
            break;
        }
        if (is_it == 1) {
            out->is_there = true;
            out->statement = statement;
        }
        out->end = statement.end;
        status = next_statement(&cursor, &statement);
    }
    text->line = status < 0 ? line_of(&cursor) : 0;
    return status;
}

/* --- changing -------------------------------------------------------------------------------- */

/** Put other bytes in the place of some; TOO_BIG. */
static int splice(struct wamcam_toml_text *text, size_t from, size_t to, const char *bytes) {
    size_t length = strlen(bytes);
    if (text->length - (to - from) + length > text->size) {
        return WAMCAM_TOO_BIG;
    }
    memmove(text->bytes + from + length, text->bytes + to, text->length - to);
    memcpy(text->bytes + from, bytes, length);
    text->length = text->length - (to - from) + length;
    return 0;
}

/** As the text has it. */
static const char *line_end(const struct wamcam_toml_text *text) {
    const char *first = text->length == 0 ? NULL : memchr(text->bytes, '\n', text->length);
    return first != NULL && first > text->bytes && first[-1] == '\r' ? "\r\n" : "\n";
}

static int add_line(struct wamcam_toml_text *text, size_t at, const char *key, const char *value) {
    const char *ending = line_end(text);
    bool is_new_line = at == 0 || text->bytes[at - 1] == '\n' ||
                       (at == strlen(mark) && memcmp(text->bytes, mark, at) == 0);
    const char *const parts[] = {is_new_line ? "" : ending, key, " = ", value, ending};
    int status = 0;
    for (size_t index = 0; status == 0 && index < sizeof parts / sizeof *parts; index++) {
        status = splice(text, at, at, parts[index]);
        at += strlen(parts[index]);
    }
    return status;
}

int wamcam_toml_set(struct wamcam_toml_text *text, const char *key, const char *value) {
    struct place place;
    int status = find(text, key, &place);
    if (status < 0) {
        return status;
    }
    if (place.is_there) {
        return splice(text, place.statement.value, place.statement.value_end, value);
    }
    return add_line(text, place.end, key, value);
}

int wamcam_toml_unset(struct wamcam_toml_text *text, const char *key) {
    struct place place;
    int status = find(text, key, &place);
    if (status < 0 || !place.is_there) {
        return status < 0 ? status : WAMCAM_NOT_FOUND;
    }
    return splice(text, place.statement.begin, place.statement.end, "");
}

/* --- strings --------------------------------------------------------------------------------- */

/** Bytes of the character at the beginning of a text that ends with NUL (RFC 3629); 0: none. */
static size_t character_bytes(const unsigned char *text) {
    const unsigned char first = text[0];
    size_t count = first < 0x80                     ? 1
                   : first >= 0xc2 && first <= 0xdf ? 2
                   : first >= 0xe0 && first <= 0xef ? 3
                   : first >= 0xf0 && first <= 0xf4 ? 4
                                                    : 0;
    /* Neither longer than needed, nor half of a pair of UTF-16, nor beyond U+10FFFF. */
    if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
        (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f)) {
        return 0;
    }
    for (size_t index = 1; index < count; index++) {
        if ((text[index] & 0xc0u) != 0x80u) {
            return 0;
        }
    }
    return count;
}

int wamcam_toml_quote(const char *value, char *out, size_t size) {
    size_t used = 1;
    const char *at = value;
    if (size < 3) {
        return WAMCAM_TOO_BIG;
    }
    out[0] = '"';
    while (*at != '\0') {
        size_t count = character_bytes((const unsigned char *)at);
        if (count == 0) {
            return WAMCAM_INVALID;
        }
        if (size - used < sizeof "\\u0000" + 1) {
            return WAMCAM_TOO_BIG;
        }
        if ((unsigned char)*at < 0x20 || *at == 0x7f) {
            used += (size_t)snprintf(out + used, size - used, "\\u%04X", (unsigned)*at);
        } else {
            if (*at == '"' || *at == '\\') {
                out[used++] = '\\';
            }
            memcpy(out + used, at, count);
            used += count;
        }
        at += count;
    }
    memcpy(out + used, "\"", 2);
    return 0;
}
