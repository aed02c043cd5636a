#include "console/clock_told.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define KIND "{\"kind\":\"time\","

/** Behind the name of a field; NULL without it. Texts are no names: their quotes have a \\. */
static const char *find(const char *event, const char *name) {
    char field[24];
    snprintf(field, sizeof field, ",\"%s\":", name);
    const char *at = strstr(event, field);
    return at == NULL ? NULL : at + strlen(field);
}

static bool read_whole(const char *event, const char *name, int64_t *value) {
    const char *at = find(event, name);
    return at != NULL && sscanf(at, "%" SCNd64, value) == 1;
}

/** The text of a field up to its first quote or \\. */
static void read_text(const char *event, const char *name, char *out, size_t size) {
    const char *at = find(event, name);
    at = at == NULL || *at != '"' ? "" : at + 1;
    snprintf(out, size, "%.*s", (int)strcspn(at, "\"\\"), at);
}

void wamcam_clock_told_hear(struct wamcam_clock_told *told, const char *event, int64_t uptime_us) {
    if (strncmp(event, KIND, strlen(KIND)) != 0) {
        return;
    }
    *told = (struct wamcam_clock_told){.at_uptime_us = uptime_us, .is_kept = true};
    /* The comma of the kind is that of the field behind it. */
    event += strlen(KIND) - 1;
    read_text(event, "source", told->source, sizeof told->source);
    told->has_error = read_whole(event, "error_ms", &told->error_ms);
    told->has_drift = read_whole(event, "drift_ppm", &told->drift_ppm);
}

void wamcam_clock_told_by_person(struct wamcam_clock_told *told, int64_t uptime_us) {
    *told =
        (struct wamcam_clock_told){.source = "a person, at the console", .at_uptime_us = uptime_us};
}
