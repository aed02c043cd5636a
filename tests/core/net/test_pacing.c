/* How the application sets the pace of its connections, and what one leaves to the next. */
#include "check.h"

#include <string.h>

#include "net/connections.h"
#include "rig.h"

#define MS INT64_C(1000)
#define MESSAGE_BYTES 20000u

static uint8_t message[MESSAGE_BYTES];

static struct wamcam_connection *opened(struct test_rig *rig) {
    struct wamcam_connection *connection = test_rig_open(rig);
    CHECK(test_rig_run(rig, connection, test_is_open));
    return connection;
}

/* Hand over the message bit by bit; the time that it takes on the rig's clock. */
static int64_t send_message(struct test_rig *rig, struct wamcam_connection *connection) {
    int64_t started_at_us = rig->now_us;
    size_t taken = 0;
    while (taken < MESSAGE_BYTES) {
        int count = wamcam_connection_send(connection, message + taken, MESSAGE_BYTES - taken);
        CHECK(count > 0);
        taken += (size_t)count;
        CHECK(test_rig_run(rig, connection, test_is_all_sent));
    }
    return rig->now_us - started_at_us;
}

static int64_t pause_of(const struct wamcam_connection *connection) {
    struct wamcam_connection_statistics statistics;
    wamcam_connection_statistics(connection, &statistics);
    return statistics.pause_us;
}

static void a_fixed_pace_has_a_pause_before_each_chunk(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    struct wamcam_connection *connection = opened(&rig);
    CHECK_EQUAL_INT(0, wamcam_connection_pace(connection, 20, 20, 1000));
    CHECK_EQUAL_INT(20 * MESSAGE_BYTES / 1000 * MS, send_message(&rig, connection));
    CHECK_EQUAL_INT(20 * MS, pause_of(connection));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void the_pace_of_the_board_ends_its_search_without_a_pause(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    struct wamcam_connection *connection = opened(&rig);
    CHECK(send_message(&rig, connection) <= 10 * MS);
    CHECK_EQUAL_INT(0, pause_of(connection));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void the_boards_bounds_count(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    rig.board.limits.send_pause_ms_max = 30;
    struct wamcam_connection *connection = opened(&rig);
    CHECK_EQUAL_INT(0, wamcam_connection_pace(connection, 500, INT32_MAX, INT32_MAX));
    int64_t chunks = (MESSAGE_BYTES + TEST_CHUNK_BYTES - 1) / TEST_CHUNK_BYTES;
    CHECK_EQUAL_INT(30 * chunks * MS, send_message(&rig, connection));
    CHECK_EQUAL_INT(0, wamcam_connection_pace(connection, 0, 0, 0));
    CHECK(send_message(&rig, connection) <= 30 * MS); /* of the pause under way */
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void what_is_out_of_range_is_refused_and_changes_nothing(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    struct wamcam_connection *connection = opened(&rig);
    CHECK_EQUAL_INT(0, wamcam_connection_pace(connection, 7, 7, 0));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_pace(connection, -1, 20, 0));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_pace(connection, 21, 20, 0));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_pace(connection, 20, 20, -1));
    CHECK_EQUAL_INT(7 * MS, pause_of(connection));
    CHECK_EQUAL_INT(0, wamcam_connection_socket_options(connection, 1 << 30, 0, 0, 0));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_socket_options(connection, -1, 1, 1, 1));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_socket_options(connection, 0, -1, 1, 1));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_socket_options(connection, 0, 1, 0, 1));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_connection_socket_options(connection, 0, 1, 1, 0));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

static void bytes_beyond_a_smaller_chunk_still_go(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    struct wamcam_connection *connection = opened(&rig);
    CHECK_EQUAL_INT(TEST_CHUNK_BYTES,
                    wamcam_connection_send(connection, message, TEST_CHUNK_BYTES));
    CHECK_EQUAL_INT(0, wamcam_connection_pace(connection, 1, 1, 100));
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_connection_send(connection, message, 1));
    CHECK(test_rig_run(&rig, connection, test_is_all_sent));
    wamcam_connection_close(connection);
    test_rig_stop(&rig);
}

/* --- from connection to connection ---------------------------------------------------------- */

static bool is_over(struct test_rig *rig, struct wamcam_connection *connection) {
    (void)rig;
    return wamcam_connection_state(connection) < 0;
}

/* One connection of a room; the server ends it with a cut if it is to break. */
static int64_t pause_with_which_one_begins(struct test_rig *rig, struct wamcam_connections *room,
                                           bool breaks) {
    int32_t handle = wamcam_connections_open(room, TEST_HOST, 443);
    CHECK(handle > 0);
    struct wamcam_connection *connection = wamcam_connections_get(room, handle);
    CHECK(test_rig_run(rig, connection, test_is_open));
    int64_t pause_us = pause_of(connection);
    rig->server.manners.farewell = breaks ? TEST_FAREWELL_CUT : TEST_FAREWELL_NONE;
    CHECK(!breaks || test_rig_run(rig, connection, is_over));
    rig->server.manners.farewell = TEST_FAREWELL_NONE;
    CHECK_EQUAL_INT(0, wamcam_connections_close(room, handle));
    test_server_hang_up(&rig->server);
    return pause_us;
}

static void a_connection_that_broke_slows_the_next_one_down(void) {
    struct test_rig rig;
    test_rig_start(&rig, NULL);
    rig.board.limits.connections_max = 2;
    struct wamcam_connections *room = wamcam_connections_start(&rig.board);
    CHECK(room != NULL);
    CHECK_EQUAL_INT(5 * MS, pause_with_which_one_begins(&rig, room, false));
    CHECK_EQUAL_INT(5 * MS, pause_with_which_one_begins(&rig, room, true));
    CHECK_EQUAL_INT(10 * MS, pause_with_which_one_begins(&rig, room, false));
    CHECK_EQUAL_INT(10 * MS, pause_with_which_one_begins(&rig, room, true));
    CHECK_EQUAL_INT(20 * MS, pause_with_which_one_begins(&rig, room, true));
    CHECK_EQUAL_INT(40 * MS, pause_with_which_one_begins(&rig, room, false));
    wamcam_connections_stop(room);
    test_rig_stop(&rig);
}

static const struct check_test tests[] = {
    {"a_fixed_pace_has_a_pause_before_each_chunk", a_fixed_pace_has_a_pause_before_each_chunk},
    {"the_pace_of_the_board_ends_its_search_without_a_pause",
     the_pace_of_the_board_ends_its_search_without_a_pause},
    {"the_boards_bounds_count", the_boards_bounds_count},
    {"what_is_out_of_range_is_refused_and_changes_nothing",
     what_is_out_of_range_is_refused_and_changes_nothing},
    {"bytes_beyond_a_smaller_chunk_still_go", bytes_beyond_a_smaller_chunk_still_go},
    {"a_connection_that_broke_slows_the_next_one_down",
     a_connection_that_broke_slows_the_next_one_down},
};
CHECK_SUITE(net_pacing, tests);
