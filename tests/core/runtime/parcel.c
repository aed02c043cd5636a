#include "runtime/parcel.h"

#include <string.h>

#include <mbedtls/ecdsa.h>
#include <mbedtls/md.h>

#include "check.h"
#include "runtime/signature.h"

/* RFC 6979, A.2.5: the private key x and the public point U. */
static const uint8_t private_key[32] = {
    0xc9, 0xaf, 0xa9, 0xd8, 0x45, 0xba, 0x75, 0x16, 0x6b, 0x5c, 0x21, 0x57, 0x67, 0xb1, 0xd6, 0x93,
    0x4e, 0x50, 0xc3, 0xdb, 0x36, 0xe8, 0x9b, 0x12, 0x7b, 0x8a, 0x62, 0x2b, 0x12, 0x0f, 0x67, 0x21,
};

const struct wamcam_key parcel_key = {
    {0x04, 0x60, 0xfe, 0xd4, 0xba, 0x25, 0x5a, 0x9d, 0x31, 0xc9, 0x61, 0xeb, 0x74,
     0xc6, 0x35, 0x6d, 0x68, 0xc0, 0x49, 0xb8, 0x92, 0x3b, 0x61, 0xfa, 0x6c, 0xe6,
     0x69, 0x62, 0x2e, 0x60, 0xf2, 0x9f, 0xb6, 0x79, 0x03, 0xfe, 0x10, 0x08, 0xb8,
     0xbc, 0x99, 0xa4, 0x1a, 0xe9, 0xe9, 0x56, 0x28, 0xbc, 0x64, 0xf2, 0xf1, 0xb2,
     0x0c, 0x2d, 0x7e, 0x9f, 0x51, 0x77, 0xa3, 0xc2, 0x94, 0xd4, 0x46, 0x22, 0x99}};

void parcel_begin(struct parcel *parcel) {
    parcel->length = 0;
    parcel_add(parcel, "\0asm\1\0\0\0", 8);
}

void parcel_add(struct parcel *parcel, const void *bytes, size_t length) {
    CHECK(parcel->length + length <= sizeof parcel->bytes);
    memcpy(parcel->bytes + parcel->length, bytes, length);
    parcel->length += length;
}

static void add_byte(struct parcel *parcel, size_t byte) {
    uint8_t one = (uint8_t)byte;
    parcel_add(parcel, &one, 1);
}

void parcel_section(struct parcel *parcel, uint8_t id, const void *content, size_t length) {
    add_byte(parcel, id);
    if (length > 127) {
        add_byte(parcel, (length & 127u) | 128u);
    }
    add_byte(parcel, length > 127 ? length >> 7 : length);
    parcel_add(parcel, content, length);
}

static size_t add_name(uint8_t *out, const char *name) {
    size_t length = strlen(name);
    out[0] = (uint8_t)length;
    memcpy(out + 1, name, length);
    return length + 1;
}

void parcel_custom(struct parcel *parcel, const char *name, const void *content, size_t length) {
    static uint8_t all[PARCEL_BYTES_MAX];
    size_t named = add_name(all, name);
    memcpy(all + named, content, length);
    parcel_section(parcel, 0, all, named + length);
}

void parcel_import(struct parcel *parcel, const char *module, const char *function) {
    static const uint8_t type[] = {1, 0x60, 1, 0x7f, 1, 0x7f}; /* (i32) -> i32 */
    uint8_t content[200] = {1};
    size_t length = 1;
    length += add_name(content + length, module);
    length += add_name(content + length, function);
    parcel_section(parcel, 1, type, sizeof type);
    parcel_section(parcel, 2, content, length + 2); /* a function of type 0 */
}

/* No secret is at stake: the RFC's key is everybody's. */
static int no_random(void *context, unsigned char *out, size_t length) {
    static unsigned char next;
    (void)context;
    for (size_t index = 0; index < length; index++) {
        out[index] = ++next;
    }
    return 0;
}

static void sign(const uint8_t *bytes, size_t length, uint8_t signature[WAMCAM_SIGNATURE_BYTES]) {
    mbedtls_ecp_group curve;
    mbedtls_mpi r;
    mbedtls_mpi s;
    mbedtls_mpi key;
    uint8_t digest[32];
    mbedtls_ecp_group_init(&curve);
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    mbedtls_mpi_init(&key);
    CHECK_EQUAL_INT(
        0, mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), bytes, length, digest));
    CHECK_EQUAL_INT(0, mbedtls_ecp_group_load(&curve, MBEDTLS_ECP_DP_SECP256R1));
    CHECK_EQUAL_INT(0, mbedtls_mpi_read_binary(&key, private_key, sizeof private_key));
    CHECK_EQUAL_INT(
        0, mbedtls_ecdsa_sign(&curve, &r, &s, &key, digest, sizeof digest, no_random, NULL));
    CHECK_EQUAL_INT(0, mbedtls_mpi_write_binary(&r, signature, 32));
    CHECK_EQUAL_INT(0, mbedtls_mpi_write_binary(&s, signature + 32, 32));
    mbedtls_mpi_free(&key);
    mbedtls_mpi_free(&s);
    mbedtls_mpi_free(&r);
    mbedtls_ecp_group_free(&curve);
}

void parcel_sign(const uint8_t *bytes, size_t length, uint8_t content[PARCEL_SIGNATURE_BYTES]) {
    content[0] = 1;
    wamcam_signature_key_id(&parcel_key, content + 1);
    sign(bytes, length, content + 1 + WAMCAM_KEY_ID_BYTES);
}

void parcel_finish(struct parcel *parcel, const char *manifest) {
    uint8_t content[PARCEL_SIGNATURE_BYTES];
    if (manifest != NULL) {
        parcel_custom(parcel, "wamcam.manifest", manifest, strlen(manifest));
    }
    parcel_sign(parcel->bytes, parcel->length, content);
    parcel_custom(parcel, "wamcam.signature", content, sizeof content);
}
