/** TCP and UDP sockets that never block. POSIX only; the same on lwIP and Linux. */
#ifndef WAMCAM_NET_SOCKET_H
#define WAMCAM_NET_SOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/** More addresses of one host than this are not tried. */
#define WAMCAM_ADDRESSES_MAX 8

/** Keep-alive finds a dead peer while we wait: first probe, distance, probes without answer. */
#define WAMCAM_KEEP_ALIVE_IDLE_S 10
#define WAMCAM_KEEP_ALIVE_INTERVAL_S 5
#define WAMCAM_KEEP_ALIVE_COUNT 3

struct wamcam_address {
    struct sockaddr_storage socket_address; /**< Port included. */
    socklen_t length;
};

/** The addresses of one host in the order in which they are to be tried. */
struct wamcam_addresses {
    struct wamcam_address list[WAMCAM_ADDRESSES_MAX];
    size_t count;
};

/** Begin to connect. Returns a descriptor (>= 0) or an error of enum wamcam_error. */
int wamcam_socket_connect(const struct wamcam_address *address);
/** 0 = connected, WOULD_BLOCK = not yet, else why not. The descriptor stays open. */
int wamcam_socket_connected(int descriptor);

/**
 * A UDP socket that sends to one address and hears from no other. `local_port` is its own port;
 * where that is taken the system chooses another. Returns a descriptor (>= 0) or an error.
 */
int wamcam_socket_datagram(const struct wamcam_address *address, uint16_t local_port);

/** Bytes taken (> 0), WOULD_BLOCK or an error. Never raises SIGPIPE. */
int wamcam_socket_send(int descriptor, const uint8_t *bytes, size_t length);
/**
 * Bytes received (> 0), 0 = the peer has ended its side, WOULD_BLOCK or an error. Of UDP: one
 * datagram, cut to `length`; 0 is an empty one.
 */
int wamcam_socket_receive(int descriptor, uint8_t *out, size_t length);
void wamcam_socket_close(int descriptor);

#endif
