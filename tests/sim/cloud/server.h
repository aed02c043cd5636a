/** The model server of all hosts: greets, reads requests strictly, lets a service answer. */
#ifndef SIM_CLOUD_SERVER_H
#define SIM_CLOUD_SERVER_H

#include <stddef.h>
#include <stdint.h>

struct sim_server_connection; /* opaque */

void sim_server_start(uint64_t seed);
/** Somebody connects to a host; `descriptor` is the connection's of the network. */
struct sim_server_connection *sim_server_open(int descriptor, const char *host);
/** Bytes have come. */
void sim_server_receive(struct sim_server_connection *connection, const uint8_t *bytes,
                        size_t length);
/** The connection is no more. */
void sim_server_close(struct sim_server_connection *connection);

#endif
