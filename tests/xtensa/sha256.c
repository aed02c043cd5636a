/* SHA-256 after FIPS 180-4, section 6.2. */
#include "mbedtls/sha256.h"

#include "mbedtls/md.h"

#include <string.h>

#define BLOCK_BYTES 64u
#define LENGTH_AT 56u /* of the last block */

/* Section 4.2.2. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* Section 5.3.3. */
static const uint32_t initial_state[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t rotate(uint32_t word, int bits) {
    return (word >> bits) | (word << (32 - bits));
}

static void schedule(const unsigned char *block, uint32_t words[64]) {
    for (int index = 0; index < 16; index++, block += 4) {
        words[index] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 |
                       (uint32_t)block[2] << 8 | block[3];
    }
    for (int index = 16; index < 64; index++) {
        uint32_t early = words[index - 15];
        uint32_t late = words[index - 2];
        words[index] = words[index - 16] + (rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)) +
                       words[index - 7] + (rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10));
    }
}

/** One step; the eight variables move on by one name with each, so callers turn them around. */
static inline void step(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f,
                        uint32_t g, uint32_t *h, uint32_t addend) {
    uint32_t first =
        *h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + addend;
    *d += first;
    *h = first + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
}

static void add_block(uint32_t state[8], const unsigned char *block) {
    uint32_t words[64];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    schedule(block, words);
    for (int index = 0; index < 64; index += 8) {
        const uint32_t *constant = constants + index;
        const uint32_t *word = words + index;
        step(a, b, c, &d, e, f, g, &h, constant[0] + word[0]);
        step(h, a, b, &c, d, e, f, &g, constant[1] + word[1]);
        step(g, h, a, &b, c, d, e, &f, constant[2] + word[2]);
        step(f, g, h, &a, b, c, d, &e, constant[3] + word[3]);
        step(e, f, g, &h, a, b, c, &d, constant[4] + word[4]);
        step(d, e, f, &g, h, a, b, &c, constant[5] + word[5]);
        step(c, d, e, &f, g, h, a, &b, constant[6] + word[6]);
        step(b, c, d, &e, f, g, h, &a, constant[7] + word[7]);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void mbedtls_sha256_init(mbedtls_sha256_context *context) {
    memset(context, 0, sizeof *context);
}

void mbedtls_sha256_free(mbedtls_sha256_context *context) {
    memset(context, 0, sizeof *context);
}

int mbedtls_sha256_starts(mbedtls_sha256_context *context, int is_sha_224) {
    (void)is_sha_224; /* never asked for */
    memcpy(context->state, initial_state, sizeof context->state);
    context->total_bytes = 0;
    return 0;
}

int mbedtls_sha256_update(mbedtls_sha256_context *context, const unsigned char *bytes,
                          size_t length) {
    size_t used = (size_t)(context->total_bytes % BLOCK_BYTES);
    context->total_bytes += length;
    while (length > 0) {
        size_t part = BLOCK_BYTES - used < length ? BLOCK_BYTES - used : length;
        memcpy(context->block + used, bytes, part);
        bytes += part;
        length -= part;
        used += part;
        if (used == BLOCK_BYTES) {
            add_block(context->state, context->block);
            used = 0;
        }
    }
    return 0;
}

int mbedtls_sha256_finish(mbedtls_sha256_context *context, unsigned char *digest) {
    uint64_t bits = context->total_bytes * 8;
    unsigned char length[8];
    for (int index = 0; index < 8; index++) {
        length[index] = (unsigned char)(bits >> (56 - 8 * index));
    }
    mbedtls_sha256_update(context, (const unsigned char *)"\x80", 1);
    while (context->total_bytes % BLOCK_BYTES != LENGTH_AT) {
        mbedtls_sha256_update(context, (const unsigned char *)"", 1);
    }
    mbedtls_sha256_update(context, length, sizeof length);
    for (int index = 0; index < 32; index++) {
        digest[index] = (unsigned char)(context->state[index / 4] >> (24 - index % 4 * 8));
    }
    return 0;
}

struct mbedtls_md_info_t {
    mbedtls_md_type_t type;
};

const mbedtls_md_info_t *mbedtls_md_info_from_type(mbedtls_md_type_t type) {
    static const mbedtls_md_info_t sha256 = {MBEDTLS_MD_SHA256};
    return type == MBEDTLS_MD_SHA256 ? &sha256 : NULL;
}

int mbedtls_md(const mbedtls_md_info_t *info, const unsigned char *bytes, size_t length,
               unsigned char *digest) {
    mbedtls_sha256_context context;
    (void)info; /* there is only one */
    mbedtls_sha256_init(&context);
    mbedtls_sha256_starts(&context, 0);
    mbedtls_sha256_update(&context, bytes, length);
    mbedtls_sha256_finish(&context, digest);
    return 0;
}
