#include "check.h"

#include "net/pace.h"

#define MS INT64_C(1000)
#define SECOND INT64_C(1000000)

static struct wamcam_pace started(struct wamcam_pace_settings settings) {
    struct wamcam_pace pace;
    wamcam_pace_start(&pace, settings);
    return pace;
}

/* One chunk that the link takes after blocking for so long. */
static void block_for(struct wamcam_pace *pace, int64_t *now_us, int64_t lasts_us) {
    wamcam_pace_blocked(pace, *now_us);
    *now_us += lasts_us;
    wamcam_pace_accepted(pace, *now_us);
}

/* --- the rule, step by step ----------------------------------------------------------------- */

static void halves_the_pause_until_there_is_none(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    static const int64_t expected_us[] = {2500, 1250, 625, 312, 0, 0};
    int64_t now_us = 10 * MS;
    wamcam_pace_begin(&pace, now_us);
    for (size_t i = 0; i < sizeof expected_us / sizeof expected_us[0]; i++) {
        CHECK_EQUAL_INT(2048, wamcam_pace_allowance(&pace, now_us));
        wamcam_pace_accepted(&pace, now_us);
        CHECK_EQUAL_INT(now_us + expected_us[i], wamcam_pace_next_us(&pace));
        now_us += expected_us[i];
    }
}

static void an_eighth_less_after_the_first_block(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    int64_t now_us = 0;
    wamcam_pace_begin(&pace, now_us);
    block_for(&pace, &now_us, 27 * MS); /* (5 + 27 / 2) / 2 = 9.25 */
    CHECK_EQUAL_INT(now_us + 9250, wamcam_pace_next_us(&pace));
    now_us += 9250;
    wamcam_pace_accepted(&pace, now_us);
    CHECK_EQUAL_INT(now_us + 9250 - 9250 / 8, wamcam_pace_next_us(&pace));
}

static void goes_to_half_of_what_the_link_takes_for_a_chunk(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    int64_t now_us = 0;
    wamcam_pace_begin(&pace, now_us);
    for (int i = 0; i < 20; i++) {
        int64_t pause_us = pace.pause_us;
        now_us += pause_us;
        block_for(&pace, &now_us, 40 * MS - pause_us);
    }
    CHECK(pace.pause_us > 19 * MS && pace.pause_us <= 20 * MS);
}

static void doubles_after_each_stall_up_to_the_bound(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    static const int64_t expected_ms[] = {10, 20, 40, 80, 80};
    int64_t now_us = 0;
    for (size_t i = 0; i < sizeof expected_ms / sizeof expected_ms[0]; i++) {
        block_for(&pace, &now_us, 201 * MS);
        CHECK_EQUAL_INT(now_us + expected_ms[i] * MS, wamcam_pace_next_us(&pace));
    }
    CHECK_EQUAL_INT(5, pace.block_count);
    CHECK_EQUAL_INT(201 * MS, pace.longest_block_us);
}

static void repeated_reports_are_one_block(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    for (int64_t now_us = 0; now_us <= 300 * MS; now_us += MS) {
        wamcam_pace_blocked(&pace, now_us);
    }
    CHECK_EQUAL_INT(1, pace.block_count);
    CHECK_EQUAL_INT(300 * MS, pace.longest_block_us);
    wamcam_pace_accepted(&pace, 300 * MS);
    CHECK_EQUAL_INT(310 * MS, wamcam_pace_next_us(&pace));
}

static void broken_connections_double_the_first_pause_of_the_next(void) {
    static const int64_t expected_ms[] = {10, 20, 40, 80, 80};
    int64_t left_us = 0;
    for (size_t i = 0; i < sizeof expected_ms / sizeof expected_ms[0]; i++) {
        struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
        if (i > 0) {
            wamcam_pace_resume(&pace, left_us);
        }
        CHECK_EQUAL_INT(pace.pause_us, wamcam_pace_after(&pace, false));
        left_us = wamcam_pace_after(&pace, true);
        CHECK_EQUAL_INT(expected_ms[i] * MS, left_us);
    }
}

static void a_fixed_pause_comes_before_each_chunk_whatever_happens(void) {
    struct wamcam_pace pace = started(wamcam_pace_fixed(2048, 20 * MS));
    struct check_random random = check_random_seed(3);
    int64_t now_us = 0;
    for (int i = 0; i < 1000; i++) {
        wamcam_pace_begin(&pace, now_us);
        CHECK_EQUAL_INT(0, wamcam_pace_allowance(&pace, now_us + 20 * MS - 1));
        CHECK_EQUAL_INT(2048, wamcam_pace_allowance(&pace, now_us + 20 * MS));
        now_us += 20 * MS;
        block_for(&pace, &now_us, (int64_t)check_random_below(&random, 400000));
        CHECK_EQUAL_INT(now_us + 20 * MS, wamcam_pace_next_us(&pace));
        CHECK_EQUAL_INT(20 * MS, wamcam_pace_after(&pace, true));
    }
}

static void without_bounds_above_zero_there_is_no_pause(void) {
    struct wamcam_pace pace = started(wamcam_pace_fixed(2048, 0));
    int64_t now_us = 0;
    for (int i = 0; i < 100; i++) {
        wamcam_pace_begin(&pace, now_us);
        CHECK_EQUAL_INT(2048, wamcam_pace_allowance(&pace, now_us));
        block_for(&pace, &now_us, 250 * MS);
    }
}

/* --- on simulated links --------------------------------------------------------------------- */

/* A buffer that a link of a certain rate empties; it stands still now and then. */
struct link {
    int64_t bytes_per_s;
    int64_t buffer_bytes;
    int64_t filled_bytes_us; /* bytes in it, times a second in microseconds: no rounding */
    int64_t now_us;
    int64_t stalled_until_us;
    struct check_random random;
    int64_t stall_mean_us; /* 0: never stalls */
    int64_t next_stall_us;
    int64_t stall_count;
};

static void plan_stall(struct link *link) {
    int64_t spread_us = 2 * link->stall_mean_us;
    link->next_stall_us = spread_us == 0
                              ? INT64_MAX
                              : link->stalled_until_us + 1 +
                                    (int64_t)check_random_below(&link->random, (size_t)spread_us);
}

static void link_start(struct link *link, uint64_t seed, int64_t stall_mean_us) {
    *link = (struct link){.random = check_random_seed(seed), .stall_mean_us = stall_mean_us};
    plan_stall(link);
}

/* The link runs on to a moment. */
static void link_run_to(struct link *link, int64_t until_us) {
    while (link->now_us < until_us) {
        int64_t next_us = until_us < link->next_stall_us ? until_us : link->next_stall_us;
        if (link->now_us >= link->stalled_until_us) {
            int64_t drained = (next_us - link->now_us) * link->bytes_per_s;
            link->filled_bytes_us -=
                drained < link->filled_bytes_us ? drained : link->filled_bytes_us;
        } else if (next_us > link->stalled_until_us) {
            next_us = link->stalled_until_us;
        }
        link->now_us = next_us;
        if (link->now_us == link->next_stall_us) {
            link->stalled_until_us = link->now_us + 2 * SECOND;
            link->stall_count++;
            plan_stall(link);
        }
    }
}

static int64_t link_room(const struct link *link) {
    return link->buffer_bytes - (link->filled_bytes_us + SECOND - 1) / SECOND;
}

/* One chunk as TLS sends it: part by part, told as blocked until the last byte is in. */
static void send_chunk(struct link *link, struct wamcam_pace *pace, int64_t bytes) {
    while (bytes > 0) {
        int64_t room = link_room(link);
        int64_t part = room < bytes ? room : bytes;
        link->filled_bytes_us += part * SECOND;
        bytes -= part;
        if (bytes > 0) {
            wamcam_pace_blocked(pace, link->now_us);
            link_run_to(link, link->now_us + 1 + (int64_t)check_random_below(&link->random, 400));
        }
    }
    wamcam_pace_accepted(pace, link->now_us);
}

static void check_bounds(const struct wamcam_pace *pace, int64_t now_us) {
    const struct wamcam_pace_settings *settings = &pace->settings;
    CHECK(pace->pause_us >= settings->pause_us_min && pace->pause_us <= settings->pause_us_max);
    CHECK(wamcam_pace_next_us(pace) <= now_us + settings->pause_us_max);
    CHECK(wamcam_pace_allowance(pace, wamcam_pace_next_us(pace)) == settings->chunk_bytes);
    CHECK(wamcam_pace_allowance(pace, wamcam_pace_next_us(pace) - 1) == 0);
}

/* Send so much; returns the time until the link has moved it all on. */
static int64_t send_all(struct link *link, struct wamcam_pace *pace, int64_t bytes) {
    int64_t started_us = link->now_us;
    wamcam_pace_begin(pace, link->now_us);
    while (bytes > 0) {
        int64_t allowed = (int64_t)wamcam_pace_allowance(pace, link->now_us);
        if (allowed == 0) {
            link_run_to(link, wamcam_pace_next_us(pace));
            continue;
        }
        int64_t chunk = allowed < bytes ? allowed : bytes;
        send_chunk(link, pace, chunk);
        bytes -= chunk;
        check_bounds(pace, link->now_us);
    }
    while (link->filled_bytes_us > 0) {
        link_run_to(link, link->now_us + 100);
    }
    return link->now_us - started_us;
}

static int64_t at_random(struct check_random *random, int64_t least, int64_t most) {
    return least + (int64_t)check_random_below(random, (size_t)(most - least + 1));
}

/* From modems to local networks, with buffers from a chunk on (lwIP has two by default). */
static void draw_link(struct link *link, size_t chunk_bytes) {
    static const int64_t rates[] = {4000, 16000, 64000, 500000, 3000000, 20000000};
    link->bytes_per_s = rates[check_random_below(&link->random, 6)];
    link->buffer_bytes = at_random(&link->random, (int64_t)chunk_bytes, 65536);
}

static void any_steady_link_is_used_to_the_full(void) {
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct link link;
        link_start(&link, seed, 0);
        size_t chunk_bytes = (size_t)at_random(&link.random, 512, 4096);
        draw_link(&link, chunk_bytes);
        struct wamcam_pace pace = started(wamcam_pace_adaptive(chunk_bytes));
        int64_t bytes = at_random(&link.random, 20000, 200000);
        /* What the search for the rate costs where the link is faster than its beginning. */
        int64_t search_us = 2 * WAMCAM_PACE_FIRST_PAUSE_US;
        int64_t ideal_us = bytes * SECOND / link.bytes_per_s;
        CHECK(send_all(&link, &pace, bytes) <= ideal_us + ideal_us / 50 + search_us + 500);
    }
}

static void a_link_that_gets_faster_is_used_to_the_full_again(void) {
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct link link;
        link_start(&link, seed, 0);
        draw_link(&link, 4096);
        link.bytes_per_s = 4000;
        struct wamcam_pace pace = started(wamcam_pace_adaptive(4096));
        (void)send_all(&link, &pace, 40000);
        link.bytes_per_s = 500000;
        (void)send_all(&link, &pace, 200000); /* 49 chunks to find it out */
        int64_t again_us = send_all(&link, &pace, 200000);
        CHECK(again_us <= 400 * MS + 20 * MS);
    }
}

static void a_slow_link_gets_a_rest_after_each_chunk(void) {
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct link link;
        link_start(&link, seed, 0);
        draw_link(&link, 4096);
        link.bytes_per_s = 64000; /* 64 ms for a chunk */
        struct wamcam_pace pace = started(wamcam_pace_adaptive(4096));
        (void)send_all(&link, &pace, 200000);
        CHECK(pace.pause_us > 25 * MS && pace.pause_us < 35 * MS);
    }
}

static void stalls_cost_hardly_more_than_they_last(void) {
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct link link;
        link_start(&link, seed, 3 * SECOND);
        draw_link(&link, 4096);
        struct wamcam_pace pace = started(wamcam_pace_adaptive(4096));
        int64_t bytes = at_random(&link.random, 20000, 400000);
        int64_t ideal_us = bytes * SECOND / link.bytes_per_s;
        int64_t lasts_us = send_all(&link, &pace, bytes);
        int64_t most_us = ideal_us + ideal_us / 20 + 12 * MS;
        /* A doubled pause on a fast link, until it has shrunk again by eighths. */
        int64_t per_stall_us = 2 * SECOND + 8 * WAMCAM_PACE_PAUSE_US_MAX;
        CHECK(lasts_us <= most_us + link.stall_count * per_stall_us);
    }
}

static void any_settings_bring_all_bytes_over(void) {
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct link link;
        link_start(&link, seed, (int64_t)(seed % 3) * SECOND);
        size_t chunk_bytes = (size_t)at_random(&link.random, 1, 4096);
        draw_link(&link, chunk_bytes);
        struct wamcam_pace_settings settings = wamcam_pace_adaptive(chunk_bytes);
        settings.pause_us_min = at_random(&link.random, 0, 30000);
        settings.pause_us_max = settings.pause_us_min + at_random(&link.random, 0, 100000);
        struct wamcam_pace pace = started(settings);
        int64_t bytes = at_random(&link.random, 1, 50 * (int64_t)chunk_bytes);
        int64_t chunks = 1 + bytes / (int64_t)chunk_bytes;
        int64_t most_us =
            bytes * SECOND / link.bytes_per_s + (chunks + 1) * (settings.pause_us_max + 1000);
        int64_t lasts_us = send_all(&link, &pace, bytes);
        CHECK(lasts_us <= most_us + link.stall_count * 2 * SECOND);
        CHECK(lasts_us >= (chunks - 2) * settings.pause_us_min);
    }
}

static void new_settings_count_at_once(void) {
    struct wamcam_pace pace = started(wamcam_pace_adaptive(2048));
    wamcam_pace_set(&pace, wamcam_pace_fixed(1000, 20 * MS));
    wamcam_pace_begin(&pace, 0);
    CHECK_EQUAL_INT(20 * MS, wamcam_pace_next_us(&pace));
    CHECK_EQUAL_INT(1000, wamcam_pace_allowance(&pace, 20 * MS));
    wamcam_pace_set(&pace, wamcam_pace_adaptive(500));
    CHECK_EQUAL_INT(20 * MS, pace.pause_us);
    CHECK_EQUAL_INT(500, wamcam_pace_allowance(&pace, 20 * MS));
}

static const struct check_test tests[] = {
    {"halves_the_pause_until_there_is_none", halves_the_pause_until_there_is_none},
    {"an_eighth_less_after_the_first_block", an_eighth_less_after_the_first_block},
    {"goes_to_half_of_what_the_link_takes_for_a_chunk",
     goes_to_half_of_what_the_link_takes_for_a_chunk},
    {"doubles_after_each_stall_up_to_the_bound", doubles_after_each_stall_up_to_the_bound},
    {"repeated_reports_are_one_block", repeated_reports_are_one_block},
    {"broken_connections_double_the_first_pause_of_the_next",
     broken_connections_double_the_first_pause_of_the_next},
    {"a_fixed_pause_comes_before_each_chunk_whatever_happens",
     a_fixed_pause_comes_before_each_chunk_whatever_happens},
    {"without_bounds_above_zero_there_is_no_pause", without_bounds_above_zero_there_is_no_pause},
    {"any_steady_link_is_used_to_the_full", any_steady_link_is_used_to_the_full},
    {"a_link_that_gets_faster_is_used_to_the_full_again",
     a_link_that_gets_faster_is_used_to_the_full_again},
    {"a_slow_link_gets_a_rest_after_each_chunk", a_slow_link_gets_a_rest_after_each_chunk},
    {"stalls_cost_hardly_more_than_they_last", stalls_cost_hardly_more_than_they_last},
    {"any_settings_bring_all_bytes_over", any_settings_bring_all_bytes_over},
    {"new_settings_count_at_once", new_settings_count_at_once},
};
CHECK_SUITE(net_pace, tests);
