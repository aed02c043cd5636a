#include "authority.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/ecp.h>
#include <mbedtls/version.h>

#include "check.h"

/* Good enough for certificates that live for one test run, and the same in every run. */
int test_random(void *context, unsigned char *out, size_t length) {
    static struct check_random random;
    (void)context;
    if (random.state == 0) {
        random = check_random_seed(20260101);
    }
    for (size_t i = 0; i < length; i++) {
        out[i] = (unsigned char)(check_random_next(&random) >> 24);
    }
    return 0;
}

static void must(int code, const char *what) {
    if (code < 0) {
        printf("making a certificate failed at %s: -0x%04x\n", what, (unsigned)-code);
        abort();
    }
}

static void make_key(mbedtls_pk_context *key) {
    mbedtls_pk_init(key);
    must(mbedtls_pk_setup(key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)), "key");
    must(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key), test_random, NULL),
         "key pair");
}

static void set_serial(mbedtls_x509write_cert *writer) {
#if MBEDTLS_VERSION_NUMBER >= 0x03040000
    unsigned char serial[] = {1, 2, 3};
    must(mbedtls_x509write_crt_set_serial_raw(writer, serial, sizeof serial), "serial number");
#else
    mbedtls_mpi serial;
    mbedtls_mpi_init(&serial);
    must(mbedtls_mpi_lset(&serial, 66051), "serial number");
    must(mbedtls_x509write_crt_set_serial(writer, &serial), "serial number");
    mbedtls_mpi_free(&serial);
#endif
}

static void write_name(char *out, size_t size, const char *common_name) {
    snprintf(out, size, "CN=%s,O=wamcam tests", common_name);
}

void test_identity_make(struct test_identity *identity, const struct test_identity_order *order) {
    mbedtls_x509write_cert writer;
    unsigned char der[2048];
    char subject[100];
    char issuer[200];
    make_key(&identity->key);
    mbedtls_x509write_crt_init(&writer);
    mbedtls_x509write_crt_set_version(&writer, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(&writer, MBEDTLS_MD_SHA256);
    write_name(subject, sizeof subject, order->name);
    write_name(issuer, sizeof issuer, order->name);
    mbedtls_pk_context *issuer_key = &identity->key;
    if (order->issuer != NULL) {
        must(mbedtls_x509_dn_gets(issuer, sizeof issuer, &order->issuer->certificate.subject),
             "issuer's name");
        issuer_key = (mbedtls_pk_context *)&order->issuer->key;
    }
    must(mbedtls_x509write_crt_set_subject_name(&writer, subject), "subject");
    must(mbedtls_x509write_crt_set_issuer_name(&writer, issuer), "issuer");
    mbedtls_x509write_crt_set_subject_key(&writer, &identity->key);
    mbedtls_x509write_crt_set_issuer_key(&writer, issuer_key);
    set_serial(&writer);
    must(mbedtls_x509write_crt_set_validity(
             &writer, order->not_before != NULL ? order->not_before : "20200101000000",
             order->not_after != NULL ? order->not_after : "20491231235959"),
         "validity");
    must(mbedtls_x509write_crt_set_basic_constraints(&writer, order->is_authority, -1),
         "constraints");
    int length = mbedtls_x509write_crt_der(&writer, der, sizeof der, test_random, NULL);
    must(length, "signature");
    mbedtls_x509write_crt_free(&writer);
    mbedtls_x509_crt_init(&identity->certificate);
    /* The writer puts the certificate at the end of the buffer. */
    must(mbedtls_x509_crt_parse_der(&identity->certificate, der + sizeof der - length,
                                    (size_t)length),
         "parsing");
}

void test_identity_free(struct test_identity *identity) {
    mbedtls_x509_crt_free(&identity->certificate);
    mbedtls_pk_free(&identity->key);
}

static const struct test_identity *made_once(struct test_identity *identity, bool *made,
                                             const char *name) {
    if (!*made) {
        test_identity_make(identity,
                           &(struct test_identity_order){.name = name, .is_authority = true});
        *made = true;
    }
    return identity;
}

const struct test_identity *test_trusted_authority(void) {
    static struct test_identity identity;
    static bool made;
    return made_once(&identity, &made, "Trusted authority");
}

const struct test_identity *test_foreign_authority(void) {
    static struct test_identity identity;
    static bool made;
    return made_once(&identity, &made, "Foreign authority");
}
