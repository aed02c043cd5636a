/* TLS over a pair of sockets with a layer between that blocks and cuts at random. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "memory.h"
#include "net/sender.h"
#include "net/socket.h"
#include "net/tls.h"
#include "net/tls_session.h"
#include "rig.h"

struct shim {
    struct check_random random;
    int descriptor;
    size_t block_one_in; /* one call in so many blocks; 0: none */
    bool block_sending;
    size_t send_blocks;
    const uint8_t *pending; /* what mbedTLS offered when it was told to come again */
};

static int shim_send(void *context, const uint8_t *bytes, size_t length) {
    struct shim *shim = context;
    if (shim->pending != NULL) {
        /* mbedTLS must offer the rest of the same record again. */
        CHECK(bytes == shim->pending);
    }
    if (shim->block_sending ||
        (shim->block_one_in > 0 && check_random_below(&shim->random, shim->block_one_in) == 0)) {
        shim->pending = bytes;
        shim->send_blocks++;
        return WAMCAM_WOULD_BLOCK;
    }
    size_t part = shim->block_one_in > 0 ? 1 + check_random_below(&shim->random, length) : length;
    int result = wamcam_socket_send(shim->descriptor, bytes, part);
    shim->pending = NULL;
    return result;
}

static int shim_receive(void *context, uint8_t *out, size_t length) {
    struct shim *shim = context;
    if (shim->block_one_in > 0 && check_random_below(&shim->random, shim->block_one_in) == 0) {
        return WAMCAM_WOULD_BLOCK;
    }
    size_t part = shim->block_one_in > 0 ? 1 + check_random_below(&shim->random, length) : length;
    return wamcam_socket_receive(shim->descriptor, out, part);
}

struct pair {
    struct test_rig rig;
    struct shim shim;
    struct wamcam_failure failure;
    struct wamcam_tls *tls;
    int64_t now_us;
};

static void pair_start_versions(struct pair *pair, uint64_t seed, size_t block_one_in,
                                bool only_tls_1_2) {
    int ends[2];
    memset(pair, 0, sizeof *pair);
    test_rig_start(&pair->rig, NULL);
    pair->rig.server.manners.only_tls_1_2 = only_tls_1_2;
    CHECK_EQUAL_INT(0, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
    for (size_t i = 0; i < 2; i++) {
        CHECK_EQUAL_INT(0, fcntl(ends[i], F_SETFL, O_NONBLOCK));
    }
    test_server_serve(&pair->rig.server, ends[1]);
    pair->shim = (struct shim){
        .random = check_random_seed(seed), .descriptor = ends[0], .block_one_in = block_one_in};
    struct wamcam_stream below = {&pair->shim, shim_send, shim_receive};
    pair->tls = wamcam_tls_open(&pair->rig.board, TEST_HOST, 443, &below, &pair->failure);
    CHECK(pair->tls != NULL);
}

/* TLS 1.2 as on the camera. */
static void pair_start(struct pair *pair, uint64_t seed, size_t block_one_in) {
    pair_start_versions(pair, seed, block_one_in, true);
}

static void shake_hands(struct pair *pair) {
    int result = WAMCAM_WOULD_BLOCK;
    while (result == WAMCAM_WOULD_BLOCK) {
        result = wamcam_tls_handshake(pair->tls);
        test_server_step(&pair->rig.server, 0);
    }
    CHECK_EQUAL_TEXT("", pair->failure.sentence);
    CHECK_EQUAL_INT(0, result);
    while (!pair->rig.server.established) {
        test_server_step(&pair->rig.server, 0);
    }
}

static void pair_stop(struct pair *pair) {
    wamcam_tls_close(pair->tls);
    close(pair->shim.descriptor);
    test_rig_stop(&pair->rig);
}

/* A message of random bytes through the paced sender; the server must get exactly it. */
static void one_message(uint64_t seed, bool only_tls_1_2) {
    struct pair pair;
    struct wamcam_sender sender;
    static uint8_t message[60000];
    struct check_random random = check_random_seed(seed);
    size_t length = 1 + check_random_below(&random, sizeof message);
    for (size_t i = 0; i < length; i++) {
        message[i] = (uint8_t)(check_random_next(&random) >> 11);
    }
    pair_start_versions(&pair, seed, 3, only_tls_1_2);
    pair.rig.server.manners.read_bytes_per_step = 1 + check_random_below(&random, 4000);
    shake_hands(&pair);
    CHECK_EQUAL_INT(
        0, wamcam_sender_start(&sender, wamcam_pace_adaptive(TEST_CHUNK_BYTES), &pair.failure));
    struct wamcam_stream stream = wamcam_tls_stream(pair.tls);
    size_t handed = 0;
    while (pair.rig.server.received_bytes < length && pair.failure.error == 0) {
        int taken = wamcam_sender_add(&sender, message + handed, length - handed);
        handed += taken > 0 ? (size_t)taken : 0;
        pair.now_us += (int64_t)check_random_below(&random, 300000);
        int sent = wamcam_sender_advance(&sender, &stream, pair.now_us);
        CHECK(sent >= 0 || sent == WAMCAM_WOULD_BLOCK);
        uint8_t byte;
        CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, stream.receive(stream.context, &byte, 1));
        test_server_step(&pair.rig.server, 0);
    }
    CHECK_EQUAL_INT(length, sender.sent_bytes);
    CHECK_EQUAL_BYTES(message, pair.rig.server.received, length);
    wamcam_sender_stop(&sender);
    pair_stop(&pair);
}

static void random_messages_arrive_through_a_link_that_blocks(void) {
    for (uint64_t seed = 1; seed <= 25; seed++) {
        one_message(seed, seed % 2 == 0);
    }
}

static void a_changed_repeat_is_refused(void) {
    struct pair pair;
    uint8_t bytes[100] = {0};
    pair_start(&pair, 1, 0);
    shake_hands(&pair);
    pair.shim.block_sending = true;
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_tls_send(pair.tls, bytes, 100));
    CHECK(wamcam_tls_wants_write(pair.tls));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_tls_send(pair.tls, bytes, 99));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_tls_send(pair.tls, bytes + 1, 100));
    pair.shim.block_sending = false;
    CHECK_EQUAL_INT(100, wamcam_tls_send(pair.tls, bytes, 100));
    pair_stop(&pair);
}

/* A server that asks for a renegotiation while our record waits: mbedTLS refuses it from within
 * receive, and must not flush our record on that occasion, or its repeat would send it twice. */
static void receiving_does_not_flush_a_pending_record(void) {
#if !defined(MBEDTLS_SSL_RENEGOTIATION)
    check_skip("this mbedTLS has no renegotiation");
#else
    struct pair pair;
    uint8_t bytes[100];
    uint8_t byte;
    memset(bytes, 'x', sizeof bytes);
    pair_start(&pair, 1, 0);
    mbedtls_ssl_conf_renegotiation(&pair.rig.server.configuration,
                                   MBEDTLS_SSL_RENEGOTIATION_ENABLED);
    shake_hands(&pair);
    pair.shim.block_sending = true;
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_tls_send(pair.tls, bytes, sizeof bytes));
    mbedtls_ssl_renegotiate(&pair.rig.server.context);
    pair.shim.block_sending = false;
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_tls_receive(pair.tls, &byte, 1));
    CHECK_EQUAL_INT(100, wamcam_tls_send(pair.tls, bytes, sizeof bytes));
    for (int i = 0; i < 20; i++) {
        test_server_step(&pair.rig.server, 0);
    }
    CHECK_EQUAL_INT(100, pair.rig.server.received_bytes);
    pair_stop(&pair);
#endif
}

/* The same danger from the session tickets that follow the handshake in TLS 1.3. */
static void tickets_do_not_flush_a_pending_record(void) {
    struct pair pair;
    uint8_t bytes[100];
    uint8_t byte;
    memset(bytes, 'x', sizeof bytes);
    pair_start_versions(&pair, 1, 0, false);
    pair.rig.server.manners.stop_reading_after = 1000; /* 100 doubled would be read */
    shake_hands(&pair);
    pair.shim.block_sending = true;
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_tls_send(pair.tls, bytes, sizeof bytes));
    for (int i = 0; i < 10; i++) {
        CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_tls_receive(pair.tls, &byte, 1));
    }
    pair.shim.block_sending = false;
    CHECK_EQUAL_INT(100, wamcam_tls_send(pair.tls, bytes, sizeof bytes));
    for (int i = 0; i < 20; i++) {
        test_server_step(&pair.rig.server, 0);
    }
    CHECK_EQUAL_INT(100, pair.rig.server.received_bytes);
    pair_stop(&pair);
}

static void one_byte_at_a_time_is_read_as_it_comes(void) {
    struct pair pair;
    uint8_t got[64];
    size_t count = 0;
    pair_start(&pair, 1, 0);
    pair.rig.server.manners.answer = "HTTP/1.1 200 OK\r\n\r\n";
    pair.rig.server.manners.answer_bytes_per_step = 1;
    shake_hands(&pair);
    while (count < strlen(pair.rig.server.manners.answer)) {
        test_server_step(&pair.rig.server, 0);
        int result = wamcam_tls_receive(pair.tls, got + count, sizeof got - count);
        CHECK(result > 0 || result == WAMCAM_WOULD_BLOCK);
        count += result > 0 ? (size_t)result : 0;
    }
    CHECK_EQUAL_BYTES(pair.rig.server.manners.answer, got, count);
    pair_stop(&pair);
}

static void decrypted_bytes_are_announced(void) {
    struct pair pair;
    uint8_t two[2];
    pair_start(&pair, 1, 0);
    pair.rig.server.manners.answer = "four";
    shake_hands(&pair);
    CHECK(!wamcam_tls_has_received(pair.tls));
    while (pair.rig.server.answered_bytes == 0) {
        test_server_step(&pair.rig.server, 0);
    }
    while (wamcam_tls_receive(pair.tls, two, 2) != 2) {
    }
    CHECK(wamcam_tls_has_received(pair.tls));
    CHECK_EQUAL_INT(2, wamcam_tls_receive(pair.tls, two, 2));
    CHECK(!wamcam_tls_has_received(pair.tls));
    pair_stop(&pair);
}

static const struct check_test tests[] = {
    {"random_messages_arrive_through_a_link_that_blocks",
     random_messages_arrive_through_a_link_that_blocks},
    {"a_changed_repeat_is_refused", a_changed_repeat_is_refused},
    {"receiving_does_not_flush_a_pending_record", receiving_does_not_flush_a_pending_record},
    {"tickets_do_not_flush_a_pending_record", tickets_do_not_flush_a_pending_record},
    {"one_byte_at_a_time_is_read_as_it_comes", one_byte_at_a_time_is_read_as_it_comes},
    {"decrypted_bytes_are_announced", decrypted_bytes_are_announced},
};
CHECK_SUITE(net_tls, tests);
