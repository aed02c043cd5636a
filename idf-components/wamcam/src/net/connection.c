/*
 * An open link with a paced sender before it and a receive buffer behind it, and the deadlines
 * that watch over both. Everything here happens on the core thread.
 */
#include "net/connection.h"

#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "net/failure.h"
#include "net/link.h"
#include "net/sender.h"
#include "net/tls.h"

#define US_PER_MS 1000

/* Received and not yet fetched by the application. */
#define RECEIVE_BYTES 4096u

struct wamcam_connection {
    struct wamcam_link link;
    struct wamcam_failure failure;
    bool peer_closed;
    bool resumed;
    int64_t stall_limit_us;
    int64_t response_limit_us;

    struct wamcam_sender sender;
    int sending_over;         /* error after which nothing can be sent, but the peer may have */
                              /* answered before: reading goes on; 0: none */
    int64_t moved_at_us;      /* last time the link took a byte, or had none to take */
    int64_t below_bytes_seen; /* what TLS had passed on at that time */
    bool answer_awaited;
    int64_t awaited_since_us;

    uint8_t *received;
    size_t received_from;
    size_t received_to;
    int64_t received_bytes;
};

static int64_t now_us(const struct wamcam_connection *connection) {
    const struct wamcam_board *board = connection->link.board;
    return board->stopwatch_us(board->context);
}

static bool is_open(const struct wamcam_connection *connection) {
    return connection->link.state == WAMCAM_CONNECTION_OPEN && !connection->peer_closed &&
           connection->failure.error == 0;
}

static bool is_over(const struct wamcam_connection *connection) {
    return connection->failure.error != 0 || connection->peer_closed;
}

/* The failure is set: from here on only what was received is left. Returns true: it shows. */
static bool fail(struct wamcam_connection *connection) {
    wamcam_link_close(&connection->link);
    wamcam_sender_stop(&connection->sender);
    return true;
}

static int64_t at_most(int64_t value, int64_t most) {
    return value < most ? value : most;
}

static int64_t longest_pause_us(const struct wamcam_board *board) {
    return (int64_t)board->limits.send_pause_ms_max * US_PER_MS;
}

/* --- begin and end -------------------------------------------------------------------------- */

/* The link comes last: it starts a thread, which is to be had only when all else is there. */
static int start(struct wamcam_connection *connection, const struct wamcam_board *board,
                 const char *host, uint16_t port) {
    struct wamcam_pace_settings pace = wamcam_pace_adaptive(board->limits.send_chunk_bytes);
    pace.pause_us_max = at_most(pace.pause_us_max, longest_pause_us(board));
    int error = wamcam_sender_start(&connection->sender, pace, &connection->failure);
    if (error != 0) {
        return error;
    }
    connection->received = wamcam_memory_take(RECEIVE_BYTES);
    if (connection->received == NULL) {
        return WAMCAM_NO_MEMORY;
    }
    error = wamcam_link_start(&connection->link, board, wamcam_lookup_system, host, port,
                              &connection->failure);
    return error != 0 ? error : wamcam_connection_deadlines(connection, 0, 0, 0);
}

/* Before the link has started there is none to close. */
static void release(struct wamcam_connection *connection) {
    if (connection->link.board != NULL) {
        wamcam_link_close(&connection->link);
    }
    wamcam_sender_stop(&connection->sender);
    wamcam_memory_free(connection->received);
    wamcam_memory_free(connection);
}

struct wamcam_connection *wamcam_connection_open(const struct wamcam_board *board, const char *host,
                                                 uint16_t port, int *error) {
    struct wamcam_connection *connection = wamcam_memory_take(sizeof *connection);
    if (connection == NULL) {
        *error = WAMCAM_NO_MEMORY;
        return NULL;
    }
    *error = start(connection, board, host, port);
    if (*error != 0) {
        release(connection);
        return NULL;
    }
    return connection;
}

void wamcam_connection_close(struct wamcam_connection *connection) {
    release(connection);
}

static int64_t limit_us(int32_t wanted_ms, uint32_t board_ms) {
    return (wanted_ms > 0 ? (int64_t)wanted_ms : (int64_t)board_ms) * US_PER_MS;
}

int wamcam_connection_deadlines(struct wamcam_connection *connection, int32_t open_ms,
                                int32_t stall_ms, int32_t response_ms) {
    if (open_ms < 0 || stall_ms < 0 || response_ms < 0) {
        return WAMCAM_INVALID;
    }
    const struct wamcam_limits *limits = &connection->link.board->limits;
    connection->link.open_limit_us = limit_us(open_ms, limits->open_ms);
    connection->stall_limit_us = limit_us(stall_ms, limits->stall_ms);
    connection->response_limit_us = limit_us(response_ms, limits->response_ms);
    return 0;
}

/* --- pace ----------------------------------------------------------------------------------- */

int wamcam_connection_pace(struct wamcam_connection *connection, int32_t pause_ms_min,
                           int32_t pause_ms_max, int32_t chunk_bytes) {
    if (pause_ms_min < 0 || pause_ms_max < pause_ms_min || chunk_bytes < 0) {
        return WAMCAM_INVALID;
    }
    const struct wamcam_board *board = connection->link.board;
    int64_t longest_us = longest_pause_us(board);
    struct wamcam_pace_settings settings = {
        .chunk_bytes = chunk_bytes > 0 ? (size_t)chunk_bytes : board->limits.send_chunk_bytes,
        .pause_us_min = at_most((int64_t)pause_ms_min * US_PER_MS, longest_us),
        .pause_us_max = at_most((int64_t)pause_ms_max * US_PER_MS, longest_us),
    };
    wamcam_sender_pace(&connection->sender, settings);
    return 0;
}

int wamcam_connection_socket_options(struct wamcam_connection *connection,
                                     int32_t send_buffer_bytes, int32_t keep_alive_idle_s,
                                     int32_t keep_alive_interval_s, int32_t keep_alive_count) {
    bool probes = keep_alive_idle_s > 0;
    if (send_buffer_bytes < 0 || keep_alive_idle_s < 0 ||
        (probes && (keep_alive_interval_s < 1 || keep_alive_count < 1))) {
        return WAMCAM_INVALID;
    }
    int64_t most_bytes = connection->link.board->limits.send_buffer_bytes_max;
    connection->link.socket_options = (struct wamcam_socket_options){
        .send_buffer_bytes = (int32_t)at_most(send_buffer_bytes, most_bytes),
        .keep_alive_idle_s = keep_alive_idle_s,
        .keep_alive_interval_s = keep_alive_interval_s,
        .keep_alive_count = keep_alive_count,
    };
    return 0;
}

/* An open connection that the network ended: that may be for the way in which we sent. */
static bool is_broken(const struct wamcam_connection *connection) {
    int error = connection->failure.error;
    bool by_network = error == WAMCAM_TIMED_OUT || error == WAMCAM_CONNECTION_RESET;
    return connection->sending_over != 0 ||
           (connection->link.state == WAMCAM_CONNECTION_OPEN && by_network);
}

int64_t wamcam_connection_pause_after_us(const struct wamcam_connection *connection) {
    return wamcam_pace_after(&connection->sender.pace, is_broken(connection));
}

void wamcam_connection_resume_pause(struct wamcam_connection *connection, int64_t pause_us) {
    wamcam_pace_resume(&connection->sender.pace, pause_us);
}

/* --- receive -------------------------------------------------------------------------------- */

static void make_room_to_receive(struct wamcam_connection *connection) {
    if (connection->received_from == connection->received_to) {
        connection->received_from = 0;
        connection->received_to = 0;
    }
}

static bool receiving_failed(struct wamcam_connection *connection, int error) {
    const char *route = connection->link.route;
    if (error == WAMCAM_CONNECTION_RESET) {
        wamcam_failure_set(&connection->failure, error,
                           "%s broke off the connection: it ended without a goodbye.", route);
    } else {
        wamcam_failure_set(&connection->failure, error, "The connection to %s broke off: %s.",
                           route, wamcam_error_text(error));
    }
    return fail(connection);
}

static bool receive_some(struct wamcam_connection *connection) {
    bool happened = false;
    make_room_to_receive(connection);
    while (connection->received_to < RECEIVE_BYTES) {
        int result =
            wamcam_tls_receive(connection->link.tls, connection->received + connection->received_to,
                               RECEIVE_BYTES - connection->received_to);
        if (result == WAMCAM_WOULD_BLOCK) {
            return happened;
        }
        if (result < 0) {
            return receiving_failed(connection, result);
        }
        happened = true;
        if (result == 0) {
            connection->peer_closed = true;
            wamcam_sender_stop(&connection->sender);
            return happened;
        }
        connection->received_to += (size_t)result;
        connection->received_bytes += result;
        connection->answer_awaited = false;
    }
    return happened;
}

int wamcam_connection_receive(struct wamcam_connection *connection, uint8_t *out, size_t length) {
    size_t held = connection->received_to - connection->received_from;
    if (length == 0) {
        return WAMCAM_INVALID; /* 0 would say that the peer has closed */
    }
    if (held > 0) {
        size_t count = length < held ? length : held;
        memcpy(out, connection->received + connection->received_from, count);
        connection->received_from += count;
        return (int)count;
    }
    if (connection->failure.error != 0) {
        return connection->failure.error;
    }
    return connection->peer_closed ? 0 : WAMCAM_WOULD_BLOCK;
}

/* --- send ----------------------------------------------------------------------------------- */

static void await_answer(struct wamcam_connection *connection) {
    connection->answer_awaited = true;
    connection->awaited_since_us = now_us(connection);
}

/* The link takes no more. What the peer said before it went is worth more than that error. */
static void end_sending(struct wamcam_connection *connection, int error) {
    connection->sending_over = error;
    wamcam_sender_stop(&connection->sender);
    await_answer(connection);
}

/* A part of a record that the socket took is a sign of life, too. */
static void note_movement(struct wamcam_connection *connection) {
    int64_t below_bytes = wamcam_tls_below_bytes(connection->link.tls);
    if (below_bytes != connection->below_bytes_seen) {
        connection->below_bytes_seen = below_bytes;
        connection->moved_at_us = now_us(connection);
    }
}

static bool send_some(struct wamcam_connection *connection) {
    if (connection->sending_over != 0) {
        return false;
    }
    struct wamcam_stream below = wamcam_tls_stream(connection->link.tls);
    int result = wamcam_sender_advance(&connection->sender, &below, now_us(connection));
    note_movement(connection);
    if (result > 0) {
        bool all_gone = wamcam_sender_unsent(&connection->sender) == 0;
        if (all_gone) {
            await_answer(connection);
        }
        return all_gone || wamcam_sender_has_room(&connection->sender);
    }
    if (result == 0 || result == WAMCAM_WOULD_BLOCK) {
        return false;
    }
    if (connection->failure.error != 0) {
        return fail(connection);
    }
    end_sending(connection, result);
    return false;
}

/* 0 if bytes may be handed over now, else what to answer. */
static int may_send(const struct wamcam_connection *connection) {
    if (connection->failure.error != 0) {
        return connection->failure.error;
    }
    if (connection->sending_over != 0) {
        return connection->sending_over;
    }
    if (connection->peer_closed) {
        return WAMCAM_CONNECTION_RESET;
    }
    return is_open(connection) ? 0 : WAMCAM_WOULD_BLOCK;
}

/* More is handed over: if it is the first, pace and stall count from here. */
static void note_handed_over(struct wamcam_connection *connection) {
    if (wamcam_sender_unsent(&connection->sender) == 0) {
        connection->moved_at_us = now_us(connection);
        wamcam_pace_begin(&connection->sender.pace, connection->moved_at_us);
    }
}

int wamcam_connection_send(struct wamcam_connection *connection, const uint8_t *bytes,
                           size_t length) {
    int error = may_send(connection);
    if (error != 0) {
        return error;
    }
    note_handed_over(connection);
    return wamcam_sender_add(&connection->sender, bytes, length);
}

int wamcam_connection_send_file(struct wamcam_connection *connection, const char *path,
                                int64_t offset, int64_t length) {
    int error = may_send(connection);
    if (error != 0) {
        return error;
    }
    note_handed_over(connection);
    return wamcam_sender_add_file(&connection->sender, path, offset, length);
}

int64_t wamcam_connection_unsent(const struct wamcam_connection *connection) {
    return wamcam_sender_unsent(&connection->sender);
}

int wamcam_connection_sent_hash(const struct wamcam_connection *connection, uint8_t out[32]) {
    int error = wamcam_sender_hash(&connection->sender, out);
    if (error == WAMCAM_WOULD_BLOCK && may_send(connection) != 0) {
        return may_send(connection); /* it will never be all sent */
    }
    return error;
}

/* --- deadlines ------------------------------------------------------------------------------ */

static int64_t stall_deadline_us(const struct wamcam_connection *connection) {
    bool watched = connection->sending_over == 0 && wamcam_sender_unsent(&connection->sender) > 0;
    return watched ? connection->moved_at_us + connection->stall_limit_us : INT64_MAX;
}

static int64_t response_deadline_us(const struct wamcam_connection *connection) {
    bool watched = connection->answer_awaited && (connection->sending_over != 0 ||
                                                  wamcam_sender_unsent(&connection->sender) == 0);
    return watched ? connection->awaited_since_us + connection->response_limit_us : INT64_MAX;
}

static bool check_deadlines(struct wamcam_connection *connection) {
    char limit[32];
    int64_t now = now_us(connection);
    if (now >= stall_deadline_us(connection)) {
        wamcam_failure_set(&connection->failure, WAMCAM_TIMED_OUT,
                           "%s took no byte for %s while %" PRId64 " were still to be sent.",
                           connection->link.route,
                           wamcam_link_duration(connection->stall_limit_us, limit),
                           wamcam_sender_unsent(&connection->sender));
        return fail(connection);
    }
    if (now >= response_deadline_us(connection)) {
        wamcam_failure_set(&connection->failure, WAMCAM_TIMED_OUT,
                           "%s did not answer within %s after the last byte was sent.",
                           connection->link.route,
                           wamcam_link_duration(connection->response_limit_us, limit));
        return fail(connection);
    }
    return false;
}

/* --- for the core --------------------------------------------------------------------------- */

static bool advance_opening(struct wamcam_connection *connection) {
    bool happened = wamcam_link_advance(&connection->link);
    if (connection->failure.error != 0) {
        return fail(connection);
    }
    if (is_open(connection)) {
        connection->resumed = wamcam_tls_resumed(connection->link.tls);
        connection->below_bytes_seen = wamcam_tls_below_bytes(connection->link.tls);
    }
    return happened;
}

bool wamcam_connection_advance(struct wamcam_connection *connection) {
    if (is_over(connection)) {
        return false;
    }
    if (!is_open(connection)) {
        return advance_opening(connection);
    }
    bool happened = receive_some(connection);
    if (is_open(connection)) {
        happened = send_some(connection) || happened;
    }
    /* Last: what has arrived counts before any deadline does. */
    if (is_open(connection)) {
        happened = check_deadlines(connection) || happened;
    }
    return happened;
}

static int64_t earlier(int64_t one_us, int64_t other_us) {
    return one_us < other_us ? one_us : other_us;
}

static int64_t wait_open(const struct wamcam_connection *connection,
                         struct wamcam_wait_socket *socket) {
    const struct wamcam_sender *sender = &connection->sender;
    const struct wamcam_tls *tls = connection->link.tls;
    int64_t until_us = earlier(stall_deadline_us(connection), response_deadline_us(connection));
    socket->readable = connection->received_to < RECEIVE_BYTES ||
                       connection->received_from == connection->received_to;
    if (socket->readable && wamcam_tls_has_received(tls)) {
        until_us = INT64_MIN; /* decrypted bytes that no socket would tell of */
    }
    if (connection->sending_over == 0 && sender->pending_bytes > 0) {
        socket->writable = wamcam_tls_wants_write(tls);
        socket->readable = socket->readable || !socket->writable;
    } else if (connection->sending_over == 0 && wamcam_sender_unsent(sender) > 0) {
        until_us = earlier(until_us, wamcam_pace_next_us(&sender->pace));
    }
    bool anything = socket->readable || socket->writable;
    socket->descriptor = anything ? connection->link.descriptor : -1;
    return until_us;
}

int64_t wamcam_connection_wait(const struct wamcam_connection *connection,
                               struct wamcam_wait_socket *socket) {
    *socket = (struct wamcam_wait_socket){.descriptor = -1};
    if (is_over(connection)) {
        return INT64_MAX;
    }
    return is_open(connection) ? wait_open(connection, socket)
                               : wamcam_link_wait(&connection->link, socket);
}

/* --- for the application -------------------------------------------------------------------- */

int wamcam_connection_state(const struct wamcam_connection *connection) {
    if (connection->failure.error != 0) {
        return connection->failure.error;
    }
    return connection->peer_closed ? WAMCAM_CONNECTION_PEER_CLOSED : (int)connection->link.state;
}

void wamcam_connection_statistics(const struct wamcam_connection *connection,
                                  struct wamcam_connection_statistics *out) {
    *out = (struct wamcam_connection_statistics){
        .sent_bytes = connection->sender.sent_bytes,
        .received_bytes = connection->received_bytes,
        .open_us = connection->link.open_us,
        .would_block_count = connection->sender.pace.block_count,
        .longest_stall_us = connection->sender.pace.longest_block_us,
        .resumed = connection->resumed ? 1 : 0,
        .pause_us = connection->sender.pace.pause_us,
    };
}

const char *wamcam_connection_describe(const struct wamcam_connection *connection) {
    return connection->failure.sentence;
}
