#include "check.h"

#include "net/pace.h"

#define MS INT64_C(1000)

static struct wamcam_pace started(struct wamcam_pace_settings settings) {
    struct wamcam_pace pace;
    wamcam_pace_start(&pace, settings);
    return pace;
}

static void block_for(struct wamcam_pace *pace, int64_t *now_us, int64_t lasts_us) {
    wamcam_pace_blocked(pace, *now_us);
    *now_us += lasts_us;
    wamcam_pace_accepted(pace, 2048, *now_us);
}

static void starts_without_a_pause(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    CHECK_EQUAL_INT(2048, wamcam_pace_allowance(&pace, -5));
    wamcam_pace_accepted(&pace, 2048, 10 * MS);
    CHECK_EQUAL_INT(2048, wamcam_pace_allowance(&pace, 10 * MS));
}

static void doubles_after_each_long_block_up_to_the_bound(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    static const int64_t expected_ms[] = {5, 10, 20, 40, 80, 80};
    int64_t now_us = 0;
    for (size_t i = 0; i < sizeof expected_ms / sizeof expected_ms[0]; i++) {
        block_for(&pace, &now_us, 201 * MS);
        CHECK_EQUAL_INT(now_us + expected_ms[i] * MS, wamcam_pace_next_us(&pace));
    }
    CHECK_EQUAL_INT(6, pace.block_count);
    CHECK_EQUAL_INT(201 * MS, pace.longest_block_us);
}

static void a_block_of_200_ms_changes_nothing(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    int64_t now_us = 0;
    block_for(&pace, &now_us, 200 * MS);
    CHECK_EQUAL_INT(now_us, wamcam_pace_next_us(&pace));
}

static void repeated_reports_are_one_block(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    for (int64_t now_us = 0; now_us <= 300 * MS; now_us += MS) {
        wamcam_pace_blocked(&pace, now_us);
    }
    CHECK_EQUAL_INT(1, pace.block_count);
    CHECK_EQUAL_INT(300 * MS, pace.longest_block_us);
    wamcam_pace_accepted(&pace, 1, 300 * MS);
    CHECK_EQUAL_INT(305 * MS, wamcam_pace_next_us(&pace));
}

static void shrinks_after_64_kib_without_a_long_block(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    int64_t now_us = 0;
    block_for(&pace, &now_us, 300 * MS);
    block_for(&pace, &now_us, 300 * MS);
    CHECK_EQUAL_INT(now_us + 10 * MS, wamcam_pace_next_us(&pace));
    for (int i = 0; i < 31; i++) {
        wamcam_pace_accepted(&pace, 2048, now_us);
    }
    CHECK_EQUAL_INT(now_us + 10 * MS, wamcam_pace_next_us(&pace));
    wamcam_pace_accepted(&pace, 2048, now_us);
    CHECK_EQUAL_INT(now_us + 5 * MS, wamcam_pace_next_us(&pace));
    for (int i = 0; i < 32; i++) {
        wamcam_pace_accepted(&pace, 2048, now_us);
    }
    CHECK_EQUAL_INT(now_us, wamcam_pace_next_us(&pace));
}

static void a_fixed_pause_stays_whatever_happens(void) {
    struct wamcam_pace pace = started(wamcam_pace_fixed(2048, 20 * MS));
    struct check_random random = check_random_seed(3);
    int64_t now_us = 0;
    for (int i = 0; i < 1000; i++) {
        block_for(&pace, &now_us, (int64_t)check_random_below(&random, 400000));
        CHECK_EQUAL_INT(now_us + 20 * MS, wamcam_pace_next_us(&pace));
        CHECK_EQUAL_INT(0, wamcam_pace_allowance(&pace, now_us + 20 * MS - 1));
        CHECK_EQUAL_INT(2048, wamcam_pace_allowance(&pace, now_us + 20 * MS));
    }
}

/* One random life of a sender; returns the bytes it got through. */
static size_t live(struct wamcam_pace *pace, struct check_random *random, size_t total) {
    const struct wamcam_pace_settings *settings = &pace->settings;
    int64_t now_us = (int64_t)check_random_below(random, 1000000);
    size_t sent = 0;
    while (sent < total) {
        now_us += (int64_t)check_random_below(random, 90000);
        size_t allowed = wamcam_pace_allowance(pace, now_us);
        CHECK(allowed <= settings->chunk_bytes);
        CHECK((allowed == 0) == (now_us < wamcam_pace_next_us(pace)));
        if (allowed == 0) {
            continue;
        }
        while (check_random_below(random, 4) == 0) {
            wamcam_pace_blocked(pace, now_us);
            now_us += (int64_t)check_random_below(random, 150000);
        }
        size_t taken = 1 + check_random_below(random, allowed);
        taken = taken < total - sent ? taken : total - sent;
        wamcam_pace_accepted(pace, taken, now_us);
        sent += taken;
        int64_t pause_us = wamcam_pace_next_us(pace) - now_us;
        CHECK(pause_us >= settings->pause_us_min && pause_us <= settings->pause_us_max);
    }
    return sent;
}

static void random_lives_stay_within_bounds(void) {
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        struct check_random random = check_random_seed(seed);
        size_t chunk = 1 + check_random_below(&random, 4096);
        struct wamcam_pace_settings settings = wamcam_pace_adaptive(chunk);
        settings.pause_us_min = (int64_t)check_random_below(&random, 30000);
        settings.pause_us_max =
            settings.pause_us_min + (int64_t)check_random_below(&random, 100000);
        struct wamcam_pace pace = started(settings);
        size_t total = check_random_below(&random, 100 * chunk);
        CHECK_EQUAL_INT(total, live(&pace, &random, total));
    }
}

static const struct check_test tests[] = {
    {"starts_without_a_pause", starts_without_a_pause},
    {"doubles_after_each_long_block_up_to_the_bound",
     doubles_after_each_long_block_up_to_the_bound},
    {"a_block_of_200_ms_changes_nothing", a_block_of_200_ms_changes_nothing},
    {"repeated_reports_are_one_block", repeated_reports_are_one_block},
    {"shrinks_after_64_kib_without_a_long_block", shrinks_after_64_kib_without_a_long_block},
    {"a_fixed_pause_stays_whatever_happens", a_fixed_pause_stays_whatever_happens},
    {"random_lives_stay_within_bounds", random_lives_stay_within_bounds},
};
CHECK_SUITE(net_pace, tests);
