/** A certificate authority of the tests' own, and the certificates it issues. */
#ifndef WAMCAM_TEST_AUTHORITY_H
#define WAMCAM_TEST_AUTHORITY_H

#include <stdbool.h>

#include <mbedtls/pk.h>
#include <mbedtls/x509_crt.h>

/** Host names of all tests' servers. */
#define TEST_HOST "cloud.test"

struct test_identity {
    mbedtls_pk_context key;
    mbedtls_x509_crt certificate;
};

struct test_identity_order {
    const char *name;                   /**< Common name. */
    const char *not_before;             /**< YYYYMMDDhhmmss; NULL: 2020. */
    const char *not_after;              /**< NULL: 2049. */
    const struct test_identity *issuer; /**< NULL: self-signed. */
    bool is_authority;
};

void test_identity_make(struct test_identity *identity, const struct test_identity_order *order);
void test_identity_free(struct test_identity *identity);

/** The authority that the tests' board trusts, and one that nobody trusts. Made once. */
const struct test_identity *test_trusted_authority(void);
const struct test_identity *test_foreign_authority(void);

/** Random numbers for mbedTLS on the tests' side. */
int test_random(void *context, unsigned char *out, size_t length);

#endif
