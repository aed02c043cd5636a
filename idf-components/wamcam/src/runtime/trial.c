#include "runtime/trial.h"

#include <stdio.h>

#include "camera/capture.h"

#define US_PER_S INT64_C(1000000)
#define US_PER_MS INT64_C(1000)
#define HEARTBEAT_MS INT64_C(10000)

static int64_t uptime_us(const struct wamcam_trial *trial) {
    const struct wamcam_board *board = trial->slots->board;
    return board->uptime_us(board->context);
}

void wamcam_trial_begin(struct wamcam_trial *trial, struct wamcam_slots *slots) {
    *trial = (struct wamcam_trial){.slots = slots};
    trial->is_settled = slots->running == WAMCAM_SLOT_NONE;
    trial->began_us = uptime_us(trial);
}

void wamcam_trial_stored(struct wamcam_trial *trial, const struct wamcam_frame *frame) {
    const int32_t whole = WAMCAM_FRAME_MARK_START | WAMCAM_FRAME_MARK_END;
    trial->has_stored = trial->has_stored || wamcam_capture_marks(frame) == whole;
}

/** A confirmed application: after as long as a trial takes, its failures are forgotten. */
static void watch_confirmed(struct wamcam_trial *trial, int64_t ran_us) {
    if (ran_us >= trial->slots->board->limits.trial_s * US_PER_S) {
        wamcam_slots_recover(trial->slots);
        trial->is_settled = true;
    }
}

static bool watch_trial(struct wamcam_trial *trial, int64_t ran_us, char *reason,
                        size_t reason_size) {
    struct wamcam_slots *slots = trial->slots;
    const struct wamcam_slot *slot = &slots->record.slots[slots->running];
    if (trial->has_stored && ran_us >= slot->trial_s * US_PER_S &&
        wamcam_slots_confirm(slots) == 0) {
        trial->is_settled = true;
        return true;
    }
    if (ran_us < slots->board->limits.trial_s_max * US_PER_S) {
        return true;
    }
    trial->has_failed = true;
    snprintf(reason, reason_size, "%s within %u s",
             trial->has_stored ? "that it is good could not be written down"
                               : "it stored no whole photo",
             (unsigned)slots->board->limits.trial_s_max);
    return false;
}

bool wamcam_trial_ticked(struct wamcam_trial *trial, int64_t *next_ms, char *reason,
                         size_t reason_size) {
    int64_t now_us = uptime_us(trial);
    int64_t ran_us = now_us - trial->began_us;
    if (trial->is_settled) {
        return true;
    }
    if (!wamcam_slots_is_on_trial(trial->slots)) {
        watch_confirmed(trial, ran_us);
        return true;
    }
    if (!watch_trial(trial, ran_us, reason, reason_size)) {
        return false;
    }
    int64_t heartbeat_ms = now_us / US_PER_MS + HEARTBEAT_MS;
    if (!trial->is_settled && *next_ms > heartbeat_ms) {
        *next_ms = heartbeat_ms;
    }
    return true;
}
