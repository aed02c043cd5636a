/* Every allocation of a whole exchange fails in turn: NO_MEMORY, a sentence, and no leak. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <string.h>

#include "memory.h"
#include "memory_failing.h"
#include "net/tls_session.h"
#include "rig.h"

static bool has_answer(struct test_rig *rig, struct wamcam_connection *connection) {
    struct wamcam_connection_statistics statistics;
    (void)rig;
    wamcam_connection_statistics(connection, &statistics);
    return statistics.received_bytes > 0;
}

/* Opens, sends, receives. The error that ended it, 0 if none did. */
static int exchange(struct test_rig *rig) {
    int error = 0;
    struct wamcam_connection *connection =
        wamcam_connection_open(&rig->board, TEST_HOST, 443, &error);
    if (connection == NULL) {
        return error;
    }
    bool done = test_rig_run(rig, connection, test_is_open);
    if (done) {
        CHECK_EQUAL_INT(1, wamcam_connection_send(connection, (const uint8_t *)"?", 1));
        done = test_rig_run(rig, connection, has_answer);
    }
    error = done ? 0 : wamcam_connection_state(connection);
    if (!done) {
        CHECK(strlen(wamcam_connection_describe(connection)) > 20);
    }
    wamcam_connection_close(connection);
    return error;
}

/* Deep in its handshake mbedTLS calls a lack of memory a failed handshake or, while it checks
 * signatures, an untrusted certificate. Refusing is right in any case. */
static bool is_misnamed(int error) {
#if defined(MBEDTLS_PLATFORM_MEMORY)
    return error == WAMCAM_PROTOCOL || error == WAMCAM_CERTIFICATE;
#else
    (void)error;
    return false;
#endif
}

/* The first ones, ours and those of the set-up, one by one; the thousands of big numbers in
 * mbedTLS by samples. */
static size_t next_after(size_t successes) {
    return successes + (successes < 300 ? 1 : 13);
}

static void every_allocation_fails_in_turn(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    /* As on the camera. In TLS 1.3, mbedTLS 3.6.5 itself leaks a cipher's context when memory
     * runs short in mbedtls_ssl_tls13_populate_transform(). */
    rig.server.manners.only_tls_1_2 = true;
    rig.server.manners.answer = "!";
    rig.server.manners.answer_after = 1;
    CHECK_EQUAL_INT(0, exchange(&rig)); /* takes what is taken once per process */
    test_server_hang_up(&rig.server);
    wamcam_tls_session_forget_all();
    size_t before = wamcam_memory_used();
    size_t failures = 0;
    bool failed = true;
    for (size_t successes = 0; failed; successes = next_after(successes)) {
        memory_failing_arm(successes);
        int error = exchange(&rig);
        failed = memory_failing_disarm();
        test_server_hang_up(&rig.server);
        wamcam_tls_session_forget_all();
        CHECK_EQUAL_INT(before, wamcam_memory_used());
        CHECK(failed || error == 0);
        CHECK(error == 0 || error == WAMCAM_NO_MEMORY || is_misnamed(error));
        failures += error != 0;
    }
    CHECK(failures >= 5); /* connection, chunk, lookup, receive buffer, TLS */
    test_rig_stop(&rig);
}

static const struct check_test tests[] = {
    {"every_allocation_fails_in_turn", every_allocation_fails_in_turn},
};
CHECK_SUITE(net_allocation, tests);
