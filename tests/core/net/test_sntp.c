/* What is made of a time server's answers. */
#include "check.h"

#include <string.h>

#include "sntp_scene.h"

/* How long silence on the loopback must last to be believed. */
#define SILENCE_MS 20

/* --- answers -------------------------------------------------------------------------------- */

static void an_answer_is_measured_on_the_uptime(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    sntp_scene_check_runs(&scene);
    sntp_scene_hear(&scene);
    CHECK_EQUAL_INT(0x23, scene.server.question[0]);
    scene.rig.now_us += 80000; /* there and back */
    sntp_scene_answer(&scene);
    struct wamcam_sntp_result result = sntp_scene_result(&scene);
    CHECK_EQUAL_INT(80000, result.round_trip_us);
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 1040000, result.utc_minus_uptime_us);
    sntp_scene_finish(&scene);
}

static void the_time_in_the_server_is_no_time_on_the_way(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    scene.rig.now_us += 80000;
    struct ntp_answer answer = time_server_answer(&scene.server, SNTP_SCENE_UTC_US);
    struct ntp_answer later = time_server_answer(&scene.server, SNTP_SCENE_UTC_US + 50000);
    memcpy(answer.bytes + NTP_TRANSMIT, later.bytes + NTP_TRANSMIT, 8);
    time_server_send(&scene.server, answer.bytes, sizeof answer.bytes);
    CHECK(sntp_scene_advance(&scene));
    struct wamcam_sntp_result result = sntp_scene_result(&scene);
    CHECK_EQUAL_INT(30000, result.round_trip_us);
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US + 25000 - 1040000, result.utc_minus_uptime_us);
    sntp_scene_finish(&scene);
}

/* The world of a sped-up board runs as fast as its uptime. */
static void a_fast_board_is_told_its_own_time(void) {
    struct sntp_scene scene;
    sntp_scene_prepare(&scene);
    sntp_scene_add_address(scene.server.port);
    scene.rig.speed = 600;
    sntp_scene_ask(&scene);
    sntp_scene_hear(&scene);
    scene.rig.now_us += 1000;
    sntp_scene_answer(&scene);
    struct wamcam_sntp_result result = sntp_scene_result(&scene);
    CHECK_EQUAL_INT(600000, result.round_trip_us);
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 600 * 1000500, result.utc_minus_uptime_us);
    sntp_scene_finish(&scene);
}

static void a_longer_answer_is_read_as_far_as_it_is_known(void) {
    struct sntp_scene scene;
    uint8_t bytes[WAMCAM_NTP_PACKET_BYTES + 20] = {0};
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    struct ntp_answer answer = time_server_answer(&scene.server, SNTP_SCENE_UTC_US);
    memcpy(bytes, answer.bytes, sizeof answer.bytes);
    time_server_send(&scene.server, bytes, sizeof bytes);
    CHECK(sntp_scene_advance(&scene));
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 1000000, sntp_scene_result(&scene).utc_minus_uptime_us);
    sntp_scene_finish(&scene);
}

static void questions_have_ports_and_nonces_of_their_own(void) {
    struct sntp_scene scene;
    uint8_t nonce[WAMCAM_NTP_NONCE_BYTES];
    sntp_scene_prepare(&scene);
    sntp_scene_add_address(scene.server.port);
    for (int round = 0; round < 2; round++) {
        struct check_random random = scene.rig.random; /* what the board is going to give */
        size_t port = check_random_below(&random, 256) << 8;
        port = 49152 + (port | check_random_below(&random, 256)) % 16384;
        for (size_t i = 0; i < sizeof nonce; i++) {
            nonce[i] = (uint8_t)check_random_below(&random, 256);
        }
        sntp_scene_ask(&scene);
        sntp_scene_hear(&scene);
        CHECK_EQUAL_INT(port, ntohs(scene.server.client.sin_port));
        CHECK_EQUAL_BYTES(nonce, scene.server.question + NTP_TRANSMIT, sizeof nonce);
        sntp_scene_answer(&scene);
        CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 1000000, sntp_scene_result(&scene).utc_minus_uptime_us);
        CHECK_EQUAL_INT(scene.free_descriptor, sntp_scene_free_descriptor());
        wamcam_sntp_question_close(scene.question);
    }
    CHECK_EQUAL_INT(2, scene.server.questions);
    time_server_stop(&scene.server);
    test_rig_stop(&scene.rig);
}

/* --- what is no answer ---------------------------------------------------------------------- */

static void strangers_are_not_heard(void) {
    struct sntp_scene scene;
    struct time_server stranger;
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    time_server_start(&stranger);
    stranger.client = scene.server.client;
    struct ntp_answer lie = time_server_answer(&scene.server, SNTP_SCENE_UTC_US + 3600000000);
    time_server_send(&stranger, lie.bytes, sizeof lie.bytes);
    struct wamcam_wait_socket wanted;
    (void)wamcam_sntp_question_wait(scene.question, &wanted);
    CHECK(!sntp_scene_readable(wanted.descriptor, SILENCE_MS));
    CHECK(!wamcam_sntp_question_advance(scene.question));
    sntp_scene_check_runs(&scene);
    sntp_scene_answer(&scene);
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 1000000, sntp_scene_result(&scene).utc_minus_uptime_us);
    time_server_stop(&stranger);
    sntp_scene_finish(&scene);
}

/* An answer from the right address to a question that was not asked, and other rubbish. */
static void forgeries_and_rubbish_are_passed_over(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    struct ntp_answer lie = time_server_answer(&scene.server, SNTP_SCENE_UTC_US + 3600000000);
    lie.bytes[NTP_ORIGINATE + 7] ^= 1;
    for (size_t length = 0; length <= sizeof lie.bytes; length += 12) {
        time_server_send(&scene.server, lie.bytes, length);
        CHECK(!sntp_scene_advance(&scene));
        sntp_scene_check_runs(&scene);
    }
    sntp_scene_answer(&scene);
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 1000000, sntp_scene_result(&scene).utc_minus_uptime_us);
    sntp_scene_finish(&scene);
}

static void a_flood_holds_up_nobody(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    for (int i = 0; i < 100; i++) {
        time_server_send(&scene.server, "rubbish", 7);
    }
    struct ntp_answer answer = time_server_answer(&scene.server, SNTP_SCENE_UTC_US);
    time_server_send(&scene.server, answer.bytes, sizeof answer.bytes);
    int advances = 0;
    while (!sntp_scene_advance(&scene)) {
        advances++;
    }
    CHECK(advances >= 10);
    CHECK_EQUAL_INT(SNTP_SCENE_UTC_US - 1000000, sntp_scene_result(&scene).utc_minus_uptime_us);
    sntp_scene_finish(&scene);
}

/* --- answers that are refused --------------------------------------------------------------- */

static void servers_are_refused_with_a_reason(void) {
    static const struct {
        size_t at;
        uint8_t value;
        int error;
        const char *sentence;
    } cases[] = {
        {0, 0xe4, WAMCAM_PROTOCOL, "time.wamcam.test does not know the time itself."},
        {NTP_STRATUM, 16, WAMCAM_PROTOCOL, "time.wamcam.test does not know the time itself."},
        {NTP_STRATUM, 0, WAMCAM_PROTOCOL, "time.wamcam.test does not tell the time now."},
        {0, 0x25, WAMCAM_PROTOCOL, "time.wamcam.test answered, but not as a time server does."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sntp_scene scene;
        sntp_scene_start(&scene);
        sntp_scene_hear(&scene);
        struct ntp_answer answer = time_server_answer(&scene.server, SNTP_SCENE_UTC_US);
        answer.bytes[cases[i].at] = cases[i].value;
        time_server_send(&scene.server, answer.bytes, sizeof answer.bytes);
        CHECK(sntp_scene_advance(&scene));
        sntp_scene_check_failed(&scene, cases[i].error, cases[i].sentence);
        sntp_scene_finish(&scene);
    }
}

static void a_kiss_of_death_is_handed_on(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    struct ntp_answer answer = time_server_answer(&scene.server, SNTP_SCENE_UTC_US);
    answer.bytes[NTP_STRATUM] = 0;
    memcpy(answer.bytes + NTP_REFERENCE_ID, "RATE", 4);
    time_server_send(&scene.server, answer.bytes, sizeof answer.bytes);
    CHECK(sntp_scene_advance(&scene));
    sntp_scene_check_failed(&scene, WAMCAM_BUSY, "time.wamcam.test is asked too often.");
    sntp_scene_finish(&scene);
}

static void a_server_cannot_have_taken_longer_than_all(void) {
    struct sntp_scene scene;
    sntp_scene_start(&scene);
    sntp_scene_hear(&scene);
    struct ntp_answer answer = time_server_answer(&scene.server, SNTP_SCENE_UTC_US);
    struct ntp_answer later = time_server_answer(&scene.server, SNTP_SCENE_UTC_US + 1100000);
    memcpy(answer.bytes + NTP_TRANSMIT, later.bytes + NTP_TRANSMIT, 8);
    time_server_send(&scene.server, answer.bytes, sizeof answer.bytes);
    CHECK(sntp_scene_advance(&scene));
    sntp_scene_check_failed(&scene, WAMCAM_PROTOCOL,
                            "time.wamcam.test says that it took longer than the whole answer.");
    sntp_scene_finish(&scene);
}

static const struct check_test tests[] = {
    {"an_answer_is_measured_on_the_uptime", an_answer_is_measured_on_the_uptime},
    {"the_time_in_the_server_is_no_time_on_the_way", the_time_in_the_server_is_no_time_on_the_way},
    {"a_fast_board_is_told_its_own_time", a_fast_board_is_told_its_own_time},
    {"a_longer_answer_is_read_as_far_as_it_is_known",
     a_longer_answer_is_read_as_far_as_it_is_known},
    {"questions_have_ports_and_nonces_of_their_own", questions_have_ports_and_nonces_of_their_own},
    {"strangers_are_not_heard", strangers_are_not_heard},
    {"forgeries_and_rubbish_are_passed_over", forgeries_and_rubbish_are_passed_over},
    {"a_flood_holds_up_nobody", a_flood_holds_up_nobody},
    {"servers_are_refused_with_a_reason", servers_are_refused_with_a_reason},
    {"a_kiss_of_death_is_handed_on", a_kiss_of_death_is_handed_on},
    {"a_server_cannot_have_taken_longer_than_all", a_server_cannot_have_taken_longer_than_all},
};
CHECK_SUITE(net_sntp, tests);
