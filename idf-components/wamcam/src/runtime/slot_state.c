/* What people are told of the applications. */
#include <stdio.h>
#include <string.h>

#include "runtime/json_text.h"
#include "runtime/slots.h"

static const char *slot_name(uint8_t number) {
    return number == WAMCAM_SLOT_NONE ? "factory" : number == WAMCAM_SLOT_A ? "a" : "b";
}

static void tell_failure(const struct wamcam_slot_failure *failure, char *out, size_t out_size) {
    char reason[2 * WAMCAM_SLOT_REASON_SIZE];
    const struct wamcam_version version = failure->identity.version;
    if (failure->reason[0] == '\0') {
        snprintf(out, out_size, "null");
        return;
    }
    wamcam_json_escape(reason, sizeof reason, failure->reason);
    snprintf(out, out_size, "\"%s %u.%u.%u: %s\"", failure->identity.name, version.major,
             version.minor, version.patch, reason);
}

int wamcam_slots_describe(const struct wamcam_slots *slots, char *out, size_t out_size) {
    char failure[64 + 2 * WAMCAM_SLOT_REASON_SIZE];
    tell_failure(&slots->record.failure, failure, sizeof failure);
    return snprintf(out, out_size,
                    "\"application_name\":\"%s\",\"application_slot\":\"%s\","
                    "\"application_trial\":%s,\"last_failure\":%s",
                    wamcam_slots_identity(slots)->name, slot_name(slots->running),
                    wamcam_slots_is_on_trial(slots) ? "true" : "false", failure);
}
