/* Applications that another thread hands over while a camera takes photos. */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "camera/worker_prompt.h"
#include "check.h"
#include "runtime/slots_board.h"
#include "wamcam/offer.h"
#include "wamcam/supervise.h"

static struct board_double board;
static struct new_application factory;
static struct wamcam_outcome outcome;
static struct wamcam_slots slots; /* for a look from outside, after the run */
static atomic_bool is_answered;
static struct wamcam_offer_answer answer;

static bool stop_when_answered(void *context) {
    (void)context;
    return atomic_load(&is_answered);
}

static void start(void) {
    worker_prompt(true);
    slots_board_init(&board);
    board.board.stop_requested = stop_when_answered;
    atomic_store(&is_answered, false);
    new_application_make(&factory, 'g', 0, 0);
}

static void end(void) {
    worker_prompt(false);
    slots_board_free(&board);
}

static void *hand_over(void *argument) {
    wamcam_offer(&board.board, argument, &answer);
    atomic_store(&is_answered, true);
    return NULL;
}

/** Let a camera run until another thread has got the answer to this. */
static void offer_to_a_camera(const struct wamcam_offer *offer) {
    pthread_t thread;
    CHECK_EQUAL_INT(0, pthread_create(&thread, NULL, hand_over, (void *)(uintptr_t)offer));
    wamcam_supervise(&board.board, factory.parcel.bytes, factory.parcel.length, &outcome);
    pthread_join(thread, NULL);
    wamcam_slots_open(&slots, &board.board, factory.parcel.bytes, factory.parcel.length);
}

static void test_a_good_one_is_taken(void) {
    struct new_application made;
    start();
    new_application_make_large(&made, 1);
    const struct wamcam_offer offer = {.bytes = made.parcel.bytes, .length = made.parcel.length};
    offer_to_a_camera(&offer);
    CHECK_EQUAL_INT(0, answer.status);
    CHECK_EQUAL_TEXT("", answer.sentence);
    CHECK_EQUAL_INT(made.parcel.length, slots.record.slots[WAMCAM_SLOT_A].size_bytes);
    CHECK(memcmp(made.sha256, slots.record.slots[WAMCAM_SLOT_A].sha256, 32) == 0);
    CHECK(slots.record.slots[WAMCAM_SLOT_A].state != WAMCAM_SLOT_RECEIVING);
    end();
}

static void test_a_changed_one_is_refused(void) {
    struct new_application made;
    start();
    new_application_make(&made, 'g', 0, 1);
    made.parcel.bytes[made.parcel.length - 1] ^= 1;
    const struct wamcam_offer offer = {.bytes = made.parcel.bytes, .length = made.parcel.length};
    offer_to_a_camera(&offer);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, answer.status);
    CHECK_CONTAINS("signature", answer.sentence);
    CHECK_EQUAL_INT(WAMCAM_SLOT_EMPTY, slots.record.slots[WAMCAM_SLOT_A].state);
    end();
}

static void test_an_older_one_is_taken_when_that_is_asked_for(void) {
    struct new_application made;
    start();
    new_application_make(&factory, 'g', 0, 5);
    new_application_make(&made, 'g', 0, 1);
    struct wamcam_offer offer = {.bytes = made.parcel.bytes, .length = made.parcel.length};
    offer_to_a_camera(&offer);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, answer.status);
    CHECK_CONTAINS("older", answer.sentence);
    atomic_store(&is_answered, false);
    offer.flags = WAMCAM_SLOTS_DOWNGRADE;
    offer_to_a_camera(&offer);
    CHECK_EQUAL_INT(0, answer.status);
    end();
}

static void test_nothing_at_all_asks_for_the_state(void) {
    start();
    const struct wamcam_offer offer = {0};
    offer_to_a_camera(&offer);
    CHECK_EQUAL_INT(0, answer.status);
    CHECK_CONTAINS("\"application_slot\":\"factory\"", answer.state);
    end();
}

/** The first waits for a camera that runs; who comes meanwhile is sent away. */
static void test_one_at_a_time(void) {
    struct wamcam_offer_answer other;
    const struct wamcam_offer offer = {0};
    pthread_t thread;
    start();
    CHECK_EQUAL_INT(0, pthread_create(&thread, NULL, hand_over, (void *)(uintptr_t)&offer));
    int status = 0;
    while (status != WAMCAM_BUSY) {
        /* Until the thread has come so far, this one would wait itself: let a camera look. */
        pthread_mutex_lock(&board.mutex);
        bool has_come = board.wake;
        pthread_mutex_unlock(&board.mutex);
        status = has_come ? wamcam_offer(&board.board, &offer, &other) : 0;
    }
    CHECK_CONTAINS("try again", other.sentence);
    wamcam_supervise(&board.board, factory.parcel.bytes, factory.parcel.length, &outcome);
    pthread_join(thread, NULL);
    CHECK_EQUAL_INT(0, answer.status);
    end();
}

static const struct check_test tests[] = {
    {"a good one is taken", test_a_good_one_is_taken},
    {"a changed one is refused", test_a_changed_one_is_refused},
    {"an older one is taken when that is asked for",
     test_an_older_one_is_taken_when_that_is_asked_for},
    {"nothing at all asks for the state", test_nothing_at_all_asks_for_the_state},
    {"one at a time", test_one_at_a_time},
};
CHECK_SUITE(runtime_offer, tests);
