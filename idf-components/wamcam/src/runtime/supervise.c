#include "wamcam/supervise.h"

#include <stdio.h>

#include "memory.h"
#include "runtime/dropped.h"
#include "runtime/host.h"
#include "runtime/offer_desk.h"
#include "runtime/trial.h"
#include "wamcam/console.h"

/* Time for a passing cause to pass. */
#define RETRY_PAUSE_US INT64_C(10000000)

struct supervision {
    const struct wamcam_board *board;
    const uint8_t *factory;
    size_t factory_length;
    struct wamcam_outcome *outcome;
    struct wamcam_slots slots;
    struct wamcam_trial trial;
};

/** The board, or a person at the console, wants something else. */
static bool is_stopping(const struct wamcam_board *board) {
    return board->stop_requested(board->context) || wamcam_console_has_wish(board);
}

/** Let time pass; a better application may be offered meanwhile. */
static void pause_before_retry(struct supervision *supervision) {
    const struct wamcam_board *board = supervision->board;
    int64_t until_us = board->uptime_us(board->context) + RETRY_PAUSE_US;
    while (board->uptime_us(board->context) < until_us && !is_stopping(board)) {
        bool has_served = wamcam_console_serve(board, INT64_MAX);
        if (!wamcam_offer_desk_serve(&supervision->slots) && !has_served) {
            board->wait(board->context, NULL, 0, until_us, INT64_MAX);
        }
    }
}

static void tell_start(const struct supervision *supervision) {
    const struct wamcam_slots *slots = &supervision->slots;
    const struct wamcam_slot_identity *identity = wamcam_slots_identity(slots);
    if (slots->running == WAMCAM_SLOT_NONE) {
        return; /* as on a board without slots */
    }
    wamcam_host_log(supervision->board, WAMCAM_LEVEL_INFORMATION,
                    "slots: %s %u.%u.%u from slot %c starts%s", identity->name,
                    identity->version.major, identity->version.minor, identity->version.patch,
                    slots->running == WAMCAM_SLOT_A ? 'a' : 'b',
                    wamcam_slots_is_on_trial(slots) ? " on trial" : "");
}

/** Run what is in a slot; false if it cannot be had. */
static bool run_slot(struct supervision *supervision) {
    struct wamcam_slots *slots = &supervision->slots;
    char reason[WAMCAM_SLOTS_SENTENCE_SIZE];
    size_t length = 0;
    uint8_t *bytes = wamcam_slots_load(slots, slots->running, &length, reason, sizeof reason);
    if (bytes == NULL) {
        wamcam_slots_fail(slots, slots->running, reason);
        return false;
    }
    wamcam_run_on_trial(supervision->board, bytes, length, &supervision->trial,
                        supervision->outcome);
    wamcam_memory_free(bytes);
    return true;
}

/** Run the application whose turn it is; false if there was nothing to run. */
static bool run_next(struct supervision *supervision) {
    uint8_t number = wamcam_slots_choose(&supervision->slots);
    wamcam_trial_begin(&supervision->trial, &supervision->slots);
    tell_start(supervision);
    if (number != WAMCAM_SLOT_NONE) {
        return run_slot(supervision);
    }
    wamcam_run_on_trial(supervision->board, supervision->factory, supervision->factory_length,
                        &supervision->trial, supervision->outcome);
    return true;
}

/**
 * The core had to end it. One that ends in good order has not failed, whatever its exit code says
 * of its work: a camera ends with 1 that has missed photos.
 */
static bool was_ended(const struct wamcam_outcome *outcome) {
    return outcome->exit_code == WAMCAM_EXIT_FAILED && outcome->reason[0] != '\0';
}

/** An application on trial has ended: only a person may end it without saying anything of it. */
static bool judge_trial(struct supervision *supervision) {
    const struct wamcam_outcome *outcome = supervision->outcome;
    bool has_failed = supervision->trial.has_failed || was_ended(outcome);
    char sentence[64];
    if (is_stopping(supervision->board) && !has_failed) {
        wamcam_slots_spare(&supervision->slots);
        return false;
    }
    snprintf(sentence, sizeof sentence, "it ended by itself with exit code %d", outcome->exit_code);
    wamcam_slots_fail(&supervision->slots, supervision->slots.running,
                      outcome->reason[0] != '\0' ? outcome->reason : sentence);
    return true;
}

static bool judge_confirmed(struct supervision *supervision) {
    const struct wamcam_outcome *outcome = supervision->outcome;
    if (!was_ended(outcome)) {
        wamcam_slots_recover(&supervision->slots);
        return false;
    }
    if (!wamcam_slots_stumble(&supervision->slots, outcome->reason)) {
        pause_before_retry(supervision);
    }
    return !is_stopping(supervision->board);
}

/** A run has ended. True: go on with the application whose turn it is now. */
static bool goes_on(struct supervision *supervision) {
    const struct wamcam_slots *slots = &supervision->slots;
    if (wamcam_slots_is_on_trial(slots)) {
        return judge_trial(supervision);
    }
    if (slots->is_swap_wanted || wamcam_slots_is_withdrawn(slots)) {
        return !is_stopping(supervision->board);
    }
    return slots->running != WAMCAM_SLOT_NONE && judge_confirmed(supervision);
}

void wamcam_judge_reset(const struct wamcam_board *board) {
    struct wamcam_health health = {0};
    board->health(board->context, &health);
    const char *crash = health.reset_reason == WAMCAM_RESET_PANIC      ? "a crash of the firmware"
                        : health.reset_reason == WAMCAM_RESET_WATCHDOG ? "a watchdog"
                                                                       : NULL;
    struct wamcam_slots slots;
    if (crash != NULL && board->flash != NULL) {
        wamcam_slots_open(&slots, board, NULL, 0);
        wamcam_slots_crashed(&slots, crash);
    }
}

int wamcam_supervise(const struct wamcam_board *board, const uint8_t *factory,
                     size_t factory_length, struct wamcam_outcome *outcome) {
    struct supervision supervision = {
        .board = board, .factory = factory, .factory_length = factory_length, .outcome = outcome};
    wamcam_slots_open(&supervision.slots, board, factory, factory_length);
    wamcam_dropped_install(&supervision.slots);
    while (!run_next(&supervision) || goes_on(&supervision)) {
    }
    return outcome->exit_code;
}
