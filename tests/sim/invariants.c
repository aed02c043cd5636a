#include "invariants.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card/card.h"
#include "cloud/request.h"
#include "cloud/services.h"
#include "memory.h"
#include "virtual_time.h"

#define TOLERANCE_US (2 * SIM_SECOND_US)
#define EXCUSE_US SIM_MINUTE_US
#define LINEAR_MEMORY_BYTES_MAX (512 * 1024)

static struct sim_expectation expectation;
static char broken[400];
static int64_t excused_until_us;
static int64_t last_number; /* of a shot that was reported since the start of the board; 0: none */

void sim_invariants_start(const struct sim_expectation *expected) {
    expectation = *expected;
    broken[0] = '\0';
    excused_until_us = 0;
    last_number = 0;
}

void sim_invariants_break(const char *sentence) {
    if (broken[0] == '\0') {
        snprintf(broken, sizeof broken, "after %.3f s: %s", (double)sim_time_us() / 1e6, sentence);
    }
}

__attribute__((format(printf, 1, 2))) static void break_with(const char *format, ...) {
    char sentence[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    sim_invariants_break(sentence);
}

const char *sim_invariants_broken(void) {
    return broken;
}

void sim_invariants_excuse(void) {
    excused_until_us = sim_time_us() + EXCUSE_US;
}

/* --- no stored photo disappears ------------------------------------------------------------- */

static void check_photos(void) {
    for (size_t index = 0; index < sim_oracle_photos(); index++) {
        const struct sim_photo *photo = sim_oracle_photo(index);
        if (photo->is_on_card && !sim_oracle_is_whole(photo)) {
            break_with("the photo %s was stored and is not whole any more", photo->path);
            return;
        }
    }
}

void sim_invariants_photo_removed(const struct sim_photo *photo) {
    if (photo->is_promised) {
        break_with("the photo %s was stored and is removed%s", photo->path,
                   photo->is_in_cloud ? "" : ", though it is not in Dropbox");
    }
}

void sim_invariants_power_was_cut(void) {
    sim_oracle_power_was_cut();
    check_photos();
}

/* --- no photo twice in Dropbox -------------------------------------------------------------- */

void sim_invariants_photo_in_cloud(const struct sim_photo *photo, const char *path,
                                   bool overwrites) {
    if (photo == NULL) {
        break_with("Dropbox has got %s, which no camera has taken", path);
    } else if (overwrites) {
        if (strcmp(path, expectation.latest_path) != 0) {
            break_with("%s is overwritten in Dropbox", path);
        }
    } else if (photo->is_in_cloud && strcmp(photo->cloud_path, path) != 0) {
        break_with("a photo is twice in Dropbox: as %s and as %s", photo->cloud_path, path);
    }
}

/* --- shots are on the grid ------------------------------------------------------------------ */

void sim_invariants_clock_set(int64_t utc_us) {
    int64_t error_us = utc_us - sim_time_utc_us(sim_time_us());
    if (llabs(error_us) > 20 * SIM_SECOND_US) {
        break_with("the clock is set wrong by %lld s", (long long)(error_us / SIM_SECOND_US));
    }
    sim_invariants_excuse();
}

static void check_grid(const struct sim_photo *photo, bool is_dark) {
    int64_t interval_us =
        (is_dark ? expectation.dark_interval_s : expectation.day_interval_s) * SIM_SECOND_US;
    int64_t late_us = photo->begun_utc_us % interval_us;
    bool is_excused = photo->begun_at_us < excused_until_us || photo->begun_utc_us < 0;
    if (!is_excused && late_us > TOLERANCE_US) {
        break_with("the photo %s was taken %lld ms after the moment that the schedule has",
                   photo->path, (long long)(late_us / 1000));
    }
}

/* --- what the application reports ----------------------------------------------------------- */

static int64_t number_in(const char *json, const char *name) {
    char text[32];
    return sim_json_member(json, name, text, sizeof text) ? strtoll(text, NULL, 10) : -1;
}

/** Numbers go on without a gap. */
static void check_numbers(int64_t first, int64_t count) {
    if (last_number != 0 && first != last_number + 1) {
        break_with("shot %lld follows shot %lld", (long long)first, (long long)last_number);
    }
    last_number = first + count - 1;
}

static bool is_hash(const char *text, const uint8_t hash[32]) {
    char expected[65];
    for (size_t index = 0; index < 32; index++) {
        snprintf(expected + 2 * index, 3, "%02x", (unsigned)hash[index]);
    }
    return strcmp(text, expected) == 0;
}

static void check_stored(const char *json) {
    char path[200];
    char full[256];
    char hash[80];
    char period[16];
    if (!sim_json_member(json, "path", path, sizeof path) ||
        !sim_json_member(json, "content_hash", hash, sizeof hash) ||
        !sim_json_member(json, "period", period, sizeof period)) {
        break_with("an event cannot be read: %s", json);
        return;
    }
    snprintf(full, sizeof full, SIM_CARD_FOLDER "/%s", path);
    struct sim_photo *photo = sim_oracle_photo_at(full);
    if (photo == NULL || !is_hash(hash, photo->hash)) {
        break_with("%s is reported as stored, and is not there with that content_hash", path);
        return;
    }
    if (photo->number != 0) {
        break_with("%s is reported as stored twice", path);
    }
    photo->number = number_in(json, "number");
    check_numbers(photo->number, 1);
    check_grid(photo, strcmp(period, "night") == 0);
}

static void check_verified(const char *json) {
    char hash[80] = "";
    sim_json_member(json, "content_hash", hash, sizeof hash);
    uint8_t bytes[32];
    for (size_t index = 0; index < 32; index++) {
        unsigned value = 0;
        sscanf(hash + 2 * index, "%2x", &value);
        bytes[index] = (uint8_t)value;
    }
    const struct sim_photo *photo = sim_oracle_photo_of_hash(bytes);
    if (photo == NULL || !photo->is_in_cloud) {
        break_with("shot %lld is reported as verified, and is not in Dropbox",
                   (long long)number_in(json, "number"));
    }
}

void sim_invariants_reported(const char *bytes, size_t length) {
    char json[2048];
    char kind[32] = "";
    snprintf(json, sizeof json, "%.*s", (int)length, bytes);
    if (!sim_json_member(json, "kind", kind, sizeof kind)) {
        break_with("an event cannot be read: %s", json);
    } else if (strcmp(kind, "stored") == 0) {
        check_stored(json);
    } else if (strcmp(kind, "missed") == 0) {
        check_numbers(number_in(json, "number"), number_in(json, "count"));
    } else if (strcmp(kind, "verified") == 0) {
        check_verified(json);
    }
    sim_invariants_logged(json);
}

/** Secrets are never shown. */
void sim_invariants_logged(const char *text) {
    static const char *const secrets[] = {SIM_APP_SECRET, SIM_REFRESH_TOKEN, SIM_AIO_KEY,
                                          "sl.secret"};
    for (size_t index = 0; index < sizeof secrets / sizeof secrets[0]; index++) {
        if (strstr(text, secrets[index]) != NULL) {
            sim_invariants_break("a secret stands in the log");
        }
    }
}

void sim_invariants_file_synced(const char *path, const struct sim_content *content) {
    (void)path;
    (void)content;
}

/* --- the program never ends by itself, and its memory is flat ------------------------------- */

void sim_invariants_booted(void) {
    last_number = 0;
    sim_invariants_excuse();
}

void sim_invariants_run_ended(int exit_code, const char *reason, bool was_asked_to,
                              uint64_t linear_memory_bytes) {
    if (!was_asked_to) {
        break_with("the program ended by itself with code %d: %s", exit_code, reason);
    }
    if (linear_memory_bytes > LINEAR_MEMORY_BYTES_MAX) {
        break_with("the linear memory has grown to %llu bytes",
                   (unsigned long long)linear_memory_bytes);
    }
    if (wamcam_memory_used() != 0) {
        break_with("%zu bytes of the core's memory were never given back", wamcam_memory_used());
    }
}

/* --- the end -------------------------------------------------------------------------------- */

void sim_invariants_at_the_end(void) {
    check_photos();
}
