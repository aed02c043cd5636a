/*
 * content_hash over mbedTLS. The results of the SHA-256 calls are not looked at: software SHA-256
 * cannot fail, and if an accelerator did, the hash would be wrong and the comparison with the
 * server's hash would say so. A failure can cost an upload, never let a broken one pass.
 */
#include "store/content_hash.h"

#include <mbedtls/version.h>

#define DIGEST_BYTES 32u

/* mbedTLS 2.x calls the variants that can report an error ..._ret; 3.x dropped the others. */
#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define sha256_starts mbedtls_sha256_starts_ret
#define sha256_update mbedtls_sha256_update_ret
#define sha256_finish mbedtls_sha256_finish_ret
#else
#define sha256_starts mbedtls_sha256_starts
#define sha256_update mbedtls_sha256_update
#define sha256_finish mbedtls_sha256_finish
#endif

#define IS_SHA_224 0

/* Add the digest of the block under way to the whole and begin the next block. */
static void end_block(struct wamcam_content_hash *hash) {
    unsigned char digest[DIGEST_BYTES];
    (void)sha256_finish(&hash->block, digest);
    (void)sha256_update(&hash->whole, digest, sizeof digest);
    (void)sha256_starts(&hash->block, IS_SHA_224);
    hash->block_bytes = 0;
}

void wamcam_content_hash_start(struct wamcam_content_hash *hash) {
    mbedtls_sha256_init(&hash->block);
    mbedtls_sha256_init(&hash->whole);
    (void)sha256_starts(&hash->block, IS_SHA_224);
    (void)sha256_starts(&hash->whole, IS_SHA_224);
    hash->block_bytes = 0;
}

void wamcam_content_hash_add(struct wamcam_content_hash *hash, const uint8_t *bytes,
                             size_t length) {
    while (length > 0) {
        size_t room = WAMCAM_CONTENT_HASH_BLOCK_BYTES - hash->block_bytes;
        size_t part = length < room ? length : room;
        (void)sha256_update(&hash->block, bytes, part);
        hash->block_bytes += (uint32_t)part;
        bytes += part;
        length -= part;
        if (hash->block_bytes == WAMCAM_CONTENT_HASH_BLOCK_BYTES) {
            end_block(hash);
        }
    }
}

void wamcam_content_hash_finish(struct wamcam_content_hash *hash,
                                uint8_t out[WAMCAM_CONTENT_HASH_BYTES]) {
    if (hash->block_bytes > 0) {
        end_block(hash);
    }
    (void)sha256_finish(&hash->whole, out);
    wamcam_content_hash_abandon(hash);
}

void wamcam_content_hash_abandon(struct wamcam_content_hash *hash) {
    mbedtls_sha256_free(&hash->block);
    mbedtls_sha256_free(&hash->whole);
}
