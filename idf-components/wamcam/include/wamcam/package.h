/**
 * What an application brings in its file besides code: a manifest, which says what it may use, and
 * a signature, which says who made it. docs/package.md describes both.
 *
 * No function changes anything, and all may be called on any thread.
 */
#ifndef WAMCAM_PACKAGE_H
#define WAMCAM_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** Room for the longest name of an application and NUL. */
#define WAMCAM_MANIFEST_NAME_SIZE 33
#define WAMCAM_MANIFEST_HOSTS_MAX 16
#define WAMCAM_MANIFEST_TIME_SERVERS_MAX 4
#define WAMCAM_MANIFEST_FOLDERS_MAX 8

/** Text inside the application's file; no NUL at its end. */
struct wamcam_text {
    const char *bytes;
    size_t length;
};

/** Version of an application, by the rules of semver.org without what may follow the numbers. */
struct wamcam_version {
    uint16_t major;
    uint16_t minor;
    uint16_t patch;
};

/** What an application says of itself and asks for. Its texts live as long as the file's bytes. */
struct wamcam_manifest {
    char name[WAMCAM_MANIFEST_NAME_SIZE]; /**< Small letters, digits and hyphens. */
    struct wamcam_version version;
    uint32_t abi;          /**< Version of the imports that it is written for. */
    uint32_t memory_kib;   /**< Most linear memory, in KiB: whole pages of 64. */
    uint32_t capabilities; /**< Bit N: the capability N of imports.json. */
    struct wamcam_text hosts[WAMCAM_MANIFEST_HOSTS_MAX]; /**< Of net; "*" is any. */
    size_t host_count;
    struct wamcam_text time_servers[WAMCAM_MANIFEST_TIME_SERVERS_MAX]; /**< Of sntp; "*" is any. */
    size_t time_server_count;
    struct wamcam_text folders[WAMCAM_MANIFEST_FOLDERS_MAX]; /**< Of card; "" is the whole card. */
    size_t folder_count;
};

/**
 * Take an application's file apart: its sections, its manifest, and whether the manifest asks for
 * all that the code imports. Says nothing of who made it. 0, or with one sentence in `reason`:
 * TOO_BIG (the file, or the memory that it begins with), NOT_SUPPORTED (a later ABI) or INVALID.
 */
int wamcam_package_read(const struct wamcam_limits *limits, const uint8_t *bytes, size_t length,
                        struct wamcam_manifest *manifest, char *reason, size_t reason_size);

/**
 * Check the signature against `count` keys that are trusted. Takes a second on a slow board. 0, or
 * with one sentence in `reason`: ACCESS (no signature, another's, or the file was changed), INVALID
 * (damaged) or NO_MEMORY.
 */
int wamcam_package_verify(const struct wamcam_key *keys, size_t count, const uint8_t *bytes,
                          size_t length, char *reason, size_t reason_size);

/** How many bytes a signature covers or would cover: all before it, else the whole file. */
size_t wamcam_package_covered_bytes(const uint8_t *bytes, size_t length);

/** Less than, equal to or greater than 0 as `one` is older than, the same as or newer. */
int wamcam_version_compare(struct wamcam_version one, struct wamcam_version other);

#endif
