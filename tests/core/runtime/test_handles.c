#include "check.h"
#include "runtime/handles.h"
#include "wamcam/errors.h"

static void test_handles_stand_for_objects(void) {
    struct wamcam_handles handles;
    int one = 1;
    int two = 2;
    wamcam_handles_init(&handles, 2);
    int32_t first = wamcam_handles_add(&handles, &one);
    int32_t second = wamcam_handles_add(&handles, &two);
    CHECK(first > 0 && second > 0 && first != second);
    CHECK(wamcam_handles_get(&handles, first) == &one);
    CHECK(wamcam_handles_get(&handles, second) == &two);
    CHECK_EQUAL_INT(WAMCAM_NO_MEMORY, wamcam_handles_add(&handles, &one));
    CHECK(wamcam_handles_full(&handles));
}

static void test_a_dead_handle_stays_dead(void) {
    struct wamcam_handles handles;
    int object = 0;
    wamcam_handles_init(&handles, 1);
    int32_t old = wamcam_handles_add(&handles, &object);
    CHECK(wamcam_handles_remove(&handles, old) == &object);
    CHECK(wamcam_handles_get(&handles, old) == NULL);
    CHECK(wamcam_handles_remove(&handles, old) == NULL);
    int32_t renewed = wamcam_handles_add(&handles, &object);
    CHECK(renewed != old);
    CHECK(wamcam_handles_get(&handles, old) == NULL);
}

static void test_made_up_handles_are_refused(void) {
    struct wamcam_handles handles;
    struct check_random random = check_random_seed(1);
    int object = 0;
    wamcam_handles_init(&handles, 4);
    int32_t real = wamcam_handles_add(&handles, &object);
    for (int round = 0; round < 100000; round++) {
        int32_t guess = (int32_t)check_random_next(&random);
        CHECK(guess == real || wamcam_handles_get(&handles, guess) == NULL);
    }
    CHECK(wamcam_handles_get(&handles, 0) == NULL);
    CHECK(wamcam_handles_get(&handles, INT32_MIN) == NULL);
    CHECK(wamcam_handles_get(&handles, INT32_MAX) == NULL);
}

static const struct check_test tests[] = {
    {"handles stand for objects", test_handles_stand_for_objects},
    {"a dead handle stays dead", test_a_dead_handle_stays_dead},
    {"made-up handles are refused", test_made_up_handles_are_refused},
};
CHECK_SUITE(runtime_handles, tests);
