/**
 * What must hold at every step, whatever goes wrong around the camera. Checked against the oracle
 * and the models, and what the application says is checked against them, too.
 */
#ifndef SIM_INVARIANTS_H
#define SIM_INVARIANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/content.h"
#include "oracle.h"

/** What was configured, as far as it matters here. */
struct sim_expectation {
    int64_t day_interval_s;
    int64_t dark_interval_s;
    bool is_polar;           /**< A night, or a day, may be too short for a shot. */
    bool may_delete;         /**< Photos that are verified, to make room. */
    const char *latest_path; /**< File in Dropbox that shows the latest photo; "": none. */
    const char *status_path; /**< File in Dropbox that tells how the camera is; "": none. */
};

void sim_invariants_start(const struct sim_expectation *expectation);
void sim_invariants_end(void);
/** Something that must never be. The first sentence stays. */
void sim_invariants_break(const char *sentence);
/** The first sentence, "" while all is well. */
const char *sim_invariants_broken(void);

/** Something happened that makes the shots of the next minute late, and not by a mistake. */
void sim_invariants_excuse(void);

/* What happens. */
void sim_invariants_clock_set(int64_t before_us, int64_t utc_us);
void sim_invariants_booted(void);
void sim_invariants_woke(void);
void sim_invariants_power_was_cut(void);
void sim_invariants_run_ended(int exit_code, const char *reason, bool was_asked_to,
                              uint64_t linear_memory_bytes);
void sim_invariants_photo_removed(const struct sim_photo *photo);
void sim_invariants_photo_in_cloud(const struct sim_photo *photo, const char *path,
                                   bool overwrites);

/* What the application says. */
void sim_invariants_file_synced(const char *path, const struct sim_content *content);
void sim_invariants_file_removed(const char *path, const struct sim_content *content);
void sim_invariants_logged(const char *text);
void sim_invariants_reported(const char *json, size_t length);

/** All is quiet, nothing has gone wrong for hours: everything must be in place. */
void sim_invariants_at_the_end(void);

#endif
