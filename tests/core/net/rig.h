/**
 * A board whose clock the test owns, with a server beside it: connections run against it in one
 * thread, and time passes only when nobody has anything left to do.
 */
#ifndef WAMCAM_TEST_RIG_H
#define WAMCAM_TEST_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "check.h"
#include "net/connection.h"
#include "server.h"
#include "wamcam/board.h"

#define TEST_CHUNK_BYTES 2048
#define TEST_PAUSE_MS_MAX 1000
#define TEST_OPEN_MS 15000
#define TEST_STALL_MS 20000
#define TEST_RESPONSE_MS 60000

struct test_rig {
    struct wamcam_board board;
    struct test_server server;
    int64_t now_us;
    int64_t speed; /**< How many times faster uptime runs; 1. */
    struct check_random random;
    int wake_pipe[2];
    uint16_t route_port; /**< Where connect_to leads; 0: refuse with ACCESS. */
    bool route;          /**< False: connections go where their name says. */
    bool server_rests;   /**< True: the server is not stepped. */
};

/** Board only. */
void test_rig_start_board(struct test_rig *rig);
/** Board and a listening server with a certificate made to order (NULL: a good one). */
void test_rig_start(struct test_rig *rig, const struct test_identity_order *order);
void test_rig_stop(struct test_rig *rig);

/** Open a connection to TEST_HOST, which must begin well. */
struct wamcam_connection *test_rig_open(struct test_rig *rig);

typedef bool (*test_condition)(struct test_rig *rig, struct wamcam_connection *connection);

/**
 * Advance connection and server until `condition` holds (true) or nothing is left that could
 * ever change it (false). NULL: until the connection is over.
 */
bool test_rig_run(struct test_rig *rig, struct wamcam_connection *connection,
                  test_condition condition);
/** The condition that the connection is open. */
bool test_is_open(struct test_rig *rig, struct wamcam_connection *connection);
/** The condition that all bytes handed over are gone. */
bool test_is_all_sent(struct test_rig *rig, struct wamcam_connection *connection);

/** Wait, at most 10 s of real time, for a call of board->wake(). */
bool test_rig_wait_for_wake(struct test_rig *rig);

#endif
