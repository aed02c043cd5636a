#include "check.h"

#include <pthread.h>
#include <string.h>

#include "memory.h"

static void counts_exactly_and_gives_zeroed_memory(void) {
    size_t before = wamcam_memory_used();
    uint8_t *one = wamcam_memory_take(1000);
    uint8_t *other = wamcam_memory_take(24);
    CHECK(one != NULL && other != NULL);
    for (size_t i = 0; i < 1000; i++) {
        CHECK_EQUAL_INT(0, one[i]);
    }
    CHECK_EQUAL_INT(0, (uintptr_t)one % _Alignof(max_align_t));
    CHECK_EQUAL_INT(before + 1024, wamcam_memory_used());
    wamcam_memory_free(one);
    CHECK_EQUAL_INT(before + 24, wamcam_memory_used());
    wamcam_memory_free(other);
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static void resize_keeps_the_content_and_the_count(void) {
    size_t before = wamcam_memory_used();
    char *text = wamcam_memory_resize(NULL, 6);
    CHECK(text != NULL);
    memcpy(text, "hello", 6);
    text = wamcam_memory_resize(text, 100000);
    CHECK(text != NULL);
    CHECK_EQUAL_TEXT("hello", text);
    CHECK_EQUAL_INT(before + 100000, wamcam_memory_used());
    text = wamcam_memory_resize(text, 3);
    CHECK_EQUAL_BYTES("hel", text, 3);
    CHECK_EQUAL_INT(before + 3, wamcam_memory_used());
    wamcam_memory_free(text);
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static void the_peak_stays(void) {
    size_t size_bytes = wamcam_memory_peak() + 12345;
    void *big = wamcam_memory_take(size_bytes);
    size_t used = wamcam_memory_used();
    wamcam_memory_free(big);
    CHECK_EQUAL_INT(used, wamcam_memory_peak());
    CHECK(wamcam_memory_used() < wamcam_memory_peak());
}

static void an_impossible_size_is_refused(void) {
    size_t before = wamcam_memory_used();
    CHECK(wamcam_memory_take(SIZE_MAX - 3) == NULL);
    void *small = wamcam_memory_take(8);
    CHECK(wamcam_memory_resize(small, SIZE_MAX - 3) == NULL);
    CHECK_EQUAL_INT(before + 8, wamcam_memory_used());
    wamcam_memory_free(small);
    wamcam_memory_free(NULL);
}

static void *take_and_free(void *argument) {
    for (size_t i = 1; i < 2000; i++) {
        wamcam_memory_free(wamcam_memory_take(i));
    }
    return argument;
}

static void threads_do_not_lose_bytes(void) {
    size_t before = wamcam_memory_used();
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        CHECK_EQUAL_INT(0, pthread_create(&threads[i], NULL, take_and_free, NULL));
    }
    for (size_t i = 0; i < 4; i++) {
        CHECK_EQUAL_INT(0, pthread_join(threads[i], NULL));
    }
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static const struct check_test tests[] = {
    {"counts_exactly_and_gives_zeroed_memory", counts_exactly_and_gives_zeroed_memory},
    {"resize_keeps_the_content_and_the_count", resize_keeps_the_content_and_the_count},
    {"the_peak_stays", the_peak_stays},
    {"an_impossible_size_is_refused", an_impossible_size_is_refused},
    {"threads_do_not_lose_bytes", threads_do_not_lose_bytes},
};
CHECK_SUITE(memory, tests);
