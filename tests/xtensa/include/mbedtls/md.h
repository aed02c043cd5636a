/** The part of mbedTLS' hashes that the core calls: SHA-256 of bytes that lie in one piece. */
#ifndef MBEDTLS_MD_H
#define MBEDTLS_MD_H

#include <stddef.h>

typedef enum { MBEDTLS_MD_SHA256 } mbedtls_md_type_t;
typedef struct mbedtls_md_info_t mbedtls_md_info_t;

const mbedtls_md_info_t *mbedtls_md_info_from_type(mbedtls_md_type_t type);
int mbedtls_md(const mbedtls_md_info_t *info, const unsigned char *bytes, size_t length,
               unsigned char *digest);

#endif
