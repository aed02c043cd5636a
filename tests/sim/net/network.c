#include "net/network.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "cloud/server.h"
#include "digest.h"
#include "draw.h"
#include "faults.h"
#include "net/datagram.h"
#include "power.h"
#include "virtual_time.h"
#include "wamcam/errors.h"

#define CONNECTIONS_MAX 8
#define LOOKUPS_MAX 8
/* What lwIP takes before it waits for an acknowledgement, by default. */
#define WINDOW_BYTES 5744
#define IN_FLIGHT_MAX 32

/** A piece that is on its way and fills the window until it is acknowledged. */
struct piece {
    int64_t acknowledged_at_us;
    size_t bytes;
};

struct connection {
    bool is_used;
    char host[SIM_HOST_BYTES];
    int64_t connected_at_us;
    int connect_error;
    int64_t latency_us;
    int64_t bytes_per_s;

    struct piece in_flight[IN_FLIGHT_MAX];
    size_t pieces;
    int64_t link_free_at_us;
    int64_t arrived_at_us; /* of the latest piece, with the server */
    int64_t broken_at_us;  /* from then on there is only an error */

    uint8_t *answer;
    size_t answer_length;
    size_t answer_taken;
    size_t first_part;
    int64_t first_at_us;
    int64_t rest_at_us;
    int64_t closed_at_us;
    struct sim_server_connection *server;
};

static struct connection connections[CONNECTIONS_MAX];
static int64_t lookups[LOOKUPS_MAX];
static struct sim_draw draw;
static int64_t outage_from_us;
static int64_t outage_until_us;

static void plan_outage(void) {
    int64_t mean_us = sim_faults.outage_mean_us;
    outage_from_us = SIM_NEVER;
    outage_until_us = SIM_NEVER;
    if (mean_us > 0) {
        outage_from_us = sim_time_us() + sim_draw_between(&draw, 1, 2 * mean_us);
        outage_until_us = outage_from_us + sim_draw_scaled(&draw, SIM_SECOND_US, 4 * SIM_HOUR_US);
    }
}

void sim_network_start(uint64_t seed) {
    sim_draw_start(&draw, seed, "network");
    sim_datagram_start(seed);
    plan_outage();
    for (size_t index = 0; index < LOOKUPS_MAX; index++) {
        lookups[index] = SIM_NEVER;
    }
}

void sim_network_end(void) {
    sim_datagram_end();
    for (int descriptor = 0; descriptor < CONNECTIONS_MAX; descriptor++) {
        sim_network_close(descriptor);
    }
    for (size_t index = 0; index < LOOKUPS_MAX; index++) {
        lookups[index] = SIM_NEVER;
    }
}

bool sim_network_is_out(void) {
    bool faults_are_over = sim_faults.outage_mean_us == 0;
    if (!faults_are_over && sim_time_us() >= outage_until_us) {
        plan_outage();
    }
    return !faults_are_over && sim_time_us() >= outage_from_us;
}

/** When something that is sent now sets out: TCP repeats itself until the network is back. */
static int64_t sets_out_at_us(void) {
    return sim_network_is_out() ? outage_until_us + sim_draw_between(&draw, 0, 3 * SIM_SECOND_US)
                                : sim_time_us();
}

/* --- lookup --------------------------------------------------------------------------------- */

int64_t sim_network_lookup_us(int *error) {
    *error = 0;
    if (sim_network_is_out() || sim_draw_chance(&draw, sim_faults.lookup_fails)) {
        *error = WAMCAM_NAME_UNKNOWN;
        return sim_draw_between(&draw, 1000, 15 * SIM_SECOND_US);
    }
    return sim_draw_between(&draw, 1000, 80000);
}

void sim_network_lookup_ends(int64_t at_us) {
    for (size_t index = 0; index < LOOKUPS_MAX; index++) {
        if (lookups[index] == SIM_NEVER || lookups[index] <= sim_time_us()) {
            lookups[index] = at_us;
            return;
        }
    }
}

/* --- connect -------------------------------------------------------------------------------- */

static struct connection *connection_of(int descriptor) {
    bool is_valid = descriptor >= 0 && descriptor < CONNECTIONS_MAX;
    return is_valid && connections[descriptor].is_used ? &connections[descriptor] : NULL;
}

static int draw_connect_error(void) {
    static const int errors[] = {WAMCAM_CONNECTION_REFUSED, WAMCAM_UNREACHABLE, WAMCAM_TIMED_OUT};
    if (sim_network_is_out()) {
        return WAMCAM_TIMED_OUT;
    }
    bool fails = sim_draw_chance(&draw, sim_faults.connect_fails);
    return fails ? errors[sim_draw_between(&draw, 0, 2)] : 0;
}

int sim_network_connect(const char *host) {
    int descriptor = 0;
    while (descriptor < CONNECTIONS_MAX && connections[descriptor].is_used) {
        descriptor++;
    }
    if (descriptor == CONNECTIONS_MAX || sim_power_is_gone()) {
        return WAMCAM_NO_MEMORY;
    }
    struct connection *connection = &connections[descriptor];
    *connection = (struct connection){.is_used = true,
                                      .latency_us = sim_draw_scaled(&draw, 4000, 150000),
                                      .bytes_per_s = sim_draw_scaled(&draw, 20000, 1000000),
                                      .broken_at_us = SIM_NEVER,
                                      .first_at_us = SIM_NEVER,
                                      .rest_at_us = SIM_NEVER,
                                      .closed_at_us = SIM_NEVER};
    strncpy(connection->host, host, sizeof connection->host - 1);
    connection->connect_error = draw_connect_error();
    connection->connected_at_us = connection->connect_error == WAMCAM_TIMED_OUT
                                      ? SIM_NEVER
                                      : sim_time_us() + 2 * connection->latency_us;
    connection->server = sim_server_open(descriptor, connection->host);
    sim_digest_bytes("connect", host, strlen(host));
    return descriptor;
}

int sim_network_connected(int descriptor) {
    const struct connection *connection = connection_of(descriptor);
    if (connection == NULL || sim_power_is_gone()) {
        return WAMCAM_CONNECTION_RESET;
    }
    return sim_time_us() < connection->connected_at_us ? WAMCAM_WOULD_BLOCK
                                                       : connection->connect_error;
}

void sim_network_close(int descriptor) {
    struct connection *connection = connection_of(descriptor);
    if (connection != NULL) {
        sim_server_close(connection->server);
        free(connection->answer);
        connection->is_used = false;
        connection->answer = NULL;
    }
}

/* --- send ----------------------------------------------------------------------------------- */

static size_t room(struct connection *connection) {
    size_t filled = 0;
    size_t kept = 0;
    for (size_t index = 0; index < connection->pieces; index++) {
        struct piece piece = connection->in_flight[index];
        if (piece.acknowledged_at_us > sim_time_us()) {
            connection->in_flight[kept++] = piece;
            filled += piece.bytes;
        }
    }
    connection->pieces = kept;
    return kept < IN_FLIGHT_MAX && filled < WINDOW_BYTES ? WINDOW_BYTES - filled : 0;
}

static bool is_broken(const struct connection *connection) {
    return sim_time_us() >= connection->broken_at_us;
}

/** A piece sets out; returns when it arrives with the server. */
static int64_t dispatch(struct connection *connection, size_t bytes) {
    int64_t from_us = sets_out_at_us();
    if (sim_draw_chance(&draw, sim_faults.stall)) {
        from_us += sim_draw_scaled(&draw, SIM_SECOND_US, 60 * SIM_SECOND_US);
    }
    from_us = from_us > connection->link_free_at_us ? from_us : connection->link_free_at_us;
    connection->link_free_at_us = from_us + (int64_t)bytes * 1000000 / connection->bytes_per_s;
    return connection->link_free_at_us + connection->latency_us;
}

int sim_network_send(int descriptor, const uint8_t *bytes, size_t length) {
    struct connection *connection = connection_of(descriptor);
    if (connection == NULL || sim_power_is_gone() || is_broken(connection)) {
        return WAMCAM_CONNECTION_RESET;
    }
    size_t free_bytes = room(connection);
    if (free_bytes == 0) {
        return WAMCAM_WOULD_BLOCK;
    }
    size_t taken = length < free_bytes ? length : free_bytes;
    if (sim_draw_chance(&draw, sim_faults.reset)) {
        connection->broken_at_us = sim_time_us() + sim_draw_between(&draw, 0, 100000);
    }
    connection->arrived_at_us = dispatch(connection, taken);
    connection->in_flight[connection->pieces++] =
        (struct piece){connection->arrived_at_us + connection->latency_us, taken};
    sim_digest_bytes("send", bytes, taken);
    sim_server_receive(connection->server, bytes, taken);
    return (int)taken;
}

/* --- answer --------------------------------------------------------------------------------- */

void sim_network_answer(int descriptor, const uint8_t *bytes, size_t length, int64_t thinking_us,
                        enum sim_answer_fate fate) {
    struct connection *connection = connection_of(descriptor);
    int64_t at_us = connection->arrived_at_us + thinking_us + connection->latency_us;
    at_us = sim_network_is_out() && at_us < outage_until_us ? outage_until_us : at_us;
    if (fate == SIM_ANSWER_NEVER) {
        return;
    }
    if (fate == SIM_ANSWER_LOST) {
        connection->broken_at_us = at_us;
        return;
    }
    size_t left = connection->answer_length - connection->answer_taken;
    uint8_t *joined = sim_take(left + length);
    if (left > 0) {
        memcpy(joined, connection->answer + connection->answer_taken, left);
    }
    memcpy(joined + left, bytes, length);
    free(connection->answer);
    connection->answer = joined;
    connection->answer_taken = 0;
    connection->answer_length = left + length;
    bool is_whole = fate == SIM_ANSWER_ARRIVES;
    connection->first_part =
        is_whole ? left + length : left + (size_t)sim_draw_between(&draw, 0, (int64_t)length - 1);
    connection->first_at_us = at_us;
    connection->rest_at_us =
        is_whole ? at_us : at_us + sim_draw_scaled(&draw, 10000, 25 * SIM_SECOND_US);
    if (fate == SIM_ANSWER_CUT) {
        connection->answer_length = connection->first_part;
        connection->broken_at_us = connection->rest_at_us;
    }
}

int64_t sim_network_arrived_at_us(int descriptor) {
    return connection_of(descriptor)->arrived_at_us;
}

void sim_network_hang_up(int descriptor) {
    struct connection *connection = connection_of(descriptor);
    bool has_answer = connection->rest_at_us != SIM_NEVER;
    connection->closed_at_us = has_answer ? connection->rest_at_us : connection->arrived_at_us;
}

/** Bytes of the answer that have arrived. */
static size_t arrived(const struct connection *connection) {
    if (sim_time_us() >= connection->rest_at_us) {
        return connection->answer_length;
    }
    return sim_time_us() >= connection->first_at_us ? connection->first_part : 0;
}

int sim_network_receive(int descriptor, uint8_t *out, size_t length) {
    struct connection *connection = connection_of(descriptor);
    if (connection == NULL || sim_power_is_gone()) {
        return WAMCAM_CONNECTION_RESET;
    }
    size_t there = arrived(connection);
    if (there > connection->answer_taken) {
        size_t left = there - connection->answer_taken;
        size_t count = length < left ? length : left;
        memcpy(out, connection->answer + connection->answer_taken, count);
        connection->answer_taken += count;
        return (int)count;
    }
    if (is_broken(connection)) {
        return WAMCAM_CONNECTION_RESET;
    }
    bool is_over = connection->answer_taken == connection->answer_length &&
                   sim_time_us() >= connection->closed_at_us;
    return is_over ? 0 : WAMCAM_WOULD_BLOCK;
}

/* --- waiting -------------------------------------------------------------------------------- */

static int64_t earlier(int64_t one_us, int64_t other_us) {
    return one_us < other_us ? one_us : other_us;
}

static int64_t readable_at_us(const struct connection *connection) {
    if (arrived(connection) > connection->answer_taken) {
        return sim_time_us();
    }
    int64_t at_us = earlier(connection->broken_at_us, connection->closed_at_us);
    if (connection->answer_taken < connection->answer_length) {
        bool has_begun = sim_time_us() >= connection->first_at_us;
        at_us = earlier(at_us, has_begun ? connection->rest_at_us : connection->first_at_us);
    }
    return at_us;
}

static int64_t writable_at_us(struct connection *connection) {
    if (room(connection) > 0) {
        return sim_time_us();
    }
    int64_t at_us = connection->broken_at_us;
    for (size_t index = 0; index < connection->pieces; index++) {
        at_us = earlier(at_us, connection->in_flight[index].acknowledged_at_us);
    }
    return at_us;
}

int64_t sim_network_wakes_at_us(const struct wamcam_wait_socket *sockets, size_t count) {
    int64_t at_us = SIM_NEVER;
    for (size_t index = 0; index < LOOKUPS_MAX; index++) {
        if (lookups[index] > sim_time_us()) {
            at_us = earlier(at_us, lookups[index]);
        }
    }
    for (size_t index = 0; index < count; index++) {
        at_us = earlier(at_us, sim_datagram_readable_at_us(sockets[index].descriptor));
        struct connection *connection = connection_of(sockets[index].descriptor);
        if (connection == NULL) {
            continue;
        }
        if (sim_time_us() < connection->connected_at_us) {
            at_us = earlier(at_us, connection->connected_at_us);
            continue;
        }
        if (sockets[index].readable) {
            at_us = earlier(at_us, readable_at_us(connection));
        }
        if (sockets[index].writable) {
            at_us = earlier(at_us, writable_at_us(connection));
        }
    }
    return at_us;
}
