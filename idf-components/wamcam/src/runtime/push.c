#include "wamcam/push.h"

#include <mbedtls/constant_time.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/json_text.h"
#include "runtime/slots.h"
#include "wamcam/console.h"

void wamcam_push_refuse(struct wamcam_push_reply *reply, int status, const char *sentence) {
    char escaped[2 * WAMCAM_OFFER_SENTENCE_SIZE];
    wamcam_json_escape(escaped, sizeof escaped, sentence);
    reply->status = status;
    snprintf(reply->body, sizeof reply->body, "{\"error\":\"%s\"}", escaped);
}

bool wamcam_push_is_allowed(const char *authorization, const char *token,
                            struct wamcam_push_reply *reply) {
    static const char scheme[] = "Bearer ";
    const size_t scheme_length = sizeof scheme - 1;
    const size_t length = strlen(token);
    bool has_form = authorization != NULL && length > 0 &&
                    strncmp(authorization, scheme, scheme_length) == 0 &&
                    strlen(authorization) == scheme_length + length;
    if (has_form && mbedtls_ct_memcmp(authorization + scheme_length, token, length) == 0) {
        return true;
    }
    wamcam_push_refuse(
        reply, 401,
        "the token is not that of the camera: compare WAMCAM_TOKEN in its settings.toml");
    return false;
}

/** At most nine digits; false for anything else. */
static bool read_number(const char *value, size_t length, uint32_t *out) {
    if (length == 0 || length > 9 || strspn(value, "0123456789") < length) {
        return false;
    }
    *out = (uint32_t)strtoul(value, NULL, 10);
    return true;
}

static bool is_word(const char *word, size_t length, const char *expected) {
    return length == strlen(expected) && memcmp(word, expected, length) == 0;
}

/** One `key` or `key=value`. */
static bool read_wish(const char *wish, size_t length, struct wamcam_offer *offer,
                      struct wamcam_push_reply *reply) {
    static const struct {
        const char *name;
        uint8_t flag;
    } flags[] = {{"downgrade", WAMCAM_SLOTS_DOWNGRADE},
                 {"again", WAMCAM_SLOTS_AGAIN},
                 {"replace", WAMCAM_SLOTS_REPLACE}};
    char sentence[WAMCAM_OFFER_SENTENCE_SIZE];
    const char *equals = memchr(wish, '=', length);
    const size_t key = equals == NULL ? length : (size_t)(equals - wish);
    const char *value = equals == NULL ? wish + length : equals + 1;
    const size_t value_length = length - (size_t)(value - wish);
    for (size_t index = 0; index < sizeof flags / sizeof *flags; index++) {
        if (is_word(wish, key, flags[index].name)) {
            offer->flags |= flags[index].flag;
            return true;
        }
    }
    if (!is_word(wish, key, "trial_s")) {
        snprintf(sentence, sizeof sentence,
                 "there is no \"%.*s\": downgrade, again, replace, trial_s=SECONDS",
                 key < 40 ? (int)key : 40, wish);
        wamcam_push_refuse(reply, 400, sentence);
        return false;
    }
    if (!read_number(value, value_length, &offer->trial_s)) {
        snprintf(sentence, sizeof sentence, "trial_s takes whole seconds, \"%.*s\" was given",
                 value_length < 40 ? (int)value_length : 40, value);
        wamcam_push_refuse(reply, 400, sentence);
        return false;
    }
    return true;
}

bool wamcam_push_read_query(const char *query, struct wamcam_offer *offer,
                            struct wamcam_push_reply *reply) {
    while (*query != '\0') {
        const size_t length = strcspn(query, "&");
        if (length > 0 && !read_wish(query, length, offer, reply)) {
            return false;
        }
        query += length + (query[length] == '&' ? 1 : 0);
    }
    return true;
}

bool wamcam_push_takes(const struct wamcam_board *board, uint64_t bytes,
                       struct wamcam_push_reply *reply) {
    char sentence[WAMCAM_OFFER_SENTENCE_SIZE];
    if (bytes == 0) {
        wamcam_push_refuse(reply, 400, "the body holds no application");
        return false;
    }
    if (bytes > board->limits.wasm_module_bytes_max) {
        snprintf(sentence, sizeof sentence, "it has more than the %u bytes that this board takes",
                 (unsigned)board->limits.wasm_module_bytes_max);
        wamcam_push_refuse(reply, 413, sentence);
        return false;
    }
    return true;
}

/** `from=N`; at most nine digits. */
static bool read_from(const char *query, int64_t *from) {
    static const char key[] = "from=";
    const char *value = query + sizeof key - 1;
    if (strncmp(query, key, sizeof key - 1) != 0) {
        return false;
    }
    const bool is_negative = value[0] == '-';
    uint32_t number = 0;
    value += is_negative;
    if (!read_number(value, strlen(value), &number)) {
        return false;
    }
    *from = is_negative ? -(int64_t)number : (int64_t)number;
    return true;
}

bool wamcam_push_read_log(const struct wamcam_board *board, const char *query,
                          char out[WAMCAM_PUSH_LOG_SIZE], int64_t *next,
                          struct wamcam_push_reply *reply) {
    *next = 0;
    if (query[0] != '\0' && !read_from(query, next)) {
        wamcam_push_refuse(reply, 400,
                           "the log takes from=N, the number of a line, or from=-N: the last N");
        return false;
    }
    if (wamcam_console_log_from(board, next, out, WAMCAM_PUSH_LOG_SIZE) < 0) {
        wamcam_push_refuse(reply, 501, "this board keeps no log that it could tell");
        return false;
    }
    return true;
}

static int http_status(const struct wamcam_offer_answer *answer) {
    switch (answer->status) {
    case 0:
        return 200;
    case WAMCAM_EXISTS:
    case WAMCAM_BUSY:
        return 409;
    case WAMCAM_TOO_BIG:
        return 413;
    case WAMCAM_TIMED_OUT:
        return 503;
    case WAMCAM_IO:
    case WAMCAM_NO_MEMORY:
        return 500;
    default:
        return 422;
    }
}

void wamcam_push_tell(const struct wamcam_offer_answer *answer, struct wamcam_push_reply *reply) {
    char escaped[2 * WAMCAM_OFFER_SENTENCE_SIZE];
    reply->status = http_status(answer);
    if (reply->status == 200) {
        snprintf(reply->body, sizeof reply->body, "{%s}", answer->state);
        return;
    }
    wamcam_json_escape(escaped, sizeof escaped, answer->sentence);
    snprintf(reply->body, sizeof reply->body, "{\"error\":\"%s\",\"state\":{%s}}", escaped,
             answer->state);
}

void wamcam_push_hand_over(const struct wamcam_board *board, const struct wamcam_offer *offer,
                           struct wamcam_push_reply *reply) {
    struct wamcam_offer_answer answer;
    if (offer->length > 0 && board->flash == NULL) {
        wamcam_push_refuse(reply, 501, "this board has no room for applications");
        return;
    }
    (void)wamcam_offer(board, offer, &answer);
    wamcam_push_tell(&answer, reply);
}
