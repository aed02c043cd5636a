/* Only calls that mbedTLS 2.28 (Debian) and 3.6 (ESP-IDF 5.5) have in common. */
#include "runtime/signature.h"

#include <string.h>

#include <mbedtls/ecdsa.h>
#include <mbedtls/md.h>

#define DIGEST_BYTES 32u
#define NUMBER_BYTES 32u

/* An error would have to come from an accelerator; it leaves zeros, which no signature fits. */
static void digest_of(const uint8_t *bytes, size_t length, uint8_t digest[DIGEST_BYTES]) {
    memset(digest, 0, DIGEST_BYTES);
    (void)mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), bytes, length, digest);
}

void wamcam_signature_key_id(const struct wamcam_key *key, uint8_t id[WAMCAM_KEY_ID_BYTES]) {
    uint8_t digest[DIGEST_BYTES];
    digest_of(key->point, sizeof key->point, digest);
    memcpy(id, digest, WAMCAM_KEY_ID_BYTES);
}

struct numbers {
    mbedtls_ecp_group curve;
    mbedtls_ecp_point point;
    mbedtls_mpi r;
    mbedtls_mpi s;
};

static int load_key(struct numbers *numbers, const struct wamcam_key *key) {
    int code = mbedtls_ecp_group_load(&numbers->curve, MBEDTLS_ECP_DP_SECP256R1);
    if (code == 0) {
        code = mbedtls_ecp_point_read_binary(&numbers->curve, &numbers->point, key->point,
                                             sizeof key->point);
    }
    return code == 0 ? mbedtls_ecp_check_pubkey(&numbers->curve, &numbers->point) : code;
}

static int check(struct numbers *numbers, const uint8_t digest[DIGEST_BYTES],
                 const uint8_t signature[WAMCAM_SIGNATURE_BYTES]) {
    int code = mbedtls_mpi_read_binary(&numbers->r, signature, NUMBER_BYTES);
    if (code == 0) {
        code = mbedtls_mpi_read_binary(&numbers->s, signature + NUMBER_BYTES, NUMBER_BYTES);
    }
    return code == 0 ? mbedtls_ecdsa_verify(&numbers->curve, digest, DIGEST_BYTES, &numbers->point,
                                            &numbers->r, &numbers->s)
                     : code;
}

static int error_of(int code, enum wamcam_error otherwise) {
    bool no_memory = code == MBEDTLS_ERR_MPI_ALLOC_FAILED || code == MBEDTLS_ERR_ECP_ALLOC_FAILED;
    return code == 0 ? 0 : no_memory ? WAMCAM_NO_MEMORY : (int)otherwise;
}

int wamcam_signature_verify(const struct wamcam_key *key, const uint8_t *bytes, size_t length,
                            const uint8_t signature[WAMCAM_SIGNATURE_BYTES]) {
    struct numbers numbers;
    uint8_t digest[DIGEST_BYTES];
    mbedtls_ecp_group_init(&numbers.curve);
    mbedtls_ecp_point_init(&numbers.point);
    mbedtls_mpi_init(&numbers.r);
    mbedtls_mpi_init(&numbers.s);
    digest_of(bytes, length, digest);
    int status = error_of(load_key(&numbers, key), WAMCAM_INVALID);
    if (status == 0) {
        status = error_of(check(&numbers, digest, signature), WAMCAM_ACCESS);
    }
    mbedtls_mpi_free(&numbers.s);
    mbedtls_mpi_free(&numbers.r);
    mbedtls_ecp_point_free(&numbers.point);
    mbedtls_ecp_group_free(&numbers.curve);
    return status;
}
