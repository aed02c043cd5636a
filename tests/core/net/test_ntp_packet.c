#include "check.h"

#include "net/ntp_packet.h"
#include "ntp_answer.h"
#include "wamcam/errors.h"

static const uint8_t nonce[WAMCAM_NTP_NONCE_BYTES] = {0xde, 0xad, 1, 2, 3, 4, 5, 6};

/* 2026-11-23T13:00:00Z */
#define SECONDS 4004427600u
#define UTC_S INT64_C(1795438800)

static struct ntp_answer good_answer(void) {
    struct ntp_answer answer = ntp_answer_to(nonce);
    ntp_put_time(&answer, NTP_RECEIVE, SECONDS, 0);
    ntp_put_time(&answer, NTP_TRANSMIT, SECONDS, 0x80000000);
    return answer;
}

static int judge(const struct ntp_answer *answer, struct wamcam_ntp_times *times,
                 const char **complaint) {
    return wamcam_ntp_judge(answer->bytes, sizeof answer->bytes, nonce, times, complaint);
}

static void check_refused(const struct ntp_answer *answer, int error, const char *part) {
    struct wamcam_ntp_times times;
    const char *complaint = NULL;
    CHECK_EQUAL_INT(error, judge(answer, &times, &complaint));
    CHECK_CONTAINS(part, complaint);
}

static void a_question_tells_nothing_but_its_nonce(void) {
    uint8_t packet[WAMCAM_NTP_PACKET_BYTES];
    uint8_t expected[WAMCAM_NTP_PACKET_BYTES] = {0x23};
    memcpy(expected + NTP_TRANSMIT, nonce, sizeof nonce);
    wamcam_ntp_question(nonce, packet);
    CHECK_EQUAL_BYTES(expected, packet, sizeof packet);
}

static void an_answer_tells_two_times(void) {
    struct ntp_answer answer = good_answer();
    struct wamcam_ntp_times times;
    const char *complaint = NULL;
    CHECK_EQUAL_INT(0, judge(&answer, &times, &complaint));
    CHECK_EQUAL_INT(UTC_S * 1000000, times.received_utc_us);
    CHECK_EQUAL_INT(UTC_S * 1000000 + 500000, times.sent_utc_us);
}

/* The table "Interesting Historic NTP Dates", RFC 5905 figure 4, and the second of the rollover. */
static void the_seconds_begin_anew_in_2036(void) {
    static const struct {
        uint32_t seconds;
        int64_t utc_s;
    } dates[] = {
        {2272060800u, 63072000},           /* 1972-01-01, first day of UTC */
        {3155587200u, 946598400},          /* 1999-12-31 */
        {0xffffffffu, 2085978495},         /* 2036-02-07T06:28:15Z, last second of era 0 */
        {1, 2085978497},                   /* 2036-02-07T06:28:17Z */
        {63104, 2086041600},               /* 2036-02-08, first day of era 1 */
        {0x7fffffffu, INT64_C(4233462143)} /* 2104-02-26 */
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        struct ntp_answer answer = good_answer();
        struct wamcam_ntp_times times;
        const char *complaint = NULL;
        ntp_put_time(&answer, NTP_RECEIVE, dates[i].seconds, 0);
        ntp_put_time(&answer, NTP_TRANSMIT, dates[i].seconds, 0xffffffff);
        CHECK_EQUAL_INT(0, judge(&answer, &times, &complaint));
        CHECK_EQUAL_INT(dates[i].utc_s * 1000000, times.received_utc_us);
        CHECK_EQUAL_INT(dates[i].utc_s * 1000000 + 999999, times.sent_utc_us);
    }
}

static void what_is_no_answer_to_the_question_is_passed_over(void) {
    struct wamcam_ntp_times times;
    const char *complaint = NULL;
    for (size_t length = 0; length < WAMCAM_NTP_PACKET_BYTES; length++) {
        struct ntp_answer answer = good_answer();
        CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK,
                        wamcam_ntp_judge(answer.bytes, length, nonce, &times, &complaint));
    }
    for (size_t bit = 0; bit < 64; bit++) {
        struct ntp_answer answer = good_answer();
        answer.bytes[NTP_ORIGINATE + bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, judge(&answer, &times, &complaint));
    }
}

static void only_a_server_is_believed(void) {
    for (uint8_t first = 0; first < 64; first++) {
        int version = first >> 3;
        int mode = first & 7;
        bool is_good = mode == 4 && version >= 1 && version <= 4;
        struct ntp_answer answer = good_answer();
        struct wamcam_ntp_times times;
        const char *complaint = NULL;
        answer.bytes[0] = first;
        CHECK_EQUAL_INT(is_good ? 0 : WAMCAM_PROTOCOL, judge(&answer, &times, &complaint));
    }
}

static void a_server_without_the_time_is_refused(void) {
    struct ntp_answer answer = good_answer();
    answer.bytes[0] |= 0xc0;
    check_refused(&answer, WAMCAM_PROTOCOL, "does not know the time itself");
    for (int stratum = 0; stratum < 256; stratum++) {
        struct wamcam_ntp_times times;
        const char *complaint = NULL;
        answer = good_answer();
        answer.bytes[NTP_STRATUM] = (uint8_t)stratum;
        bool is_good = stratum >= 1 && stratum <= 15;
        CHECK_EQUAL_INT(is_good ? 0 : WAMCAM_PROTOCOL, judge(&answer, &times, &complaint));
    }
}

static void a_kiss_of_death_is_understood(void) {
    static const struct {
        const char *code;
        int error;
        const char *part;
    } kisses[] = {
        {"DENY", WAMCAM_ACCESS, "wants no questions"},
        {"RSTR", WAMCAM_ACCESS, "wants no questions"},
        {"RATE", WAMCAM_BUSY, "too often"},
        {"INIT", WAMCAM_PROTOCOL, "not tell the time"},
        {"\0\0\0", WAMCAM_PROTOCOL, "not tell the time"},
    };
    for (size_t i = 0; i < sizeof kisses / sizeof kisses[0]; i++) {
        struct ntp_answer answer = good_answer();
        answer.bytes[0] |= 0xc0; /* real ones have it */
        answer.bytes[NTP_STRATUM] = 0;
        memcpy(answer.bytes + NTP_REFERENCE_ID, kisses[i].code, 4);
        check_refused(&answer, kisses[i].error, kisses[i].part);
    }
}

static void a_rough_clock_is_refused(void) {
    static const size_t fields[] = {NTP_ROOT_DELAY, NTP_ROOT_DISPERSION};
    for (size_t i = 0; i < 2; i++) {
        struct ntp_answer answer = good_answer();
        struct wamcam_ntp_times times;
        const char *complaint = NULL;
        ntp_put_32(&answer, fields[i], 0xffff);
        CHECK_EQUAL_INT(0, judge(&answer, &times, &complaint));
        ntp_put_32(&answer, fields[i], 0x10000);
        check_refused(&answer, WAMCAM_PROTOCOL, "only roughly");
        ntp_put_32(&answer, fields[i], 0xffffff00); /* the delay is signed in RFC 4330 */
        check_refused(&answer, WAMCAM_PROTOCOL, "only roughly");
    }
}

static void an_answer_without_times_is_refused(void) {
    struct ntp_answer answer = good_answer();
    ntp_put_time(&answer, NTP_RECEIVE, 0, 0);
    check_refused(&answer, WAMCAM_PROTOCOL, "without a time");
    answer = good_answer();
    ntp_put_time(&answer, NTP_TRANSMIT, 0, 0);
    check_refused(&answer, WAMCAM_PROTOCOL, "without a time");
    answer = good_answer();
    ntp_put_time(&answer, NTP_RECEIVE, SECONDS, 0x81000000);
    check_refused(&answer, WAMCAM_PROTOCOL, "before it was asked");
}

/* Whatever comes: nothing is read outside, and what is believed has every mark of a good answer. */
static void nothing_else_is_believed(void) {
    struct check_random random = check_random_seed(5);
    int believed = 0;
    for (int round = 0; round < 200000; round++) {
        struct ntp_answer answer = good_answer();
        for (size_t changes = 1 + check_random_below(&random, 4); changes > 0; changes--) {
            size_t at = check_random_below(&random, sizeof answer.bytes);
            answer.bytes[at] = (uint8_t)check_random_below(&random, 256);
        }
        struct wamcam_ntp_times times;
        const char *complaint = NULL;
        int verdict = judge(&answer, &times, &complaint);
        const uint8_t *bytes = answer.bytes;
        if (verdict == 0) {
            believed++;
            CHECK_EQUAL_INT(4, bytes[0] & 7);
            CHECK(bytes[0] >> 6 != 3 && bytes[NTP_STRATUM] >= 1 && bytes[NTP_STRATUM] <= 15);
            CHECK(bytes[NTP_ROOT_DELAY] == 0 && bytes[NTP_ROOT_DELAY + 1] == 0);
            CHECK_EQUAL_BYTES(nonce, bytes + NTP_ORIGINATE, sizeof nonce);
            CHECK(times.received_utc_us <= times.sent_utc_us);
        } else {
            CHECK((complaint == NULL) == (verdict == WAMCAM_WOULD_BLOCK));
        }
    }
    CHECK(believed > 1000);
}

static const struct check_test tests[] = {
    {"a_question_tells_nothing_but_its_nonce", a_question_tells_nothing_but_its_nonce},
    {"an_answer_tells_two_times", an_answer_tells_two_times},
    {"the_seconds_begin_anew_in_2036", the_seconds_begin_anew_in_2036},
    {"what_is_no_answer_to_the_question_is_passed_over",
     what_is_no_answer_to_the_question_is_passed_over},
    {"only_a_server_is_believed", only_a_server_is_believed},
    {"a_server_without_the_time_is_refused", a_server_without_the_time_is_refused},
    {"a_kiss_of_death_is_understood", a_kiss_of_death_is_understood},
    {"a_rough_clock_is_refused", a_rough_clock_is_refused},
    {"an_answer_without_times_is_refused", an_answer_without_times_is_refused},
    {"nothing_else_is_believed", nothing_else_is_believed},
};
CHECK_SUITE(net_ntp_packet, tests);
