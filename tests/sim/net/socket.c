/* The place of src/net/socket.c. An address is the name of its host. */
#include "net/socket.h"

#include "net/datagram.h"
#include "net/network.h"

static const char *name_in(const struct wamcam_address *address) {
    _Static_assert(sizeof address->socket_address >= SIM_HOST_BYTES, "an address holds a name");
    return (const char *)(const void *)&address->socket_address;
}

int wamcam_socket_connect(const struct wamcam_address *address,
                          const struct wamcam_socket_options *options) {
    (void)options;
    return sim_network_connect(name_in(address));
}

int wamcam_socket_datagram(const struct wamcam_address *address, uint16_t local_port) {
    (void)local_port;
    return sim_datagram_open(name_in(address));
}

int wamcam_socket_connected(int descriptor) {
    return sim_network_connected(descriptor);
}

int wamcam_socket_send(int descriptor, const uint8_t *bytes, size_t length) {
    return sim_datagram_has(descriptor) ? sim_datagram_send(descriptor, bytes, length)
                                        : sim_network_send(descriptor, bytes, length);
}

int wamcam_socket_receive(int descriptor, uint8_t *out, size_t length) {
    return sim_datagram_has(descriptor) ? sim_datagram_receive(descriptor, out, length)
                                        : sim_network_receive(descriptor, out, length);
}

void wamcam_socket_close(int descriptor) {
    if (sim_datagram_has(descriptor)) {
        sim_datagram_close(descriptor);
    } else {
        sim_network_close(descriptor);
    }
}
