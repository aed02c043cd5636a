#define _POSIX_C_SOURCE 200809L

#include "net/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/poll.h> /* ESP-IDF has no <poll.h> */
#include <unistd.h>

#include "net/failure.h"
#include "wamcam/errors.h"

/* Where send() has no such flag, SO_NOSIGPIPE does it or there are no signals at all (lwIP). */
#ifdef MSG_NOSIGNAL
#define SEND_FLAGS MSG_NOSIGNAL
#else
#define SEND_FLAGS 0
#endif

/* A socket works without its options, only less well: their failure is no reason to give up. */
static void set_option(int descriptor, int level, int option, int value) {
    (void)setsockopt(descriptor, level, option, &value, sizeof value);
}

static void set_keep_alive(int descriptor, const struct wamcam_socket_options *options) {
    if (options->keep_alive_idle_s == 0) {
        return;
    }
    set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
    set_option(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, options->keep_alive_idle_s);
    set_option(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, options->keep_alive_interval_s);
    set_option(descriptor, IPPROTO_TCP, TCP_KEEPCNT, options->keep_alive_count);
#endif
}

static void set_options(int descriptor, const struct wamcam_socket_options *options) {
    set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    set_keep_alive(descriptor, options);
    if (options->send_buffer_bytes > 0) {
        set_option(descriptor, SOL_SOCKET, SO_SNDBUF, options->send_buffer_bytes);
    }
#ifdef SO_NOSIGPIPE
    set_option(descriptor, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
}

static int make_non_blocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL, 0);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) {
        return wamcam_failure_from_errno(errno);
    }
    (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC); /* lwIP has no exec and may refuse */
    return 0;
}

int wamcam_socket_connect(const struct wamcam_address *address,
                          const struct wamcam_socket_options *options) {
    const struct sockaddr *target = (const struct sockaddr *)&address->socket_address;
    int descriptor = socket(target->sa_family, SOCK_STREAM, 0);
    if (descriptor < 0) {
        return wamcam_failure_from_errno(errno);
    }
    int error = make_non_blocking(descriptor);
    set_options(descriptor, options);
    if (error == 0 && connect(descriptor, target, address->length) != 0 && errno != EINPROGRESS &&
        errno != EINTR) {
        error = wamcam_failure_from_errno(errno);
        /* EAGAIN from connect() means no free local port, not "come again". */
        error = error == WAMCAM_WOULD_BLOCK ? WAMCAM_UNREACHABLE : error;
    }
    if (error != 0) {
        close(descriptor);
        return error;
    }
    return descriptor;
}

/* A socket without the port it was to have works as well: that is no reason to give up. */
static void bind_to_port(int descriptor, sa_family_t family, uint16_t port) {
    if (family == AF_INET6) {
        struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
        (void)bind(descriptor, (const struct sockaddr *)&any, sizeof any);
    } else {
        struct sockaddr_in any = {.sin_family = family, .sin_port = htons(port)};
        (void)bind(descriptor, (const struct sockaddr *)&any, sizeof any);
    }
}

int wamcam_socket_datagram(const struct wamcam_address *address, uint16_t local_port) {
    const struct sockaddr *target = (const struct sockaddr *)&address->socket_address;
    int descriptor = socket(target->sa_family, SOCK_DGRAM, 0);
    if (descriptor < 0) {
        return wamcam_failure_from_errno(errno);
    }
    int error = make_non_blocking(descriptor);
    bind_to_port(descriptor, target->sa_family, local_port);
    if (error == 0 && connect(descriptor, target, address->length) != 0) {
        error = wamcam_failure_from_errno(errno);
    }
    if (error != 0) {
        close(descriptor);
        return error;
    }
    return descriptor;
}

int wamcam_socket_connected(int descriptor) {
    struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
    int ready = poll(&wait, 1, 0);
    if (ready == 0) {
        return WAMCAM_WOULD_BLOCK;
    }
    if (ready < 0) {
        return wamcam_failure_from_errno(errno);
    }
    int errno_value = 0;
    socklen_t length = sizeof errno_value;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &errno_value, &length) != 0) {
        errno_value = errno;
    }
    return errno_value == 0 ? 0 : wamcam_failure_from_errno(errno_value);
}

static size_t at_most_int(size_t length) {
    return length > INT_MAX ? INT_MAX : length;
}

int wamcam_socket_send(int descriptor, const uint8_t *bytes, size_t length) {
    ssize_t count = send(descriptor, bytes, at_most_int(length), SEND_FLAGS);
    return count >= 0 ? (int)count : wamcam_failure_from_errno(errno);
}

int wamcam_socket_receive(int descriptor, uint8_t *out, size_t length) {
    ssize_t count = recv(descriptor, out, at_most_int(length), 0);
    return count >= 0 ? (int)count : wamcam_failure_from_errno(errno);
}

void wamcam_socket_close(int descriptor) {
    close(descriptor);
}
