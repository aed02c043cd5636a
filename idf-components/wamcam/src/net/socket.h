/** TCP and UDP sockets that never block. POSIX only; the same on lwIP and Linux. */
#ifndef WAMCAM_NET_SOCKET_H
#define WAMCAM_NET_SOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/** More addresses of one host than this are not tried. */
#define WAMCAM_ADDRESSES_MAX 8

/**
 * What a socket is asked for besides what all have: no delay of small writes (TCP_NODELAY), as we
 * write in whole chunks.
 */
struct wamcam_socket_options {
    /** SO_SNDBUF; 0: the system's. lwIP has one size for all sockets and refuses. */
    int32_t send_buffer_bytes;
    /** Keep-alive finds a dead peer in silence: until the first probe; 0: none are sent. */
    int32_t keep_alive_idle_s;
    int32_t keep_alive_interval_s; /**< From probe to probe. */
    int32_t keep_alive_count;      /**< Probes without an answer that end the connection. */
};

/** The options of a socket for which nothing else was asked. */
#define WAMCAM_SOCKET_OPTIONS                                                                      \
    { 0, 10, 5, 3 }

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
int wamcam_socket_connect(const struct wamcam_address *address,
                          const struct wamcam_socket_options *options);
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
