/* Questions to a time server that bring no answer, or cannot be asked. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "memory_failing.h"
#include "net/route.h"
#include "sntp_scene.h"

/* --- no answer ------------------------------------------------------------------------------ */

static void silence_ends_in_real_time(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    struct wamcam_wait_socket wanted;
    int64_t until_us = wamcam_sntp_question_wait(scene.question, &wanted);
    CHECK_EQUAL_INT(scene.rig.now_us + WAMCAM_SNTP_ATTEMPT_MS * 1000, until_us);
    scene.rig.now_us = until_us - 1;
    CHECK(!wamcam_sntp_question_advance(scene.question));
    sntp_scene_check_runs(&scene);
    scene.rig.now_us = until_us;
    CHECK(wamcam_sntp_question_advance(scene.question));
    sntp_scene_check_failed(&scene, WAMCAM_TIMED_OUT, "time.wamcam.test did not answer.");
    sntp_scene_finish(&scene);
}

static void the_next_address_is_asked_after_silence(void) {
    struct sntp_scene scene;
    struct time_server silent;
    sntp_scene_prepare(&scene);
    time_server_start(&silent);
    sntp_scene_add_address(silent.port);
    sntp_scene_add_address(scene.server.port);
    sntp_scene_ask(&scene);
    CHECK(sntp_scene_readable(silent.descriptor, SNTP_SCENE_LIFE_MS) && time_server_hears(&silent));
    scene.rig.now_us += WAMCAM_SNTP_ATTEMPT_MS * 1000;
    CHECK(!wamcam_sntp_question_advance(scene.question));
    sntp_scene_hear(&scene);
    CHECK(memcmp(silent.question, scene.server.question, sizeof silent.question) != 0);
    sntp_scene_answer(&scene);
    CHECK_EQUAL_INT(0, sntp_scene_result(&scene).round_trip_us);
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 4000000, sntp_scene_result(&scene).utc_minus_uptime_us);
    sntp_scene_finish(&scene);
    time_server_stop(&silent);
}

static void eight_silent_addresses_do_not_outlast_the_limit(void) {
    struct sntp_scene scene;
    sntp_scene_prepare(&scene);
    for (int i = 0; i < WAMCAM_ADDRESSES_MAX; i++) {
        sntp_scene_add_address(scene.server.port);
    }
    int64_t began_at_us = scene.rig.now_us;
    sntp_scene_ask(&scene);
    struct wamcam_wait_socket wanted;
    do {
        scene.rig.now_us = wamcam_sntp_question_wait(scene.question, &wanted);
    } while (!wamcam_sntp_question_advance(scene.question));
    CHECK_EQUAL_INT(began_at_us + SNTP_SCENE_LIMIT_MS * 1000, scene.rig.now_us);
    sntp_scene_check_failed(&scene, WAMCAM_TIMED_OUT, "time.wamcam.test did not answer.");
    sntp_scene_finish(&scene);
}

static void a_refusal_is_told(void) {
    struct sntp_scene scene;
    sntp_scene_prepare(&scene);
    sntp_scene_add_address(scene.server.port);
    close(scene.server.descriptor);
    scene.server.descriptor = sntp_scene_free_descriptor(); /* keeps the numbering of descriptors */
    CHECK_EQUAL_INT(scene.server.descriptor, open("/dev/null", O_RDONLY));
    sntp_scene_ask(&scene);
    CHECK(sntp_scene_advance(&scene));
    sntp_scene_check_failed(&scene, WAMCAM_CONNECTION_REFUSED,
                            "No time server is at time.wamcam.test.");
    sntp_scene_finish(&scene);
}

static void an_unknown_name_is_told(void) {
    struct sntp_scene scene;
    int error = 0;
    sntp_scene_prepare(&scene);
    scene.question = wamcam_sntp_question_start(&scene.rig.board, sntp_scene_lookup,
                                                "nowhere.invalid", SNTP_SCENE_LIMIT_MS, &error);
    CHECK(test_rig_wait_for_wake(&scene.rig));
    CHECK(wamcam_sntp_question_advance(scene.question));
    sntp_scene_check_failed(&scene, WAMCAM_NAME_UNKNOWN,
                            "No address was found for the name nowhere.invalid.");
    wamcam_sntp_question_close(scene.question);
    time_server_stop(&scene.server);
    test_rig_stop(&scene.rig);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static int slow_lookup(const char *host, uint16_t port, struct wamcam_addresses *out) {
    (void)host;
    (void)port;
    (void)out;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return WAMCAM_NAME_UNKNOWN;
}

static void a_slow_lookup_is_given_up(void) {
    struct sntp_scene scene;
    int error = 0;
    test_rig_start_board(&scene.rig);
    scene.memory_before = wamcam_memory_used();
    pthread_mutex_lock(&gate);
    scene.question =
        wamcam_sntp_question_start(&scene.rig.board, slow_lookup, "slow.test", 0, &error);
    struct wamcam_wait_socket wanted;
    int64_t until_us = wamcam_sntp_question_wait(scene.question, &wanted);
    CHECK_EQUAL_INT(scene.rig.now_us + TEST_OPEN_MS * INT64_C(1000), until_us);
    CHECK_EQUAL_INT(-1, wanted.descriptor);
    CHECK(!wamcam_sntp_question_advance(scene.question));
    scene.rig.now_us = until_us;
    CHECK(wamcam_sntp_question_advance(scene.question));
    sntp_scene_check_failed(&scene, WAMCAM_TIMED_OUT,
                            "Nobody told in time the address of slow.test.");
    wamcam_sntp_question_close(scene.question);
    pthread_mutex_unlock(&gate);
    while (wamcam_memory_used() != scene.memory_before) {
        sched_yield();
    }
    test_rig_stop(&scene.rig);
}

static void a_question_can_be_given_up(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    CHECK(scene.free_descriptor != sntp_scene_free_descriptor());
    wamcam_sntp_question_close(scene.question);
    CHECK_EQUAL_INT(scene.free_descriptor, sntp_scene_free_descriptor());
    CHECK_EQUAL_INT(scene.memory_before, wamcam_memory_used());
    time_server_stop(&scene.server);
    test_rig_stop(&scene.rig);
}

/* --- questions that are not even begun ------------------------------------------------------- */

static void check_not_begun(struct test_rig *rig, const char *host, int32_t limit_ms,
                            int expected) {
    int error = 0;
    size_t before = wamcam_memory_used();
    CHECK(wamcam_sntp_question_start(&rig->board, sntp_scene_lookup, host, limit_ms, &error) ==
          NULL);
    CHECK_EQUAL_INT(expected, error);
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static void bad_questions_are_refused(void) {
    struct test_rig rig;
    char long_name[WAMCAM_HOST_SIZE + 1];
    memset(long_name, 'a', sizeof long_name);
    long_name[WAMCAM_HOST_SIZE] = '\0';
    test_rig_start_board(&rig);
    check_not_begun(&rig, "", SNTP_SCENE_LIMIT_MS, WAMCAM_INVALID);
    check_not_begun(&rig, "time test", SNTP_SCENE_LIMIT_MS, WAMCAM_INVALID);
    check_not_begun(&rig, "time.test", -1, WAMCAM_INVALID);
    check_not_begun(&rig, long_name, SNTP_SCENE_LIMIT_MS, WAMCAM_NAME_TOO_LONG);
    rig.route = true; /* to port 0, which this board takes as: not allowed */
    check_not_begun(&rig, "time.test", SNTP_SCENE_LIMIT_MS, WAMCAM_ACCESS);
    test_rig_stop(&rig);
}

static void a_question_goes_where_the_board_leads_it(void) {
    struct sntp_scene scene;
    int error = 0;
    sntp_scene_prepare(&scene);
    scene.rig.route = true;
    scene.rig.route_port = scene.server.port;
    scene.question = wamcam_sntp_question_start(&scene.rig.board, wamcam_lookup_system,
                                                "pool.ntp.org", SNTP_SCENE_LIMIT_MS, &error);
    CHECK(test_rig_wait_for_wake(&scene.rig));
    CHECK(!wamcam_sntp_question_advance(scene.question));
    sntp_scene_hear(&scene);
    struct ntp_answer answer = time_server_answer(&scene.server, SNTP_SCENE_UTC_US);
    answer.bytes[NTP_STRATUM] = 16;
    time_server_send(&scene.server, answer.bytes, sizeof answer.bytes);
    CHECK(sntp_scene_advance(&scene));
    CHECK_CONTAINS("pool.ntp.org (by way of 127.0.0.1:",
                   wamcam_sntp_question_describe(scene.question));
    wamcam_sntp_question_close(scene.question);
    time_server_stop(&scene.server);
    test_rig_stop(&scene.rig);
}

static void every_allocation_may_fail(void) {
    struct test_rig rig;
    test_rig_start_board(&rig);
    size_t before = wamcam_memory_used();
    size_t successes = 0;
    for (; successes < 10; successes++) {
        int error = 0;
        memory_failing_arm(successes);
        struct wamcam_sntp_question *question = wamcam_sntp_question_start(
            &rig.board, wamcam_lookup_system, "127.0.0.1", SNTP_SCENE_LIMIT_MS, &error);
        bool failed = memory_failing_disarm();
        CHECK_EQUAL_INT(failed, question == NULL);
        CHECK_EQUAL_INT(failed ? WAMCAM_NO_MEMORY : 0, error);
        if (!failed) {
            CHECK(test_rig_wait_for_wake(&rig));
            wamcam_sntp_question_close(question);
            break;
        }
        CHECK_EQUAL_INT(before, wamcam_memory_used());
    }
    CHECK_EQUAL_INT(2, successes); /* the question and its lookup */
    test_rig_stop(&rig);
}

static const struct check_test tests[] = {
    {"silence_ends_in_real_time", silence_ends_in_real_time},
    {"the_next_address_is_asked_after_silence", the_next_address_is_asked_after_silence},
    {"eight_silent_addresses_do_not_outlast_the_limit",
     eight_silent_addresses_do_not_outlast_the_limit},
    {"a_refusal_is_told", a_refusal_is_told},
    {"an_unknown_name_is_told", an_unknown_name_is_told},
    {"a_slow_lookup_is_given_up", a_slow_lookup_is_given_up},
    {"a_question_can_be_given_up", a_question_can_be_given_up},
    {"bad_questions_are_refused", bad_questions_are_refused},
    {"a_question_goes_where_the_board_leads_it", a_question_goes_where_the_board_leads_it},
    {"every_allocation_may_fail", every_allocation_may_fail},
};
CHECK_SUITE(net_sntp_failure, tests);
