/**
 * The simulated network: connections that take time, stall, break and refuse, with a model server
 * behind each host. Bytes go as they are: in the place of TLS there is a greeting only.
 */
#ifndef SIM_NET_NETWORK_H
#define SIM_NET_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** Longest name of a host that is connected to, with its NUL. */
#define SIM_HOST_BYTES 100

void sim_network_start(uint64_t seed);
/** All connections are gone: the board has none any more. */
void sim_network_end(void);
/** True while nothing gets through. */
bool sim_network_is_out(void);
/** The next moment at which one of these sockets, or a lookup, has something to tell. */
int64_t sim_network_wakes_at_us(const struct wamcam_wait_socket *sockets, size_t count);

/** How long a lookup takes, and its error in *error or 0. */
int64_t sim_network_lookup_us(int *error);
/** A lookup is under way until a moment; SIM_NEVER: none. */
void sim_network_lookup_ends(int64_t at_us);

/* For socket.c; results as those of src/net/socket.h. */
int sim_network_connect(const char *host);
int sim_network_connected(int descriptor);
int sim_network_send(int descriptor, const uint8_t *bytes, size_t length);
int sim_network_receive(int descriptor, uint8_t *out, size_t length);
void sim_network_close(int descriptor);

/** What becomes of an answer on its way. */
enum sim_answer_fate {
    SIM_ANSWER_ARRIVES,
    SIM_ANSWER_ARRIVES_IN_PARTS, /**< With a long pause in the middle. */
    SIM_ANSWER_CUT,              /**< A part arrives, then the connection breaks. */
    SIM_ANSWER_LOST,             /**< The connection breaks instead. */
    SIM_ANSWER_NEVER,            /**< Silence. */
};

/** For the server: answer on a connection, after thinking for so long. The bytes are copied. */
void sim_network_answer(int descriptor, const uint8_t *bytes, size_t length, int64_t thinking_us,
                        enum sim_answer_fate fate);
/** For the server: when the latest bytes came. */
int64_t sim_network_arrived_at_us(int descriptor);
/** For the server: close in good order once the answer has gone. */
void sim_network_hang_up(int descriptor);

#endif
