/* The place of src/net/resolve.c: no thread, a lookup simply ends at its moment. */
#include "net/resolve.h"

#include <string.h>

#include "memory.h"
#include "net/network.h"
#include "power.h"
#include "virtual_time.h"

struct wamcam_resolve {
    char host[SIM_HOST_BYTES];
    int64_t ends_at_us;
    int error;
};

/* Never called: whoever looks up asks the simulated network. */
int wamcam_lookup_system(const char *host, uint16_t port, struct wamcam_addresses *out) {
    (void)host;
    (void)port;
    (void)out;
    return WAMCAM_NAME_UNKNOWN;
}

struct wamcam_resolve *wamcam_resolve_start(const struct wamcam_board *board, wamcam_lookup lookup,
                                            const char *host, uint16_t port) {
    (void)board;
    (void)lookup;
    (void)port;
    struct wamcam_resolve *resolve = wamcam_memory_take(sizeof *resolve);
    if (resolve != NULL) {
        strncpy(resolve->host, host, sizeof resolve->host - 1);
        resolve->ends_at_us = sim_time_us() + sim_network_lookup_us(&resolve->error);
        sim_network_lookup_ends(resolve->ends_at_us);
    }
    return resolve;
}

int wamcam_resolve_result(struct wamcam_resolve *resolve, struct wamcam_addresses *out) {
    if (sim_time_us() < resolve->ends_at_us) {
        return WAMCAM_WOULD_BLOCK;
    }
    *out = (struct wamcam_addresses){.count = 1};
    out->list[0].length = SIM_HOST_BYTES;
    memcpy(&out->list[0].socket_address, resolve->host, sizeof resolve->host);
    return resolve->error;
}

void wamcam_resolve_abandon(struct wamcam_resolve *resolve) {
    wamcam_memory_free(resolve);
}
