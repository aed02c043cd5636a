/* Capability update. */
#include <stdio.h>
#include <string.h>

#include "imports/credentials.h"
#include "imports/table.h"
#include "imports/text.h"
#include "runtime/host.h"
#include "runtime/trial.h"
#include "wamcam/push.h"

/* A service instance name of DNS-SD (RFC 6763, section 4.1.1) may have 63; no camera needs them. */
#define NAME_BYTES_MAX 32u

/** NULL in a run that nobody supervises. */
static struct wamcam_slots *slots_of(wasm_exec_env_t environment) {
    const struct wamcam_trial *trial = wamcam_host_of(environment)->trial;
    return trial == NULL ? NULL : trial->slots;
}

int32_t wamcam_update_begin(wasm_exec_env_t environment, int32_t bytes, uint8_t *sha256,
                            uint32_t sha256_length, int32_t flags, int32_t trial_s) {
    struct wamcam_slots *slots = slots_of(environment);
    const int32_t known = WAMCAM_SLOTS_DOWNGRADE | WAMCAM_SLOTS_AGAIN | WAMCAM_SLOTS_CONTENT_HASH;
    if (slots == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    if (bytes < 0 || sha256_length != WAMCAM_SLOT_HASH_BYTES || (flags & ~known) != 0 ||
        trial_s < 0) {
        return WAMCAM_INVALID;
    }
    if (slots->receiving != WAMCAM_SLOT_NONE && !slots->is_applications) {
        snprintf(slots->sentence, sizeof slots->sentence,
                 "a person is installing another application; wait for its end");
        return WAMCAM_BUSY;
    }
    int32_t done =
        wamcam_slots_begin(slots, (uint32_t)bytes, sha256, (uint8_t)flags, (uint32_t)trial_s);
    slots->is_applications = done >= 0;
    return done;
}

/** The installation under way if it is the application's: NULL with a sentence if it is another's.
 */
static struct wamcam_slots *own_installation(wasm_exec_env_t environment) {
    struct wamcam_slots *slots = slots_of(environment);
    if (slots->is_applications) {
        return slots;
    }
    snprintf(slots->sentence, sizeof slots->sentence, "another installation was begun meanwhile");
    return NULL;
}

int32_t wamcam_update_write(wasm_exec_env_t environment, int32_t offset, uint8_t *bytes,
                            uint32_t bytes_length) {
    if (slots_of(environment) == NULL || offset < 0) {
        return slots_of(environment) == NULL ? WAMCAM_NOT_SUPPORTED : WAMCAM_INVALID;
    }
    struct wamcam_slots *slots = own_installation(environment);
    return slots == NULL ? WAMCAM_NOT_FOUND
                         : wamcam_slots_write(slots, (uint32_t)offset, bytes, bytes_length);
}

int32_t wamcam_update_end(wasm_exec_env_t environment) {
    if (slots_of(environment) == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    struct wamcam_slots *slots = own_installation(environment);
    return slots == NULL ? WAMCAM_NOT_FOUND : wamcam_slots_end(slots);
}

int32_t wamcam_update_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    const struct wamcam_slots *slots = slots_of(environment);
    return slots == NULL ? 0 : wamcam_text_give(slots->sentence, out, out_length);
}

int32_t wamcam_update_state(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    static const char unknown[] = "\"application_name\":null,\"application_slot\":null,"
                                  "\"application_trial\":null,\"last_failure\":null";
    const struct wamcam_slots *slots = slots_of(environment);
    char text[WAMCAM_SLOTS_STATE_SIZE];
    size_t length = slots == NULL ? (size_t)snprintf(text, sizeof text, "%s", unknown)
                                  : (size_t)wamcam_slots_describe(slots, text, sizeof text);
    if (length > out_length) {
        return WAMCAM_NO_MEMORY;
    }
    memcpy(out, text, length);
    return (int32_t)length;
}

/** No control characters. */
static bool is_name(const uint8_t *bytes, uint32_t length) {
    for (uint32_t index = 0; index < length; index++) {
        if (bytes[index] < 0x20 || bytes[index] == 0x7f) {
            return false;
        }
    }
    return length > 0 && length <= NAME_BYTES_MAX;
}

int32_t wamcam_update_listen(wasm_exec_env_t environment, uint8_t *name, uint32_t name_length,
                             uint8_t *token, uint32_t token_length) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    char name_text[NAME_BYTES_MAX + 1];
    char token_text[WAMCAM_PUSH_TOKEN_BYTES_MAX + 1];
    if (!is_name(name, name_length) || !wamcam_token_is_good(token, token_length)) {
        return WAMCAM_INVALID;
    }
    if (board->listen == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    snprintf(name_text, sizeof name_text, "%.*s", (int)name_length, (const char *)name);
    snprintf(token_text, sizeof token_text, "%.*s", (int)token_length, (const char *)token);
    return board->listen(board->context, name_text, token_text);
}
