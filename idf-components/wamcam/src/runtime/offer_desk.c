#define _DEFAULT_SOURCE /* usleep: see watchdog.c */

#include "runtime/offer_desk.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/slot_file.h"
#include "wamcam/offer.h"

/* How often the thread that waits looks, and for how long nobody may look at what it brings. */
#define LOOK_US 5000
#define LOOKS_MAX 2000

enum stage { NOTHING, BROUGHT, TAKEN, ANSWERED };

/* One for the process, as there is one core thread. */
static struct {
    pthread_mutex_t mutex; /* guards what follows; what is TAKEN is the core's alone */
    enum stage stage;
    const struct wamcam_offer *offer;
    struct wamcam_offer_answer *answer;
    bool has_begun;
    struct wamcam_slot_file file;
} desk = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* --- the thread that brings something ------------------------------------------------------- */

static int refuse(struct wamcam_offer_answer *answer, int status, const char *sentence) {
    answer->status = status;
    snprintf(answer->sentence, sizeof answer->sentence, "%s", sentence);
    return status;
}

static bool bring(const struct wamcam_offer *offer, struct wamcam_offer_answer *answer) {
    pthread_mutex_lock(&desk.mutex);
    bool is_free = desk.stage == NOTHING;
    if (is_free) {
        desk.stage = BROUGHT;
        desk.offer = offer;
        desk.answer = answer;
        desk.has_begun = false;
    }
    pthread_mutex_unlock(&desk.mutex);
    return is_free;
}

/** The stage; what is over is taken away, and so is, if `withdraws`, what nobody has looked at. */
static enum stage look(bool withdraws) {
    pthread_mutex_lock(&desk.mutex);
    enum stage stage = desk.stage;
    if (stage == ANSWERED || (stage == BROUGHT && withdraws)) {
        desk.stage = NOTHING;
    }
    pthread_mutex_unlock(&desk.mutex);
    return stage;
}

int wamcam_offer(const struct wamcam_board *board, const struct wamcam_offer *offer,
                 struct wamcam_offer_answer *answer) {
    memset(answer, 0, sizeof *answer);
    if (!bring(offer, answer)) {
        return refuse(answer, WAMCAM_BUSY, "another application is being handed over; try again");
    }
    board->wake(board->context);
    enum stage stage = BROUGHT;
    for (int looks = 1; stage != ANSWERED; looks++) {
        usleep(LOOK_US);
        bool is_late = looks >= LOOKS_MAX;
        stage = look(is_late);
        if (stage == BROUGHT && is_late) {
            return refuse(answer, WAMCAM_TIMED_OUT,
                          "no application runs that could be replaced; try again, or reset");
        }
    }
    return answer->status;
}

/* --- the core ------------------------------------------------------------------------------- */

static bool take(void) {
    pthread_mutex_lock(&desk.mutex);
    if (desk.stage == BROUGHT) {
        desk.stage = TAKEN;
    }
    bool is_taken = desk.stage == TAKEN;
    pthread_mutex_unlock(&desk.mutex);
    return is_taken;
}

static void give_answer(struct wamcam_slots *slots, int status) {
    struct wamcam_offer_answer *answer = desk.answer;
    answer->status = status;
    snprintf(answer->sentence, sizeof answer->sentence, "%s", status < 0 ? slots->sentence : "");
    wamcam_slots_describe(slots, answer->state, sizeof answer->state);
    pthread_mutex_lock(&desk.mutex);
    desk.stage = ANSWERED;
    pthread_mutex_unlock(&desk.mutex);
}

/** 1: there is more to do. */
static int advance(struct wamcam_slots *slots) {
    const struct wamcam_offer *offer = desk.offer;
    if (desk.has_begun) {
        return wamcam_slot_file_advance(&desk.file);
    }
    desk.has_begun = true;
    int status = wamcam_slot_file_begin(&desk.file, slots, offer->bytes, offer->length,
                                        offer->flags, offer->trial_s);
    return status < 0 ? status : 1;
}

bool wamcam_offer_desk_serve(struct wamcam_slots *slots) {
    if (!take()) {
        return false;
    }
    if (desk.offer->length == 0) {
        give_answer(slots, 0);
        return true;
    }
    int status = advance(slots);
    if (status <= 0) {
        give_answer(slots, status);
    }
    return true;
}
