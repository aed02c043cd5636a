#include "net/datagram.h"

#include <string.h>

#include "cloud/services.h"
#include "digest.h"
#include "draw.h"
#include "faults.h"
#include "net/network.h"
#include "power.h"
#include "virtual_time.h"
#include "wamcam/errors.h"

/* Far from the descriptors of network.c. */
#define FIRST_DESCRIPTOR 1000
#define SOCKETS_MAX 2

struct datagram_socket {
    bool is_used;
    int64_t arrives_at_us; /* SIM_NEVER: nothing is on its way */
    int error;             /* what arrives, if it is no answer: ICMP's "nobody listens" */
    uint8_t answer[SIM_TIME_PACKET_BYTES];
};

static struct datagram_socket sockets[SOCKETS_MAX];
static struct sim_draw draw;

static struct datagram_socket *socket_of(int descriptor) {
    int index = descriptor - FIRST_DESCRIPTOR;
    bool is_valid = index >= 0 && index < SOCKETS_MAX && sockets[index].is_used;
    return is_valid ? &sockets[index] : NULL;
}

void sim_datagram_start(uint64_t seed) {
    sim_draw_start(&draw, seed, "datagrams");
    sim_datagram_end();
}

void sim_datagram_end(void) {
    memset(sockets, 0, sizeof sockets);
}

bool sim_datagram_has(int descriptor) {
    return descriptor >= FIRST_DESCRIPTOR;
}

int64_t sim_datagram_readable_at_us(int descriptor) {
    const struct datagram_socket *socket = socket_of(descriptor);
    return socket == NULL ? SIM_NEVER : socket->arrives_at_us;
}

int sim_datagram_open(const char *host) {
    for (int index = 0; index < SOCKETS_MAX; index++) {
        if (!sockets[index].is_used && !sim_power_is_gone()) {
            sockets[index] = (struct datagram_socket){.is_used = true, .arrives_at_us = SIM_NEVER};
            sim_digest_bytes("datagrams to", host, strlen(host));
            return FIRST_DESCRIPTOR + index;
        }
    }
    return WAMCAM_NO_MEMORY;
}

/** Lost on the way there or back; nobody says so. */
static bool is_lost(void) {
    return sim_network_is_out() || sim_draw_chance(&draw, sim_faults.connect_fails) ||
           sim_draw_chance(&draw, sim_faults.answer_lost);
}

int sim_datagram_send(int descriptor, const uint8_t *bytes, size_t length) {
    struct datagram_socket *socket = socket_of(descriptor);
    if (socket == NULL || sim_power_is_gone()) {
        return WAMCAM_UNREACHABLE;
    }
    sim_digest_bytes("datagram", bytes, length);
    if (is_lost()) {
        return (int)length;
    }
    int64_t there_us = sim_time_us() + sim_draw_scaled(&draw, 4000, 150000);
    socket->arrives_at_us = there_us + sim_draw_scaled(&draw, 4000, 150000);
    socket->error = 0;
    if (sim_draw_chance(&draw, sim_faults.handshake_fails)) {
        socket->error = WAMCAM_CONNECTION_REFUSED;
    } else if (!sim_time_server(bytes, length, there_us, &draw, socket->answer)) {
        socket->arrives_at_us = SIM_NEVER;
    }
    return (int)length;
}

int sim_datagram_receive(int descriptor, uint8_t *out, size_t length) {
    struct datagram_socket *socket = socket_of(descriptor);
    if (socket == NULL || sim_power_is_gone()) {
        return WAMCAM_UNREACHABLE;
    }
    if (sim_time_us() < socket->arrives_at_us) {
        return WAMCAM_WOULD_BLOCK;
    }
    size_t count = length < sizeof socket->answer ? length : sizeof socket->answer;
    socket->arrives_at_us = SIM_NEVER;
    memcpy(out, socket->answer, count);
    return socket->error != 0 ? socket->error : (int)count;
}

void sim_datagram_close(int descriptor) {
    struct datagram_socket *socket = socket_of(descriptor);
    if (socket != NULL) {
        socket->is_used = false;
    }
}
