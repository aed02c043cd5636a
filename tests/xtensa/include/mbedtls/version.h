/** The version of mbedTLS whose functions include/mbedtls/sha256.h has. */
#ifndef MBEDTLS_VERSION_H
#define MBEDTLS_VERSION_H

#define MBEDTLS_VERSION_NUMBER 0x03060500

#endif
