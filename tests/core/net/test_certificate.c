/* Which certificates and protocol versions are refused, and what a person reads then. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <sys/socket.h>
#include <unistd.h>

#include <mbedtls/version.h>

#include "rig.h"

static void expect_refused(const struct test_identity_order *order, const char *reason) {
    struct test_rig rig;
    test_rig_start(&rig, order);
    struct wamcam_connection *connection = test_rig_open(&rig);
    test_rig_run(&rig, connection, NULL);
    CHECK_EQUAL_INT(WAMCAM_CERTIFICATE, wamcam_connection_state(connection));
    CHECK_CONTAINS("The certificate of " TEST_HOST " was refused: ",
                   wamcam_connection_describe(connection));
    CHECK_CONTAINS(reason, wamcam_connection_describe(connection));
    uint8_t byte = 0;
    CHECK_EQUAL_INT(WAMCAM_CERTIFICATE, wamcam_connection_send(connection, &byte, 1));
    CHECK_EQUAL_INT(WAMCAM_CERTIFICATE, wamcam_connection_receive(connection, &byte, 1));
    CHECK_EQUAL_INT(0, rig.server.received_bytes);
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void expired(void) {
    struct test_identity_order order = {
        .name = TEST_HOST, .not_after = "20230101000000", .issuer = test_trusted_authority()};
    expect_refused(&order, "it has expired (the clock here says 2");
}

static void not_yet_valid(void) {
    struct test_identity_order order = {
        .name = TEST_HOST, .not_before = "20490101000000", .issuer = test_trusted_authority()};
    expect_refused(&order, "it is not yet valid (the clock here says 2");
}

static void for_another_host(void) {
    struct test_identity_order order = {.name = "other.test", .issuer = test_trusted_authority()};
    expect_refused(&order, "it was issued for another host");
}

static void self_signed(void) {
    struct test_identity_order order = {.name = TEST_HOST};
    expect_refused(&order, "it is self-signed or from an authority that is not trusted here");
}

static void unknown_authority(void) {
    struct test_identity_order order = {.name = TEST_HOST, .issuer = test_foreign_authority()};
    expect_refused(&order, "it is self-signed or from an authority that is not trusted here");
}

static void several_reasons_at_once(void) {
    struct test_identity_order order = {
        .name = "other.test", .not_after = "20230101000000", .issuer = test_foreign_authority()};
    expect_refused(&order, "another host and it has expired");
}

static void a_good_one_is_accepted(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    struct wamcam_connection *connection = test_rig_open(&rig);
    CHECK(test_rig_run(&rig, connection, test_is_open));
    CHECK_EQUAL_TEXT("", wamcam_connection_describe(connection));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static int trust_nobody(void *context, void *ssl_config) {
    (void)context;
    (void)ssl_config;
    return 0;
}

static int trust_optionally(void *context, void *ssl_config) {
    (void)context;
    mbedtls_ssl_conf_authmode(ssl_config, MBEDTLS_SSL_VERIFY_NONE);
    return 0;
}

static int no_trust_to_be_had(void *context, void *ssl_config) {
    (void)context;
    (void)ssl_config;
    return WAMCAM_IO;
}

static void expect_with_trust(int (*tls_trust)(void *, void *), int error, const char *part) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    rig.board.tls_trust = tls_trust;
    struct wamcam_connection *connection = test_rig_open(&rig);
    test_rig_run(&rig, connection, NULL);
    CHECK_EQUAL_INT(error, wamcam_connection_state(connection));
    CHECK_CONTAINS(part, wamcam_connection_describe(connection));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void without_authorities_nothing_is_accepted(void) {
    expect_with_trust(trust_nobody, WAMCAM_CERTIFICATE, "was refused");
    expect_with_trust(trust_optionally, WAMCAM_CERTIFICATE, "was refused");
    expect_with_trust(no_trust_to_be_had, WAMCAM_IO, "root certificates could not be had");
}

/* --- protocol versions ---------------------------------------------------------------------- */

static void expect_no_modern_tls(struct wamcam_connection *connection) {
    CHECK_EQUAL_INT(WAMCAM_PROTOCOL, wamcam_connection_state(connection));
    CHECK_EQUAL_TEXT(TEST_HOST " offers no TLS 1.2 or newer, the connection was refused.",
                     wamcam_connection_describe(connection));
}

static void a_server_with_only_tls_1_1(void) {
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
    check_skip("this mbedTLS cannot speak TLS 1.1");
#endif
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    rig.server.manners.only_tls_1_1 = true;
    struct wamcam_connection *connection = test_rig_open(&rig);
    test_rig_run(&rig, connection, NULL);
    expect_no_modern_tls(connection);
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

/* Answer the ClientHello with these bytes instead of a server. */
static struct wamcam_connection *answered_with(struct test_rig *rig, const uint8_t *bytes,
                                               size_t length, bool hang_up) {
    struct wamcam_connection *connection = test_rig_open(rig);
    rig->server_rests = true;
    int descriptor = -1;
    while (descriptor < 0) {
        wamcam_connection_advance(connection);
        descriptor = accept(rig->server.listener, NULL, NULL);
    }
    uint8_t hello[1000];
    while (recv(descriptor, hello, sizeof hello, MSG_DONTWAIT) <= 0) {
        wamcam_connection_advance(connection);
    }
    CHECK_EQUAL_INT(length, send(descriptor, bytes, length, MSG_NOSIGNAL));
    if (hang_up) {
        close(descriptor);
    }
    test_rig_run(rig, connection, NULL);
    if (!hang_up) {
        close(descriptor);
    }
    return connection;
}

static void expect_answer(const uint8_t *bytes, size_t length, bool hang_up, int error,
                          const char *part) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    struct wamcam_connection *connection = answered_with(&rig, bytes, length, hang_up);
    CHECK_EQUAL_INT(error, wamcam_connection_state(connection));
    CHECK_CONTAINS(part, wamcam_connection_describe(connection));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void a_server_hello_of_tls_1_1(void) {
    uint8_t hello[5 + 42] = {22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2};
    hello[5 + 4 + 2 + 32 + 2] = 0x2f; /* an old cipher suite */
    expect_answer(hello, sizeof hello, false, WAMCAM_PROTOCOL, "offers no TLS 1.2 or newer");
}

static void alerts_have_their_sentences(void) {
    static const uint8_t version[] = {21, 3, 1, 0, 2, 2, 70};
    static const uint8_t handshake[] = {21, 3, 3, 0, 2, 2, 40};
    static const uint8_t name[] = {21, 3, 3, 0, 2, 2, 112};
    static const uint8_t internal[] = {21, 3, 3, 0, 2, 2, 80};
    static const uint8_t other[] = {21, 3, 3, 0, 2, 2, 10};
    expect_answer(version, sizeof version, true, WAMCAM_PROTOCOL, "no TLS 1.2 or newer");
    expect_answer(handshake, sizeof handshake, true, WAMCAM_PROTOCOL, "no common way");
    expect_answer(name, sizeof name, true, WAMCAM_PROTOCOL, "does not know that name");
    expect_answer(internal, sizeof internal, true, WAMCAM_PROTOCOL, "a trouble of its own");
    expect_answer(other, sizeof other, true, WAMCAM_PROTOCOL, "(alert 10)");
}

static void what_is_not_tls_is_refused(void) {
    static const uint8_t http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
    expect_answer(http, sizeof http - 1, true, WAMCAM_PROTOCOL, "broke off (mbedTLS error -0x7");
}

static void an_end_in_the_handshake(void) {
    static const uint8_t part[] = {22, 3, 3};
    expect_answer(part, sizeof part, true, WAMCAM_CONNECTION_RESET,
                  "ended the connection during the TLS handshake");
}

static const struct check_test tests[] = {
    {"a_good_one_is_accepted", a_good_one_is_accepted},
    {"expired", expired},
    {"not_yet_valid", not_yet_valid},
    {"for_another_host", for_another_host},
    {"self_signed", self_signed},
    {"unknown_authority", unknown_authority},
    {"several_reasons_at_once", several_reasons_at_once},
    {"without_authorities_nothing_is_accepted", without_authorities_nothing_is_accepted},
    {"a_server_with_only_tls_1_1", a_server_with_only_tls_1_1},
    {"a_server_hello_of_tls_1_1", a_server_hello_of_tls_1_1},
    {"alerts_have_their_sentences", alerts_have_their_sentences},
    {"what_is_not_tls_is_refused", what_is_not_tls_is_refused},
    {"an_end_in_the_handshake", an_end_in_the_handshake},
};
CHECK_SUITE(net_certificate, tests);
