/** What settings.toml may say; docs/configuration/settings.md explains it. */
#ifndef WAMCAM_CONSOLE_SETTINGS_KEYS_H
#define WAMCAM_CONSOLE_SETTINGS_KEYS_H

#include <stdbool.h>
#include <stddef.h>

struct wamcam_settings_key {
    const char *name;
    bool is_number;                     /**< Not a string. */
    bool (*is_good)(const char *value); /**< As far as the core can know. */
    const char *expected;               /**< Of a value, behind the name. */
};

/** By its number from 0; NULL past the last. */
const struct wamcam_settings_key *wamcam_settings_key(size_t index);
/** By its name; NULL: the application knows none of that name. */
const struct wamcam_settings_key *wamcam_settings_key_find(const char *name);

#endif
