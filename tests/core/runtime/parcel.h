/** Files of applications, made piece by piece: sections, manifest, signature. */
#ifndef WAMCAM_PARCEL_H
#define WAMCAM_PARCEL_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** As much as a slot of flash_double holds. */
#define PARCEL_BYTES_MAX 98304
/** What parcel_finish() adds to the text of the manifest, at most. */
#define PARCEL_PACKAGE_BYTES 120u

struct parcel {
    uint8_t bytes[PARCEL_BYTES_MAX];
    size_t length;
};

/** A manifest that asks for app alone. */
#define PARCEL_MANIFEST "abi 1\nname parcel\nversion 1.2.3\nmemory 64\nuse app\n"

/** What stands in the section of a signature: the format, the id of the key, r and s. */
#define PARCEL_SIGNATURE_BYTES 73

/** The private key is that of RFC 6979 A.2.5. */
extern const struct wamcam_key parcel_key;

/** Begin with the head of a WebAssembly file. */
void parcel_begin(struct parcel *parcel);
void parcel_add(struct parcel *parcel, const void *bytes, size_t length);
/** A section of fewer than 16,384 bytes. */
void parcel_section(struct parcel *parcel, uint8_t id, const void *content, size_t length);
void parcel_custom(struct parcel *parcel, const char *name, const void *content, size_t length);
/** One import, of a function. */
void parcel_import(struct parcel *parcel, const char *module, const char *function);
/** The content of the section with the signature of any bytes. */
void parcel_sign(const uint8_t *bytes, size_t length, uint8_t content[PARCEL_SIGNATURE_BYTES]);
/** The manifest, if it is not NULL, and the section with the signature of all before it. */
void parcel_finish(struct parcel *parcel, const char *manifest);

#endif
