/** The shape that every layer of the stack pace → TLS → socket shows to the one above it. */
#ifndef WAMCAM_NET_STREAM_H
#define WAMCAM_NET_STREAM_H

#include <stddef.h>
#include <stdint.h>

struct wamcam_stream {
    void *context;
    /**
     * Bytes accepted (> 0), WAMCAM_WOULD_BLOCK, or the error that ended sending for good. After
     * WOULD_BLOCK the call must be repeated with the same pointer and the same length: TLS keeps
     * the record it has made of them, and counts by what the repeated call says.
     */
    int (*send)(void *context, const uint8_t *bytes, size_t length);
    /** Bytes received (> 0), 0 = the peer has closed, WAMCAM_WOULD_BLOCK, or the final error. */
    int (*receive)(void *context, uint8_t *out, size_t length);
};

#endif
