#define _POSIX_C_SOURCE 200809L

#include "rig.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "check.h"
#include "memory_failing.h"
#include "net/tls_session.h"

/*
 * How long silence must last to be believed. Loopback delivers at once, but a closed TCP window
 * is probed only every few hundred milliseconds; so a leap to a deadline takes more silence than
 * one to the end of a sender's pause.
 */
#define SHORT_SILENCE_MS 2
#define LONG_SILENCE_MS 600
#define LONG_LEAP_US 500000
#define WAKE_MS 10000

static int64_t stopwatch_us(void *context) {
    const struct test_rig *rig = context;
    return rig->now_us;
}

static int64_t uptime_us(void *context) {
    const struct test_rig *rig = context;
    return rig->now_us * rig->speed;
}

static void fill_random(void *context, uint8_t *out, size_t length) {
    struct test_rig *rig = context;
    for (size_t i = 0; i < length; i++) {
        out[i] = (uint8_t)check_random_below(&rig->random, 256);
    }
}

static void wake(void *context) {
    const struct test_rig *rig = context;
    ssize_t written = write(rig->wake_pipe[1], "w", 1);
    (void)written; /* a full pipe wakes as well */
}

static int tls_trust(void *context, void *ssl_config) {
    (void)context;
    mbedtls_ssl_conf_ca_chain(ssl_config,
                              (mbedtls_x509_crt *)&test_trusted_authority()->certificate, NULL);
    return 0;
}

static int connect_to(void *context, const char *host, uint16_t port, char *target,
                      size_t target_size, uint16_t *target_port) {
    const struct test_rig *rig = context;
    if (!rig->route) {
        snprintf(target, target_size, "%s", host);
        *target_port = port;
        return 0;
    }
    snprintf(target, target_size, "127.0.0.1");
    *target_port = rig->route_port;
    return rig->route_port == 0 ? WAMCAM_ACCESS : 0;
}

void test_rig_start_board(struct test_rig *rig) {
    *rig = (struct test_rig){.now_us = 1000000, .speed = 1, .random = check_random_seed(1)};
    rig->server.listener = -1;
    rig->server.descriptor = -1;
    rig->board = (struct wamcam_board){
        .name = "test",
        .context = rig,
        .limits = {.send_chunk_bytes = TEST_CHUNK_BYTES,
                   .send_pause_ms_max = TEST_PAUSE_MS_MAX,
                   .send_buffer_bytes_max = 65536,
                   .open_ms = TEST_OPEN_MS,
                   .stall_ms = TEST_STALL_MS,
                   .response_ms = TEST_RESPONSE_MS},
        .uptime_us = uptime_us,
        .stopwatch_us = stopwatch_us,
        .random = fill_random,
        .wake = wake,
        .tls_trust = tls_trust,
        .connect_to = connect_to,
    };
    CHECK_EQUAL_INT(0, pipe(rig->wake_pipe));
    CHECK_EQUAL_INT(0, fcntl(rig->wake_pipe[0], F_SETFL, O_NONBLOCK));
    CHECK_EQUAL_INT(0, fcntl(rig->wake_pipe[1], F_SETFL, O_NONBLOCK));
}

void test_rig_start(struct test_rig *rig, const struct test_identity_order *order) {
    test_rig_start_board(rig);
    test_server_start(&rig->server, order);
    test_server_listen(&rig->server, 0);
    rig->route = true;
    rig->route_port = rig->server.port;
}

void test_rig_stop(struct test_rig *rig) {
    if (rig->server.listener >= 0) {
        test_server_stop(&rig->server);
    }
    close(rig->wake_pipe[0]);
    close(rig->wake_pipe[1]);
    wamcam_tls_session_forget_all();
}

struct wamcam_connection *test_rig_open(struct test_rig *rig) {
    int error = 0;
    struct wamcam_connection *connection =
        wamcam_connection_open(&rig->board, TEST_HOST, 443, &error);
    CHECK_EQUAL_INT(0, error);
    CHECK(connection != NULL);
    return connection;
}

static void drain_wake(const struct test_rig *rig) {
    char bytes[16];
    while (read(rig->wake_pipe[0], bytes, sizeof bytes) > 0) {
    }
}

bool test_rig_wait_for_wake(struct test_rig *rig) {
    struct pollfd wait = {.fd = rig->wake_pipe[0], .events = POLLIN};
    bool woken = poll(&wait, 1, WAKE_MS) == 1;
    drain_wake(rig);
    return woken;
}

/* True if a socket is ready or a wake() came before silence is believed. */
static bool wait_for_life(struct test_rig *rig, const struct wamcam_connection *connection,
                          int timeout_ms) {
    struct wamcam_wait_socket wanted;
    (void)wamcam_connection_wait(connection, &wanted);
    struct pollfd waits[3] = {{.fd = rig->wake_pipe[0], .events = POLLIN},
                              {.fd = wanted.descriptor},
                              {.fd = -1, .events = POLLIN}};
    waits[1].events = (short)((wanted.readable ? POLLIN : 0) | (wanted.writable ? POLLOUT : 0));
    if (!rig->server_rests && rig->server.listener >= 0) {
        waits[2].fd = test_server_listens_to(&rig->server);
    }
    bool life = poll(waits, 3, timeout_ms) > 0;
    drain_wake(rig);
    return life;
}

static int64_t next_moment_us(const struct test_rig *rig,
                              const struct wamcam_connection *connection) {
    struct wamcam_wait_socket wanted;
    int64_t next_us = wamcam_connection_wait(connection, &wanted);
    int64_t answer_us = rig->server.manners.answer_at_us;
    return answer_us > rig->now_us && answer_us < next_us ? answer_us : next_us;
}

static bool is_over(const struct wamcam_connection *connection) {
    int state = wamcam_connection_state(connection);
    return state < 0 || state == WAMCAM_CONNECTION_PEER_CLOSED;
}

static bool step_server(struct test_rig *rig) {
    if (rig->server_rests || rig->server.listener < 0) {
        return false;
    }
    memory_failing_pause(true);
    bool done = test_server_step(&rig->server, rig->now_us);
    memory_failing_pause(false);
    return done;
}

/* Nobody has anything to do: let time pass to the next moment. False if there is none. */
static bool pass_time(struct test_rig *rig, const struct wamcam_connection *connection) {
    bool resolving = wamcam_connection_state(connection) == WAMCAM_CONNECTION_RESOLVING;
    int64_t next_us = next_moment_us(rig, connection);
    bool far = next_us > rig->now_us && next_us - rig->now_us > LONG_LEAP_US;
    if (wait_for_life(rig, connection,
                      resolving ? WAKE_MS
                      : far     ? LONG_SILENCE_MS
                                : SHORT_SILENCE_MS)) {
        return true;
    }
    if (next_us == INT64_MAX) {
        return false;
    }
    rig->now_us = next_us > rig->now_us ? next_us : rig->now_us;
    return true;
}

bool test_rig_run(struct test_rig *rig, struct wamcam_connection *connection,
                  test_condition condition) {
    for (int i = 0; i < 1000000; i++) {
        bool happened = wamcam_connection_advance(connection);
        happened = step_server(rig) || happened;
        if (condition != NULL ? condition(rig, connection) : is_over(connection)) {
            return true;
        }
        if (is_over(connection) || (!happened && !pass_time(rig, connection))) {
            return false;
        }
    }
    return false;
}

bool test_is_open(struct test_rig *rig, struct wamcam_connection *connection) {
    (void)rig;
    return wamcam_connection_state(connection) == WAMCAM_CONNECTION_OPEN;
}

bool test_is_all_sent(struct test_rig *rig, struct wamcam_connection *connection) {
    (void)rig;
    return wamcam_connection_unsent(connection) == 0;
}
