/* Whole connections against a server that misbehaves by option. Time is the rig's. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "memory.h"
#include "rig.h"
#include "store/content_hash.h"

#define SECOND INT64_C(1000000)
#define FILE_BYTES 300000u

static const char head[] = "POST /2/files/upload HTTP/1.1\r\nContent-Length: 300000\r\n\r\n";
static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

static uint8_t content[FILE_BYTES];

static void write_content(void) {
    struct check_random random = check_random_seed(77);
    for (size_t i = 0; i < FILE_BYTES; i++) {
        content[i] = (uint8_t)(check_random_next(&random) >> 13);
    }
    int file = open(check_scratch_path(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0);
    CHECK_EQUAL_INT(FILE_BYTES, write(file, content, FILE_BYTES));
    close(file);
}

struct upload {
    struct test_rig rig;
    struct wamcam_connection *connection;
};

static void upload_start(struct upload *upload) {
    test_rig_start(&upload->rig, NULL);
    upload->connection = test_rig_open(&upload->rig);
    CHECK(test_rig_run(&upload->rig, upload->connection, test_is_open));
}

/* A link as tight as the one on which the stall was first seen. */
static void upload_start_tight(struct upload *upload) {
    test_rig_start(&upload->rig, NULL);
    test_server_stop(&upload->rig.server);
    test_server_start(&upload->rig.server, NULL);
    test_server_listen(&upload->rig.server, 2880);
    upload->rig.route_port = upload->rig.server.port;
    upload->connection = test_rig_open(&upload->rig);
    CHECK(test_rig_run(&upload->rig, upload->connection, test_is_open));
    struct wamcam_wait_socket wanted;
    int bytes = 2880;
    (void)wamcam_connection_wait(upload->connection, &wanted);
    CHECK_EQUAL_INT(0, setsockopt(wanted.descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes));
}

static void upload_send(struct upload *upload) {
    write_content();
    int length = (int)strlen(head);
    CHECK_EQUAL_INT(
        length, wamcam_connection_send(upload->connection, (const uint8_t *)head, (size_t)length));
    CHECK_EQUAL_INT(
        0, wamcam_connection_send_file(upload->connection, check_scratch_path(), 0, FILE_BYTES));
}

static void upload_stop(struct upload *upload) {
    wamcam_connection_close(upload->connection);
    test_rig_stop(&upload->rig);
    unlink(check_scratch_path());
}

static bool has_answer(struct test_rig *rig, struct wamcam_connection *connection) {
    struct wamcam_connection_statistics statistics;
    wamcam_connection_statistics(connection, &statistics);
    return (size_t)statistics.received_bytes >= strlen(rig->server.manners.answer);
}

static void expect_answer(struct upload *upload, const char *answer) {
    char text[200] = "";
    int count = wamcam_connection_receive(upload->connection, (uint8_t *)text, sizeof text - 1);
    CHECK_EQUAL_INT(strlen(answer), count);
    CHECK_EQUAL_TEXT(answer, text);
}

static void expect_failure(struct upload *upload, int error, const char *part) {
    CHECK_EQUAL_INT(error, wamcam_connection_state(upload->connection));
    CHECK_CONTAINS(part, wamcam_connection_describe(upload->connection));
    CHECK(!wamcam_connection_advance(upload->connection));
    struct wamcam_wait_socket wanted;
    CHECK_EQUAL_INT(INT64_MAX, wamcam_connection_wait(upload->connection, &wanted));
    CHECK_EQUAL_INT(-1, wanted.descriptor);
}

/* Head and file have arrived in this order and unharmed, and the hash is the file's. */
static void expect_arrived(struct upload *upload) {
    size_t head_bytes = strlen(head);
    CHECK_EQUAL_INT(head_bytes + FILE_BYTES, upload->rig.server.received_bytes);
    CHECK_EQUAL_BYTES(head, upload->rig.server.received, head_bytes);
    CHECK_EQUAL_BYTES(content, upload->rig.server.received + head_bytes, FILE_BYTES);
    uint8_t expected[32], hash[32];
    struct wamcam_content_hash reference;
    wamcam_content_hash_start(&reference);
    wamcam_content_hash_add(&reference, content, FILE_BYTES);
    wamcam_content_hash_finish(&reference, expected);
    CHECK_EQUAL_INT(0, wamcam_connection_sent_hash(upload->connection, hash));
    CHECK_EQUAL_BYTES(expected, hash, 32);
}

/* --- sending and receiving ------------------------------------------------------------------ */

static void nothing_can_be_sent_before_it_is_open(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    struct wamcam_connection *connection = test_rig_open(&rig);
    uint8_t byte = 0;
    uint8_t hash[32];
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_RESOLVING, wamcam_connection_state(connection));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_connection_send(connection, &byte, 1));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_connection_send_file(connection, "/", 0, 0));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_connection_receive(connection, &byte, 1));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_receive(connection, &byte, 0));
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_connection_sent_hash(connection, hash));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_deadlines(connection, -1, 0, 0));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void a_photo_and_its_answer(void) {
    struct upload upload;
    struct wamcam_connection_statistics statistics;
    uint8_t hash[32];
    upload_start(&upload);
    upload.rig.server.manners.answer = ok;
    upload.rig.server.manners.answer_after = strlen(head) + FILE_BYTES;
    upload_send(&upload);
    CHECK_EQUAL_INT(strlen(head) + FILE_BYTES, wamcam_connection_unsent(upload.connection));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_connection_sent_hash(upload.connection, hash));
    CHECK_EQUAL_INT(WAMCAM_BUSY,
                    wamcam_connection_send_file(upload.connection, check_scratch_path(), 0, 1));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_connection_send(upload.connection, hash, 1));
    CHECK(test_rig_run(&upload.rig, upload.connection, has_answer));
    expect_arrived(&upload);
    expect_answer(&upload, ok);
    wamcam_connection_statistics(upload.connection, &statistics);
    CHECK_EQUAL_INT(strlen(head) + FILE_BYTES, statistics.sent_bytes);
    CHECK_EQUAL_INT(strlen(ok), statistics.received_bytes);
    CHECK_EQUAL_INT(0, statistics.resumed);
    CHECK_EQUAL_INT(0, wamcam_connection_unsent(upload.connection));
    upload_stop(&upload);
}

static void a_tight_link_with_a_slow_reader_delivers_all(void) {
    struct upload upload;
    struct wamcam_connection_statistics statistics;
    upload_start_tight(&upload);
    upload.rig.server.manners.read_bytes_per_step = 700;
    upload.rig.server.manners.answer = ok;
    upload.rig.server.manners.answer_after = strlen(head) + FILE_BYTES;
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, has_answer));
    expect_arrived(&upload);
    wamcam_connection_statistics(upload.connection, &statistics);
    CHECK(statistics.would_block_count > 10);
    upload_stop(&upload);
}

static void an_answer_in_single_bytes(void) {
    struct upload upload;
    upload_start(&upload);
    upload.rig.server.manners.answer = ok;
    upload.rig.server.manners.answer_bytes_per_step = 1;
    CHECK(test_rig_run(&upload.rig, upload.connection, has_answer));
    expect_answer(&upload, ok);
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_OPEN, wamcam_connection_state(upload.connection));
    upload_stop(&upload);
}

static bool is_buffer_full(struct test_rig *rig, struct wamcam_connection *connection) {
    struct wamcam_connection_statistics statistics;
    (void)rig;
    wamcam_connection_statistics(connection, &statistics);
    return statistics.received_bytes == 4096;
}

static void an_answer_larger_than_the_buffer(void) {
    struct upload upload;
    static char long_answer[20001];
    static char got[sizeof long_answer];
    for (size_t i = 0; i < sizeof long_answer - 1; i++) {
        long_answer[i] = (char)('a' + i % 23);
    }
    upload_start(&upload);
    upload.rig.server.manners.answer = long_answer;
    upload.rig.server.manners.farewell = TEST_FAREWELL_CLOSE_NOTIFY;
    CHECK(test_rig_run(&upload.rig, upload.connection, is_buffer_full));
    struct wamcam_wait_socket wanted;
    (void)wamcam_connection_wait(upload.connection, &wanted);
    CHECK(!wanted.readable); /* no room: waiting for more would spin */
    size_t count = 0;
    int result = 1;
    while (result > 0 || result == WAMCAM_WOULD_BLOCK) {
        result = wamcam_connection_receive(upload.connection, (uint8_t *)got + count, 999);
        count += result > 0 ? (size_t)result : 0;
        if (result == WAMCAM_WOULD_BLOCK) {
            wamcam_connection_advance(upload.connection);
            test_server_step(&upload.rig.server, 0);
        }
    }
    CHECK_EQUAL_INT(0, result);
    CHECK_EQUAL_INT(sizeof long_answer - 1, count);
    CHECK_EQUAL_BYTES(long_answer, got, count);
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_PEER_CLOSED, wamcam_connection_state(upload.connection));
    upload_stop(&upload);
}

/* --- peers that end or answer early --------------------------------------------------------- */

static void an_early_answer_is_seen_while_sending_is_blocked(void) {
    struct upload upload;
    upload_start_tight(&upload);
    upload.rig.server.manners.answer = "HTTP/1.1 401 Unauthorized\r\n\r\n";
    upload.rig.server.manners.answer_after = 5000;
    upload.rig.server.manners.stop_reading_after = 5000;
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, has_answer));
    CHECK(wamcam_connection_unsent(upload.connection) > 0);
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_OPEN, wamcam_connection_state(upload.connection));
    expect_answer(&upload, "HTTP/1.1 401 Unauthorized\r\n\r\n");
    upload_stop(&upload);
}

static void an_early_answer_outlives_the_reset_that_follows(void) {
    struct upload upload;
    uint8_t byte;
    upload_start_tight(&upload);
    upload.rig.server.manners.answer = "HTTP/1.1 507 Full\r\n\r\n";
    upload.rig.server.manners.answer_after = 5000;
    upload.rig.server.manners.stop_reading_after = 5000;
    upload.rig.server.manners.farewell = TEST_FAREWELL_CUT; /* with bytes unread: TCP resets */
    upload.rig.server.manners.farewell_after = 5000;
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, NULL));
    expect_failure(&upload, WAMCAM_CONNECTION_RESET, TEST_HOST);
    expect_answer(&upload, "HTTP/1.1 507 Full\r\n\r\n");
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_RESET,
                    wamcam_connection_receive(upload.connection, &byte, 1));
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_RESET,
                    wamcam_connection_sent_hash(upload.connection, content));
    upload_stop(&upload);
}

static bool has_left(struct test_rig *rig, struct wamcam_connection *connection) {
    (void)connection;
    return rig->server.gone;
}

/* The buffer is full when sending fails: the rest of the answer must still come out. */
static void a_long_early_answer_outlives_the_reset(void) {
    struct upload upload;
    static char long_answer[12001];
    uint8_t part[500];
    memset(long_answer, 'n', sizeof long_answer - 1);
    upload_start_tight(&upload);
    upload.rig.server.manners.answer = long_answer;
    upload.rig.server.manners.answer_after = 5000;
    upload.rig.server.manners.stop_reading_after = 5000;
    upload.rig.server.manners.farewell = TEST_FAREWELL_CUT;
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, has_left));
    for (int i = 0; i < 20; i++) {
        wamcam_connection_advance(upload.connection); /* sending fails in one of these */
    }
    size_t count = 0;
    int result = 1;
    for (int i = 0; i < 1000 && (result > 0 || result == WAMCAM_WOULD_BLOCK); i++) {
        result = wamcam_connection_receive(upload.connection, part, sizeof part);
        count += result > 0 ? (size_t)result : 0;
        wamcam_connection_advance(upload.connection);
    }
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_RESET, result);
    CHECK_EQUAL_INT(sizeof long_answer - 1, count);
    upload_stop(&upload);
}

static void a_cut_in_the_middle_is_a_reset(void) {
    struct upload upload;
    upload_start(&upload);
    upload.rig.server.manners.farewell = TEST_FAREWELL_CUT;
    upload.rig.server.manners.farewell_after = 100000;
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, NULL));
    expect_failure(&upload, WAMCAM_CONNECTION_RESET, TEST_HOST);
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_RESET, wamcam_connection_send(upload.connection, content, 1));
    upload_stop(&upload);
}

static void an_end_without_close_notify_is_no_end(void) {
    struct upload upload;
    upload_start(&upload);
    upload.rig.server.manners.answer = ok;
    upload.rig.server.manners.farewell = TEST_FAREWELL_CUT;
    CHECK(test_rig_run(&upload.rig, upload.connection, NULL));
    expect_failure(&upload, WAMCAM_CONNECTION_RESET, "ended without a goodbye");
    expect_answer(&upload, ok);
    upload_stop(&upload);
}

static void close_notify_ends_sending_and_reading(void) {
    struct upload upload;
    uint8_t byte = 0;
    upload_start(&upload);
    upload.rig.server.manners.answer = ok;
    upload.rig.server.manners.farewell = TEST_FAREWELL_CLOSE_NOTIFY;
    CHECK(test_rig_run(&upload.rig, upload.connection, NULL));
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_PEER_CLOSED, wamcam_connection_state(upload.connection));
    expect_answer(&upload, ok);
    CHECK_EQUAL_INT(0, wamcam_connection_receive(upload.connection, &byte, 1));
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_RESET, wamcam_connection_send(upload.connection, &byte, 1));
    CHECK_EQUAL_TEXT("", wamcam_connection_describe(upload.connection));
    upload_stop(&upload);
}

static void closing_says_goodbye(void) {
    struct upload upload;
    upload_start(&upload);
    wamcam_connection_close(upload.connection);
    uint8_t byte;
    int code = MBEDTLS_ERR_SSL_WANT_READ;
    while (code == MBEDTLS_ERR_SSL_WANT_READ) {
        code = mbedtls_ssl_read(&upload.rig.server.context, &byte, 1);
    }
    CHECK_EQUAL_INT(MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY, code);
    test_rig_stop(&upload.rig);
}

/* --- deadlines ------------------------------------------------------------------------------ */

static void a_reader_that_stops_is_a_stall(void) {
    struct upload upload;
    struct wamcam_connection_statistics statistics;
    upload_start_tight(&upload);
    upload.rig.server.manners.stop_reading_after = 20000;
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, NULL));
    expect_failure(&upload, WAMCAM_TIMED_OUT, "took no byte for 20 s while ");
    CHECK(wamcam_connection_unsent(upload.connection) > 0);
    wamcam_connection_statistics(upload.connection, &statistics);
    CHECK_EQUAL_INT(20 * SECOND, statistics.longest_stall_us);
    upload_stop(&upload);
}

static void deadlines_can_be_set(void) {
    struct upload upload;
    upload_start_tight(&upload);
    upload.rig.server.manners.stop_reading_after = 20000;
    CHECK_EQUAL_INT(0, wamcam_connection_deadlines(upload.connection, 0, 2500, 0));
    upload_send(&upload);
    int64_t began_at_us = upload.rig.now_us;
    CHECK(test_rig_run(&upload.rig, upload.connection, NULL));
    expect_failure(&upload, WAMCAM_TIMED_OUT, "took no byte for 2500 ms");
    CHECK(upload.rig.now_us - began_at_us >= 2500000);
    CHECK(upload.rig.now_us - began_at_us < 20 * SECOND);
    upload_stop(&upload);
}

static size_t awaited_bytes;

static bool have_arrived(struct test_rig *rig, struct wamcam_connection *connection) {
    (void)connection;
    return rig->server.received_bytes >= awaited_bytes;
}

static void a_slow_link_that_moves_is_no_stall(void) {
    struct upload upload;
    upload_start_tight(&upload);
    upload.rig.server.manners.read_bytes_per_step = 500;
    upload_send(&upload);
    for (awaited_bytes = 10000; awaited_bytes <= 60000; awaited_bytes += 10000) {
        CHECK(test_rig_run(&upload.rig, upload.connection, have_arrived));
        upload.rig.now_us += 15 * SECOND;
    }
    CHECK_EQUAL_TEXT("", wamcam_connection_describe(upload.connection));
    upload_stop(&upload);
}

static void an_idle_connection_never_times_out(void) {
    struct upload upload;
    upload_start(&upload);
    CHECK(!test_rig_run(&upload.rig, upload.connection, NULL));
    upload.rig.now_us += 1000 * SECOND;
    CHECK(!test_rig_run(&upload.rig, upload.connection, NULL));
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_OPEN, wamcam_connection_state(upload.connection));
    upload.rig.server.manners.answer = ok; /* and a stall is not counted from before */
    upload.rig.server.manners.answer_after = strlen(head) + FILE_BYTES;
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, has_answer));
    upload_stop(&upload);
}

static void no_answer_is_a_timeout_after_the_last_byte(void) {
    struct upload upload;
    upload_start(&upload);
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, test_is_all_sent));
    int64_t sent_at_us = upload.rig.now_us;
    CHECK(test_rig_run(&upload.rig, upload.connection, NULL));
    expect_failure(&upload, WAMCAM_TIMED_OUT, TEST_HOST " (by way of 127.0.0.1:");
    CHECK_CONTAINS(") did not answer within 60 s after the last byte was sent.",
                   wamcam_connection_describe(upload.connection));
    CHECK_EQUAL_INT(sent_at_us + 60 * SECOND, upload.rig.now_us);
    upload_stop(&upload);
}

static void an_answer_just_before_the_deadline_counts(void) {
    struct upload upload;
    upload_start(&upload);
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, test_is_all_sent));
    upload.rig.server.manners.answer = ok;
    upload.rig.server.manners.answer_at_us = upload.rig.now_us + 60 * SECOND - 1;
    CHECK(test_rig_run(&upload.rig, upload.connection, has_answer));
    CHECK_EQUAL_INT(upload.rig.server.manners.answer_at_us, upload.rig.now_us);
    upload.rig.now_us += 1000 * SECOND; /* answered: the deadline is gone */
    CHECK(!test_rig_run(&upload.rig, upload.connection, NULL));
    upload_stop(&upload);
}

static void what_has_arrived_counts_before_the_deadline(void) {
    struct upload upload;
    upload_start(&upload);
    upload_send(&upload);
    CHECK(test_rig_run(&upload.rig, upload.connection, test_is_all_sent));
    for (int i = 0; i < 1000; i++) {
        test_server_step(&upload.rig.server, 0);
    }
    upload.rig.server.manners.answer = ok;
    test_server_step(&upload.rig.server, 0);
    CHECK_EQUAL_INT(strlen(ok), upload.rig.server.answered_bytes);
    upload.rig.now_us += 90 * SECOND; /* the core was kept from looking for that long */
    CHECK(wamcam_connection_advance(upload.connection));
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_OPEN, wamcam_connection_state(upload.connection));
    expect_answer(&upload, ok);
    upload_stop(&upload);
}

static void a_server_that_never_speaks_tls(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    rig.server.manners.never_accept_tls = true;
    struct wamcam_connection *connection = test_rig_open(&rig);
    int64_t began_at_us = rig.now_us;
    CHECK(test_rig_run(&rig, connection, NULL));
    CHECK_EQUAL_INT(WAMCAM_TIMED_OUT, wamcam_connection_state(connection));
    CHECK_CONTAINS("The TLS handshake with " TEST_HOST, wamcam_connection_describe(connection));
    CHECK_CONTAINS("within 15 s", wamcam_connection_describe(connection));
    CHECK_EQUAL_INT(began_at_us + 15 * SECOND, rig.now_us);
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static const struct check_test tests[] = {
    {"nothing_can_be_sent_before_it_is_open", nothing_can_be_sent_before_it_is_open},
    {"a_photo_and_its_answer", a_photo_and_its_answer},
    {"a_tight_link_with_a_slow_reader_delivers_all", a_tight_link_with_a_slow_reader_delivers_all},
    {"an_answer_in_single_bytes", an_answer_in_single_bytes},
    {"an_answer_larger_than_the_buffer", an_answer_larger_than_the_buffer},
    {"an_early_answer_is_seen_while_sending_is_blocked",
     an_early_answer_is_seen_while_sending_is_blocked},
    {"an_early_answer_outlives_the_reset_that_follows",
     an_early_answer_outlives_the_reset_that_follows},
    {"a_long_early_answer_outlives_the_reset", a_long_early_answer_outlives_the_reset},
    {"a_cut_in_the_middle_is_a_reset", a_cut_in_the_middle_is_a_reset},
    {"an_end_without_close_notify_is_no_end", an_end_without_close_notify_is_no_end},
    {"close_notify_ends_sending_and_reading", close_notify_ends_sending_and_reading},
    {"closing_says_goodbye", closing_says_goodbye},
    {"a_reader_that_stops_is_a_stall", a_reader_that_stops_is_a_stall},
    {"deadlines_can_be_set", deadlines_can_be_set},
    {"a_slow_link_that_moves_is_no_stall", a_slow_link_that_moves_is_no_stall},
    {"an_idle_connection_never_times_out", an_idle_connection_never_times_out},
    {"no_answer_is_a_timeout_after_the_last_byte", no_answer_is_a_timeout_after_the_last_byte},
    {"an_answer_just_before_the_deadline_counts", an_answer_just_before_the_deadline_counts},
    {"what_has_arrived_counts_before_the_deadline", what_has_arrived_counts_before_the_deadline},
    {"a_server_that_never_speaks_tls", a_server_that_never_speaks_tls},
};
CHECK_SUITE(net_connection, tests);
