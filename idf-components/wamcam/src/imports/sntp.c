/* Capability sntp. */
#include <string.h>

#include "imports/table.h"
#include "imports/text.h"
#include "runtime/host.h"
#include "runtime/manifest.h"

int32_t wamcam_sntp_ask(wasm_exec_env_t environment, uint8_t *host, uint32_t host_length,
                        int32_t limit_ms) {
    struct wamcam_host *own = wamcam_host_of(environment);
    char name[WAMCAM_HOST_SIZE];
    if (own->question != NULL) {
        return WAMCAM_BUSY;
    }
    int status = wamcam_text_host(host, host_length, name);
    if (status == 0 && !wamcam_manifest_allows_time_server(own->manifest, name)) {
        status = WAMCAM_ACCESS;
    }
    if (status == 0) {
        own->question =
            wamcam_sntp_question_start(own->board, wamcam_lookup_system, name, limit_ms, &status);
    }
    return status;
}

int32_t wamcam_sntp_answer(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    const struct wamcam_host *own = wamcam_host_of(environment);
    struct wamcam_sntp_result result;
    _Static_assert(sizeof result == 16, "the layout that imports.json promises");
    if (own->question == NULL) {
        return WAMCAM_NOT_FOUND;
    }
    if (out_length < sizeof result) {
        return WAMCAM_INVALID;
    }
    int status = wamcam_sntp_question_answer(own->question, &result);
    if (status < 0) {
        return status;
    }
    memcpy(out, &result, sizeof result);
    return (int32_t)sizeof result;
}

int32_t wamcam_sntp_describe(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    const struct wamcam_host *own = wamcam_host_of(environment);
    if (own->question == NULL) {
        return WAMCAM_NOT_FOUND;
    }
    return wamcam_text_give(wamcam_sntp_question_describe(own->question), out, out_length);
}

int32_t wamcam_sntp_close(wasm_exec_env_t environment) {
    struct wamcam_host *own = wamcam_host_of(environment);
    if (own->question != NULL) {
        wamcam_sntp_question_close(own->question);
        own->question = NULL;
    }
    return 0;
}
