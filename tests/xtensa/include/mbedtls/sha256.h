/**
 * SHA-256 as mbedTLS 3 declares it. There is no mbedTLS for this core; ../../sha256.c takes its
 * place, and main.c checks it against the vectors of FIPS 180-4.
 */
#ifndef MBEDTLS_SHA256_H
#define MBEDTLS_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t state[8];
    uint64_t total_bytes;
    unsigned char block[64];
} mbedtls_sha256_context;

void mbedtls_sha256_init(mbedtls_sha256_context *context);
void mbedtls_sha256_free(mbedtls_sha256_context *context);
int mbedtls_sha256_starts(mbedtls_sha256_context *context, int is_sha_224);
int mbedtls_sha256_update(mbedtls_sha256_context *context, const unsigned char *bytes,
                          size_t length);
int mbedtls_sha256_finish(mbedtls_sha256_context *context, unsigned char *digest);

#endif
