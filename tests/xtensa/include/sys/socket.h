/** The types of POSIX sockets that the core's headers name. There are no sockets here. */
#ifndef SYS_SOCKET_H
#define SYS_SOCKET_H

#include <stdint.h>

typedef uint32_t socklen_t;

struct sockaddr_storage {
    uint64_t bytes[16];
};

#endif
