#include "moments.h"

#include <stdlib.h>

#include "allocation.h"
#include "claims.h"

/** Some shots in a row of which it is known when they were due. */
struct span {
    int64_t from_ms;
    int64_t to_ms;
    int64_t first;
    int64_t last;
};

static int compare_spans(const void *left, const void *right) {
    const struct span *one = left;
    const struct span *other = right;
    return (one->from_ms > other->from_ms) - (one->from_ms < other->from_ms);
}

/** All spans by the time at which they begin; the caller frees them. */
static struct span *sorted_spans(size_t *count) {
    int64_t last = sim_claims_last();
    struct span *spans = sim_take((size_t)(last + 1) * sizeof *spans);
    *count = 0;
    for (int64_t number = 1; number <= last; number++) {
        const struct sim_claim *claim = sim_claims_about(number);
        if (claim->due_ms > 0) {
            spans[(*count)++] = (struct span){claim->due_ms, claim->due_ms, number, number};
        }
        bool ends_one = claim->last_due_ms > 0 && *count > 0;
        if (ends_one) {
            spans[*count - 1].to_ms = claim->last_due_ms;
            spans[*count - 1].last = number;
        }
    }
    qsort(spans, *count, sizeof *spans, compare_spans);
    return spans;
}

/** True if the time at which a shot was due was not known. */
static bool is_undated(int64_t number) {
    return number >= 1 && number <= sim_claims_last() &&
           sim_claims_about(number)->due_ms == SIM_LEDGER_TIME_UNKNOWN;
}

/** How far apart two shots may be. Where a period begins, its first shot may be a whole one away.
 */
static int64_t longest_ms(const struct sim_expectation *expectation, int64_t before,
                          int64_t after) {
    enum sim_period period = sim_claims_about(before)->period;
    bool is_one_period = period == sim_claims_about(after)->period && !expectation->is_polar;
    bool may_be_dark = !is_one_period || period != SIM_DAY;
    bool may_be_day = !is_one_period || period != SIM_NIGHT;
    return ((may_be_day ? expectation->day_interval_s : 0) +
            (may_be_dark ? expectation->dark_interval_s : 0)) *
           1000;
}

bool sim_moments_find_hole(const struct sim_expectation *expectation, struct sim_hole *hole) {
    size_t count = 0;
    bool is_found = false;
    struct span *spans = sorted_spans(&count);
    for (size_t index = 1; index < count && !is_found; index++) {
        struct span *before = &spans[index - 1];
        struct span *span = &spans[index];
        /* Shots that were due while the camera was off are recorded once the time is known: behind
         * those that were taken before that. */
        bool is_known = !is_undated(before->last + 1) && !is_undated(span->first - 1) &&
                        !is_undated(before->first - 1);
        int64_t apart_ms = span->from_ms - before->to_ms;
        is_found = is_known && apart_ms > longest_ms(expectation, before->last, span->first);
        *hole = (struct sim_hole){before->last, span->first};
        if (before->to_ms > span->to_ms) { /* clocks are corrected */
            span->to_ms = before->to_ms;
            span->last = before->last;
        }
    }
    free(spans);
    return is_found;
}
