/**
 * UDP of the simulated network: a socket sends to one host, which is a time server; datagrams are
 * late, or lost.
 */
#ifndef SIM_NET_DATAGRAM_H
#define SIM_NET_DATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void sim_datagram_start(uint64_t seed);
/** All sockets are gone: the board has none any more. */
void sim_datagram_end(void);

/** Whether a descriptor is one of these. */
bool sim_datagram_has(int descriptor);
/** When a socket has something to tell, SIM_NEVER for nothing. */
int64_t sim_datagram_readable_at_us(int descriptor);

/* For socket.c; results as those of src/net/socket.h. */
int sim_datagram_open(const char *host);
int sim_datagram_send(int descriptor, const uint8_t *bytes, size_t length);
int sim_datagram_receive(int descriptor, uint8_t *out, size_t length);
void sim_datagram_close(int descriptor);

#endif
