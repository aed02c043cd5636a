/**
 * Changes one value at the top of a TOML text and leaves every other byte as it is. It knows where
 * values begin and end (TOML 1.0: strings of four kinds, arrays, inline tables, comments) and not
 * what they mean; tables and what is below them are not looked at.
 */
#ifndef WAMCAM_CONSOLE_TOML_EDIT_H
#define WAMCAM_CONSOLE_TOML_EDIT_H

#include <stddef.h>

struct wamcam_toml_text {
    char *bytes; /**< Without NUL. */
    size_t length;
    size_t size; /**< Room, in bytes. */
    int line;    /**< After INVALID: which one is at fault, from 1. */
};

/**
 * Give a bare key a value, which is written as it is; a comment behind it stays. A key that is not
 * there gets a line behind the last one above all tables. TOO_BIG: there is no room. INVALID: the
 * text is not as TOML has it, or has the key twice, or as a table. After an error the text is good
 * for nothing.
 */
int wamcam_toml_set(struct wamcam_toml_text *text, const char *key, const char *value);
/** Remove a key with its lines; NOT_FOUND, or INVALID as above. */
int wamcam_toml_unset(struct wamcam_toml_text *text, const char *key);
/** A text as a string of TOML, with quotes and NUL. INVALID: no UTF-8; TOO_BIG: no room. */
int wamcam_toml_quote(const char *value, char *out, size_t size);

#endif
