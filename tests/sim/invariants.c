#include "invariants.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card/card.h"
#include "claims.h"
#include "cloud/request.h"
#include "cloud/services.h"
#include "memory.h"
#include "moments.h"
#include "power.h"
#include "virtual_time.h"

#define TOLERANCE_US (2 * SIM_SECOND_US)
/* A clock that is slewed back stands still for the application, which then is early. */
#define EARLY_US (SIM_SECOND_US / 50)
#define EXCUSE_US SIM_MINUTE_US
/* What slewing does, and correcting a clock that ran on in sleep: no shot is late for it. */
#define SMALL_STEP_US (SIM_SECOND_US / 2)
#define LINEAR_MEMORY_BYTES_MAX (512 * 1024)
/* Answers get lost, but not always those about one photo. */
#define ARRIVALS_MAX 100
/* A photo that was taken so shortly before the end may be on its way. */
#define ON_ITS_WAY_US (2 * SIM_MINUTE_US)

static struct sim_expectation expectation;
static char broken[400];
static int64_t excused_until_us;
static int64_t last_number; /* of a shot that was reported since the start of the board; 0: none */
static int64_t unnumbered;  /* shots reported as missed in this start before there were numbers */
static int starts;
static bool has_dropped; /* the ledger says that it could not keep everything */

static void forget_numbers(void) {
    last_number = 0;
    unnumbered = 0;
}

void sim_invariants_start(const struct sim_expectation *expected) {
    expectation = *expected;
    broken[0] = '\0';
    excused_until_us = 0;
    starts = 0;
    has_dropped = false;
    forget_numbers();
    sim_claims_start();
}

/** The life ends here, and with it the recording. */
void sim_invariants_break(const char *sentence) {
    if (broken[0] == '\0') {
        snprintf(broken, sizeof broken, "after %.3f s: %s", (double)sim_time_us() / 1e6, sentence);
        sim_power_cut();
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
    const struct sim_claim *claim = photo->number == 0 ? NULL : sim_claims_about(photo->number);
    bool is_allowed = expectation.may_delete && photo->is_in_cloud && claim != NULL &&
                      claim->is_verified && claim->is_deleted;
    if (photo->is_promised && !is_allowed) {
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
    bool is_status = strcmp(path, expectation.status_path) == 0;
    if (photo == NULL && !is_status) {
        break_with("Dropbox has got %s, which no camera has taken", path);
    } else if (overwrites) {
        if (photo == NULL ? !is_status : strcmp(path, expectation.latest_path) != 0) {
            break_with("%s is overwritten in Dropbox", path);
        }
    } else if (photo->arrivals > ARRIVALS_MAX) {
        break_with("%s is sent to Dropbox again and again", path);
    } else if (photo->is_in_cloud && strcmp(photo->cloud_path, path) != 0) {
        break_with("a photo is twice in Dropbox: as %s and as %s", photo->cloud_path, path);
    }
}

/* --- shots are on the grid ------------------------------------------------------------------ */

void sim_invariants_clock_set(int64_t before_us, int64_t utc_us) {
    int64_t error_us = utc_us - sim_time_utc_us(sim_time_us());
    if (llabs(error_us) > 20 * SIM_SECOND_US) {
        break_with("the clock is set wrong by %lld s", (long long)(error_us / SIM_SECOND_US));
    }
    if (before_us < 0 || llabs(utc_us - before_us) > SMALL_STEP_US) {
        sim_invariants_excuse();
    }
}

static void check_grid(const struct sim_photo *photo, bool is_dark) {
    int64_t interval_us =
        (is_dark ? expectation.dark_interval_s : expectation.day_interval_s) * SIM_SECOND_US;
    int64_t late_us = photo->begun_utc_us % interval_us;
    bool is_excused = photo->begun_at_us < excused_until_us || photo->begun_utc_us < 0;
    bool is_just_before = late_us > interval_us - EARLY_US;
    if (!is_excused && !is_just_before && late_us > TOLERANCE_US) {
        break_with("the photo %s was taken %lld ms after the moment that the schedule has",
                   photo->path, (long long)(late_us / 1000));
    }
}

/* --- what the application reports ----------------------------------------------------------- */

static int64_t number_in(const char *json, const char *name) {
    char text[32];
    return sim_json_member(json, name, text, sizeof text) ? strtoll(text, NULL, 10) : -1;
}

/**
 * Numbers go on without a gap. What was missed before the card was there gets its numbers once it
 * is, behind the shots that were due before the start, which then are the first to be reported.
 */
static void check_numbers(int64_t first, int64_t count) {
    if (first == 0) {
        unnumbered += count;
        return;
    }
    if (last_number != 0) {
        int64_t skipped = first - last_number - 1;
        bool may_be_fewer = has_dropped && skipped > 0 && skipped < unnumbered;
        if (skipped != 0 && skipped != unnumbered && !may_be_fewer) {
            break_with("shot %lld follows shot %lld", (long long)first, (long long)last_number);
        }
        unnumbered = 0;
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
    int64_t number = number_in(json, "number");
    if (photo->number != 0 && photo->number != number) {
        break_with("%s is reported as shot %lld and stands in the ledger as shot %lld", path,
                   (long long)number, (long long)photo->number);
    }
    photo->is_promised = true;
    check_numbers(number, 1);
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

/* --- what the ledger says ------------------------------------------------------------------- */

static struct sim_photo *photo_of(const struct sim_claim *claim) {
    return claim->photo == 0 ? NULL : sim_oracle_photo((size_t)claim->photo - 1);
}

static void check_planned(const struct sim_ledger_line *line, struct sim_claim *claim) {
    if (claim->is_planned || claim->photo != 0 || claim->is_missed) {
        break_with("shot %lld is planned twice", (long long)line->number);
    }
    claim->is_planned = true;
    claim->due_ms = line->due_ms;
    claim->last_due_ms = line->due_ms;
    bool is_on_day_grid = line->due_ms % (expectation.day_interval_s * 1000) == 0;
    bool is_on_dark_grid = line->due_ms % (expectation.dark_interval_s * 1000) == 0;
    if (line->due_ms >= 0 && !is_on_day_grid && !is_on_dark_grid) {
        break_with("shot %lld is planned for a moment that the schedule does not have",
                   (long long)line->number);
    }
}

static void check_stored_line(const struct sim_ledger_line *line, struct sim_claim *claim) {
    char full[SIM_LEDGER_TEXT_BYTES + sizeof SIM_CARD_FOLDER];
    snprintf(full, sizeof full, SIM_CARD_FOLDER "/%s", line->text);
    struct sim_photo *photo = photo_of(claim);
    photo = photo == NULL ? sim_oracle_photo_at(full) : photo;
    bool is_true = photo != NULL && (int64_t)photo->length == line->count &&
                   (strcmp(line->hash, "-") == 0 || is_hash(line->hash, photo->hash));
    if (!is_true || claim->is_missed || (photo->number != 0 && photo->number != line->number)) {
        break_with("the ledger has shot %lld stored as %s, which is not so",
                   (long long)line->number, line->text);
        return;
    }
    photo->number = line->number;
    claim->photo = sim_oracle_index(photo) + 1;
    /* Of a photo that was found after a cut nobody knows. */
    bool was_found = strcmp(line->hash, "-") == 0;
    claim->period = was_found ? SIM_PERIOD_UNKNOWN : line->is_dark ? SIM_NIGHT : SIM_DAY;
}

static void check_missed_line(const struct sim_ledger_line *line) {
    for (int64_t number = line->number; number < line->number + line->count; number++) {
        struct sim_claim *claim = sim_claims_about(number);
        if (claim == NULL || claim->photo != 0) {
            break_with("the ledger has shot %lld missed, which is stored", (long long)number);
            return;
        }
        claim->is_missed = true;
        bool is_first = number == line->number;
        claim->due_ms = is_first || line->due_ms < 0 ? line->due_ms : SIM_LEDGER_TIME_BETWEEN;
        bool is_last = number == line->number + line->count - 1;
        claim->last_due_ms = is_last ? line->last_due_ms : SIM_LEDGER_TIME_UNKNOWN;
    }
}

/** What needs a photo that is stored. */
static void check_later_line(const struct sim_ledger_line *line, struct sim_claim *claim) {
    const struct sim_photo *photo = photo_of(claim);
    if (photo == NULL) {
        break_with("the ledger has shot %lld %s, which was never stored", (long long)line->number,
                   line->kind);
    } else if (strcmp(line->kind, "uploaded") == 0 || strcmp(line->kind, "verified") == 0) {
        claim->is_verified = claim->is_verified || line->kind[0] == 'v';
        if (!photo->is_in_cloud) {
            break_with("the ledger has shot %lld %s, which is not in Dropbox",
                       (long long)line->number, line->kind);
        }
    } else if (strcmp(line->kind, "deleted") == 0) {
        claim->is_deleted = true;
        if (!claim->is_verified || !expectation.may_delete) {
            break_with("shot %lld is given up for deletion and may not be",
                       (long long)line->number);
        }
    } else if (strcmp(line->kind, "gone") == 0 && sim_oracle_is_whole(photo)) {
        break_with("the ledger has shot %lld gone, which is there", (long long)line->number);
    } else if (strcmp(line->kind, "refused") == 0) {
        claim->refused_in_start = starts;
    }
}

static void check_line(const struct sim_ledger_line *line) {
    static const char *const others[] = {"ledger", "opened", "complete", "doubtful"};
    for (size_t index = 0; index < sizeof others / sizeof others[0]; index++) {
        if (strcmp(line->kind, others[index]) == 0) {
            return;
        }
    }
    if (strcmp(line->kind, "dropped") == 0) {
        has_dropped = true;
        return;
    }
    struct sim_claim *claim = sim_claims_about(line->number);
    if (claim == NULL) {
        break_with("the ledger has a shot %lld", (long long)line->number);
    } else if (strcmp(line->kind, "planned") == 0) {
        check_planned(line, claim);
    } else if (strcmp(line->kind, "stored") == 0) {
        check_stored_line(line, claim);
    } else if (strcmp(line->kind, "missed") == 0) {
        check_missed_line(line);
    } else {
        check_later_line(line, claim);
    }
}

static bool is_ledger(const char *path) {
    static const char folder[] = SIM_CARD_FOLDER "/wamcam/ledger/";
    const char *ending = strrchr(path, '.');
    return strncmp(path, folder, sizeof folder - 1) == 0 && ending != NULL &&
           (strcmp(ending, ".log") == 0 || strcmp(ending, ".done") == 0);
}

void sim_invariants_file_synced(const char *path, const struct sim_content *content) {
    if (is_ledger(path) && !sim_claims_read(path, content, check_line)) {
        break_with("lines of the ledger are gone from %s", path);
    }
}

/** What the ledger gives up may tell of no photo that is on the card and needed. */
static void check_given_up(const struct sim_ledger_line *line) {
    bool is_photo = strcmp(line->kind, "stored") == 0 || strcmp(line->kind, "planned") == 0;
    const struct sim_claim *claim = is_photo ? sim_claims_about(line->number) : NULL;
    const struct sim_photo *photo = claim == NULL ? NULL : photo_of(claim);
    if (photo != NULL && photo->is_on_card && !claim->is_deleted) {
        break_with("the ledger gives up shot %lld, whose photo is on the card",
                   (long long)line->number);
    }
}

void sim_invariants_file_removed(const char *path, const struct sim_content *content) {
    if (is_ledger(path) && content->bytes != NULL) {
        sim_claims_read_again(content, check_given_up);
    }
}

/* --- the program never ends by itself, and its memory is flat ------------------------------- */

void sim_invariants_booted(void) {
    forget_numbers();
    starts++;
    sim_invariants_excuse();
}

/** The first shot is no less on the grid than any other: no excuse. */
void sim_invariants_woke(void) {
    forget_numbers();
    starts++;
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

/** Every photo stands in the ledger and in Dropbox. */
static void check_nothing_is_forgotten(void) {
    for (size_t index = 0; index < sim_oracle_photos(); index++) {
        const struct sim_photo *photo = sim_oracle_photo(index);
        struct sim_claim *claim = photo->number == 0 ? NULL : sim_claims_about(photo->number);
        bool is_on_its_way = photo->begun_at_us > sim_time_us() - ON_ITS_WAY_US;
        if (!photo->is_promised || is_on_its_way) {
            continue;
        }
        if (photo->is_on_card && !sim_oracle_is_in_place(photo)) {
            break_with("the photo %s is not in its place", photo->path);
        } else if (claim == NULL || claim->photo == 0) {
            break_with("the photo %s does not stand in the ledger", photo->path);
        } else if (claim->refused_in_start == starts) {
            continue; /* is offered again after the next start */
        } else if (!photo->is_in_cloud) {
            break_with("the photo %s has never come to Dropbox", photo->path);
        } else if (!claim->is_verified) {
            break_with("the photo %s is in Dropbox, and the ledger does not know", photo->path);
        }
    }
}

/** Numbers without a gap, each stored or missed; the last may be under way. */
static void check_numbers_of_ledger(void) {
    for (int64_t number = 1; number < sim_claims_last() && !has_dropped; number++) {
        const struct sim_claim *claim = sim_claims_about(number);
        if (claim->photo == 0 && !claim->is_missed) {
            break_with("nobody knows what became of shot %lld", (long long)number);
            return;
        }
    }
}

/** No moment of the schedule is left out, as long as the time was known. */
static void check_moments(void) {
    struct sim_hole hole;
    if (!has_dropped && sim_moments_find_hole(&expectation, &hole)) {
        break_with("between shots %lld and %lld some are missing without a word",
                   (long long)hole.before, (long long)hole.after);
    }
}

void sim_invariants_at_the_end(void) {
    check_photos();
    check_nothing_is_forgotten();
    check_numbers_of_ledger();
    check_moments();
}

void sim_invariants_end(void) {
    sim_claims_end();
}
