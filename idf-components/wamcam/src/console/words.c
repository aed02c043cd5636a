#include "console/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "wamcam/errors.h"

static bool is_blank(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

/** One word from `*from` to `*to`, which never runs ahead; false for a quote that does not end. */
static bool take_word(const char **from, char **to) {
    char quote = '\0';
    for (; **from != '\0' && (quote != '\0' || !is_blank(**from)); (*from)++) {
        if (quote == '\0' && (**from == '"' || **from == '\'')) {
            quote = **from;
        } else if (quote != '\0' && **from == quote) {
            quote = '\0';
        } else {
            if (**from == '\\' && quote != '\'' && (*from)[1] != '\0') {
                (*from)++;
            }
            *(*to)++ = **from;
        }
    }
    return quote == '\0';
}

int wamcam_console_split(char *line, const char *words[WAMCAM_CONSOLE_WORDS_MAX]) {
    int count = 0;
    const char *from = line;
    char *to = line;
    for (;;) {
        while (is_blank(*from)) {
            from++;
        }
        if (*from == '\0') {
            return count;
        }
        if (count == WAMCAM_CONSOLE_WORDS_MAX) {
            return WAMCAM_TOO_BIG;
        }
        words[count++] = to;
        if (!take_word(&from, &to)) {
            return WAMCAM_INVALID;
        }
        /* The word's end may be the very place that is read next. */
        from += *from == '\0' ? 0 : 1;
        *to++ = '\0';
    }
}

int64_t wamcam_console_number(const char *word) {
    char *end;
    if (word[0] < '0' || word[0] > '9') {
        return -1;
    }
    long long number = strtoll(word, &end, 10);
    return *end == '\0' ? number : -1;
}
