/** Dropbox's content_hash: SHA-256 over the SHA-256 digests of blocks of 4 MiB. */
#ifndef WAMCAM_STORE_CONTENT_HASH_H
#define WAMCAM_STORE_CONTENT_HASH_H

#include <stddef.h>
#include <stdint.h>

#include <mbedtls/sha256.h>

#define WAMCAM_CONTENT_HASH_BYTES 32
#define WAMCAM_CONTENT_HASH_BLOCK_BYTES (4u * 1024u * 1024u)

struct wamcam_content_hash {
    mbedtls_sha256_context block;
    mbedtls_sha256_context whole;
    uint32_t block_bytes; /**< Bytes in the block under way. */
};

/** Start. Must be ended with wamcam_content_hash_finish() or _abandon(). */
void wamcam_content_hash_start(struct wamcam_content_hash *hash);
void wamcam_content_hash_add(struct wamcam_content_hash *hash, const uint8_t *bytes, size_t length);
/** Write the hash and free the contexts. */
void wamcam_content_hash_finish(struct wamcam_content_hash *hash,
                                uint8_t out[WAMCAM_CONTENT_HASH_BYTES]);
void wamcam_content_hash_abandon(struct wamcam_content_hash *hash);

#endif
