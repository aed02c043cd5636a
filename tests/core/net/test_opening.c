/* How connections begin, are refused and closed, and take up an earlier session. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "memory.h"
#include "rig.h"

static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

static bool has_answer(struct test_rig *rig, struct wamcam_connection *connection) {
    struct wamcam_connection_statistics statistics;
    wamcam_connection_statistics(connection, &statistics);
    return (size_t)statistics.received_bytes >= strlen(rig->server.manners.answer);
}

static void expect_not_opened(struct test_rig *rig, const char *host, uint16_t port, int error) {
    size_t before = wamcam_memory_used();
    int actual = 0;
    CHECK(wamcam_connection_open(&rig->board, host, port, &actual) == NULL);
    CHECK_EQUAL_INT(error, actual);
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static void bad_arguments_open_nothing(void) {
    struct test_rig rig;
    char long_name[300];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    test_rig_start_board(&rig);
    expect_not_opened(&rig, long_name, 443, WAMCAM_NAME_TOO_LONG);
    expect_not_opened(&rig, "", 443, WAMCAM_INVALID);
    expect_not_opened(&rig, "two words", 443, WAMCAM_INVALID);
    expect_not_opened(&rig, "host\r\nX: y", 443, WAMCAM_INVALID);
    expect_not_opened(&rig, TEST_HOST, 0, WAMCAM_INVALID);
    rig.route = true;
    rig.route_port = 0;
    expect_not_opened(&rig, TEST_HOST, 443, WAMCAM_ACCESS);
    test_rig_stop(&rig);
}

static void a_refusing_port(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    close(rig.server.listener);
    rig.server.listener = socket(AF_INET, SOCK_STREAM, 0); /* nobody listens there any more */
    struct wamcam_connection *connection = test_rig_open(&rig);
    rig.server_rests = true;
    CHECK(test_rig_run(&rig, connection, NULL));
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_REFUSED, wamcam_connection_state(connection));
    CHECK_CONTAINS("Nobody listens at " TEST_HOST " (by way of 127.0.0.1:",
                   wamcam_connection_describe(connection));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

/* RFC 6761 section 6.4: names under .invalid never exist. */
static void an_unknown_name(void) {
    struct test_rig rig;
    int error = 0;
    test_rig_start_board(&rig);
    struct wamcam_connection *connection =
        wamcam_connection_open(&rig.board, "nowhere.invalid", 443, &error);
    CHECK(connection != NULL);
    if (!test_rig_wait_for_wake(&rig)) {
        wamcam_connection_close(connection);
        check_skip("the resolver of this machine does not answer within 10 s");
    }
    CHECK(wamcam_connection_advance(connection));
    CHECK_EQUAL_INT(WAMCAM_NAME_UNKNOWN, wamcam_connection_state(connection));
    CHECK_EQUAL_TEXT("No address was found for the name nowhere.invalid.",
                     wamcam_connection_describe(connection));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

/* Abandoned lookups end by themselves, and until then count against their bound. */
static struct wamcam_connection *open_when_lookups_allow(struct test_rig *rig) {
    struct wamcam_connection *connection = NULL;
    for (int i = 0; i < 10000000 && connection == NULL; i++) {
        int error = 0;
        connection = wamcam_connection_open(&rig->board, TEST_HOST, 443, &error);
        CHECK(connection != NULL || error == WAMCAM_NO_MEMORY);
        sched_yield();
    }
    CHECK(connection != NULL);
    return connection;
}

static void closing_is_safe_in_every_state(void) {
    struct test_rig rig;
    size_t steps = 1;
    bool opened = false;
    test_rig_start(&rig, NULL);
    while (!opened) {
        struct wamcam_connection *connection = open_when_lookups_allow(&rig);
        for (size_t i = 0; i < steps && !opened; i++) {
            wamcam_connection_advance(connection);
            test_server_step(&rig.server, 0);
            opened = test_is_open(&rig, connection);
        }
        wamcam_connection_close(connection);
        test_server_hang_up(&rig.server);
        steps++;
    }
    test_rig_stop(&rig);
}

/* --- sessions ------------------------------------------------------------------------------- */

/* One exchange; returns whether the session was resumed. */
static bool exchange(struct test_rig *rig) {
    struct wamcam_connection_statistics statistics;
    struct wamcam_connection *connection = test_rig_open(rig);
    rig->server.manners.answer = ok;
    rig->server.manners.answer_after = 1;
    CHECK(test_rig_run(rig, connection, test_is_open));
    CHECK_EQUAL_INT(1, wamcam_connection_send(connection, (const uint8_t *)"?", 1));
    CHECK(test_rig_run(rig, connection, has_answer));
    CHECK(rig->server.established);
    wamcam_connection_statistics(connection, &statistics);
    wamcam_connection_close(connection);
    test_server_hang_up(&rig->server);
    return statistics.resumed == 1;
}

static void expect_resumption(bool only_tls_1_2) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    rig.server.manners.only_tls_1_2 = only_tls_1_2;
    CHECK(!exchange(&rig));
    CHECK(exchange(&rig));
    CHECK(exchange(&rig));
    /* A server that has lost its ticket keys: back to a full handshake, without an error. */
    mbedtls_ssl_ticket_free(&rig.server.tickets);
    mbedtls_ssl_ticket_init(&rig.server.tickets);
    CHECK_EQUAL_INT(0, mbedtls_ssl_ticket_setup(&rig.server.tickets, test_random, NULL,
                                                MBEDTLS_CIPHER_AES_256_GCM, 3600));
    CHECK(!exchange(&rig));
    CHECK(exchange(&rig));
    test_rig_stop(&rig);
}

static void the_second_connection_resumes_in_tls_1_2(void) {
    expect_resumption(true);
}

static void the_second_connection_resumes_in_the_newest_tls(void) {
    expect_resumption(false);
}

static const struct check_test tests[] = {
    {"bad_arguments_open_nothing", bad_arguments_open_nothing},
    {"a_refusing_port", a_refusing_port},
    {"an_unknown_name", an_unknown_name},
    {"closing_is_safe_in_every_state", closing_is_safe_in_every_state},
    {"the_second_connection_resumes_in_tls_1_2", the_second_connection_resumes_in_tls_1_2},
    {"the_second_connection_resumes_in_the_newest_tls",
     the_second_connection_resumes_in_the_newest_tls},
};
CHECK_SUITE(net_opening, tests);
