/** The manifest of an application: lines of text "key value". docs/package.md lists the keys. */
#ifndef WAMCAM_RUNTIME_MANIFEST_H
#define WAMCAM_RUNTIME_MANIFEST_H

#include "wamcam/package.h"

/** Longest manifest, in bytes. */
#define WAMCAM_MANIFEST_BYTES_MAX 2048u

/** 0, or INVALID or NOT_SUPPORTED (a later ABI) with one sentence in `reason`. */
int wamcam_manifest_parse(struct wamcam_text text, struct wamcam_manifest *manifest, char *reason,
                          size_t reason_size);

/** Whether the manifest asks for a capability, by its place in imports.json. */
bool wamcam_manifest_uses(const struct wamcam_manifest *manifest, uint32_t capability);
/** The same by its name; false if there is no such. */
bool wamcam_manifest_uses_named(const struct wamcam_manifest *manifest, struct wamcam_text name);
/** Whether net may connect to this host; capital letters are as good as small ones. */
bool wamcam_manifest_allows_host(const struct wamcam_manifest *manifest, const char *host);
/** Whether sntp may ask this host for the time. */
bool wamcam_manifest_allows_time_server(const struct wamcam_manifest *manifest, const char *host);
/** Whether card may open this path, which is relative to the card: it is a folder or below one. */
bool wamcam_manifest_allows_path(const struct wamcam_manifest *manifest, const uint8_t *path,
                                 size_t length);

#endif
