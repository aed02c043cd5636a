/**
 * A TLS server that runs in the test's own thread, one step at a time, and misbehaves by option.
 * Its TLS is mbedTLS's own; nothing of the core is in it.
 */
#ifndef WAMCAM_TEST_SERVER_H
#define WAMCAM_TEST_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ticket.h>

#include "authority.h"

enum test_farewell {
    TEST_FAREWELL_NONE,         /**< Stay connected. */
    TEST_FAREWELL_CLOSE_NOTIFY, /**< As TLS wants it. */
    TEST_FAREWELL_CUT,          /**< Close the socket, that is all. */
};

/** How the server behaves. Zeroed: takes everything at once, says nothing. */
struct test_manners {
    size_t read_bytes_per_step;   /**< 0: all there is. */
    size_t stop_reading_after;    /**< Bytes after which it reads no more; 0: never stops. */
    const char *answer;           /**< NULL: none. */
    size_t answer_after;          /**< Bytes received before the answer is sent. */
    size_t answer_bytes_per_step; /**< 0: all at once. */
    int64_t answer_at_us;         /**< Not before this moment of the rig's clock. */
    enum test_farewell farewell;
    size_t farewell_after; /**< Bytes received before it leaves (after the answer). */
    bool never_accept_tls; /**< Accepts the connection and says nothing. */
    bool only_tls_1_1;
    bool only_tls_1_2;
};

struct test_server {
    struct test_manners manners;
    int listener;   /**< -1: none. */
    int descriptor; /**< -1: no connection. */
    uint16_t port;
    mbedtls_ssl_config configuration;
    mbedtls_ssl_context context;
    mbedtls_ssl_ticket_context tickets;
    struct test_identity identity;
    bool has_context;
    bool established;
    bool gone;
    int handshake_error; /**< What mbedTLS said when a handshake failed. */
    uint8_t *received;
    size_t received_bytes;
    size_t received_capacity;
    size_t answered_bytes;
    size_t connections; /**< Accepted so far. */
};

/** A server with a certificate made to order (NULL: a good one for TEST_HOST), not listening. */
void test_server_start(struct test_server *server, const struct test_identity_order *order);
/** Listen on a free loopback port. `buffer_bytes` (0: the system's) bounds the TCP window. */
void test_server_listen(struct test_server *server, int buffer_bytes);
/** Serve a connected, non-blocking descriptor; closes it in the end. */
void test_server_serve(struct test_server *server, int descriptor);
/** Do what can be done without waiting. True if anything was done. */
bool test_server_step(struct test_server *server, int64_t now_us);
/** Descriptor whose readability the next step waits for, -1: none. */
int test_server_listens_to(const struct test_server *server);
/** End the connection, ready for the next. */
void test_server_hang_up(struct test_server *server);
void test_server_stop(struct test_server *server);

#endif
