#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum outcome { PASSED, FAILED, SKIPPED };

static jmp_buf leave;
static const char *skip_reason;

static _Noreturn void end_test(enum outcome outcome) {
    longjmp(leave, (int)outcome);
}

void check_that(bool condition, const char *text, const char *file, int line) {
    if (!condition) {
        printf("    %s:%d: not true: %s\n", file, line, text);
        end_test(FAILED);
    }
}

void check_equal_int(int64_t expected, int64_t actual, const char *text, const char *file,
                     int line) {
    if (expected != actual) {
        printf("    %s:%d: %s is %" PRId64 ", expected %" PRId64 "\n", file, line, text, actual,
               expected);
        end_test(FAILED);
    }
}

void check_equal_text(const char *expected, const char *actual, const char *text, const char *file,
                      int line) {
    if (strcmp(expected, actual) != 0) {
        printf("    %s:%d: %s is \"%s\", expected \"%s\"\n", file, line, text, actual, expected);
        end_test(FAILED);
    }
}

void check_equal_bytes(const void *expected, const void *actual, size_t length, const char *text,
                       const char *file, int line) {
    const uint8_t *one = expected;
    const uint8_t *other = actual;
    for (size_t i = 0; i < length; i++) {
        if (one[i] != other[i]) {
            printf("    %s:%d: byte %zu of %s is %02x, expected %02x\n", file, line, i, text,
                   other[i], one[i]);
            end_test(FAILED);
        }
    }
}

void check_contains(const char *part, const char *text, const char *name, const char *file,
                    int line) {
    if (strstr(text, part) == NULL) {
        printf("    %s:%d: %s is \"%s\" and lacks \"%s\"\n", file, line, name, text, part);
        end_test(FAILED);
    }
}

void check_skip(const char *reason) {
    skip_reason = reason;
    end_test(SKIPPED);
}

const char *check_scratch_path(void) {
    static char path[300];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%.200s/wamcam-check-%ld", folder != NULL ? folder : "/tmp",
             (long)getpid());
    return path;
}

struct check_random check_random_seed(uint64_t seed) {
    struct check_random random = {seed * 0x9E3779B97F4A7C15u + 1u};
    return random;
}

uint64_t check_random_next(struct check_random *random) {
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return random->state;
}

size_t check_random_below(struct check_random *random, size_t limit) {
    return (size_t)((check_random_next(random) >> 16) % limit);
}

static enum outcome run_one(const struct check_test *test) {
    int left = setjmp(leave);
    if (left != 0) {
        return (enum outcome)left;
    }
    test->function();
    return PASSED;
}

static const char *outcome_name(enum outcome outcome) {
    return outcome == PASSED ? "ok     " : outcome == FAILED ? "FAILED " : "skipped";
}

static bool is_chosen(const struct check_suite *suite, const char *name, const char *filter) {
    if (filter == NULL) {
        return true;
    }
    return strcmp(filter, CHECK_QUICK) == 0 ? !suite->slow : strstr(name, filter) != NULL;
}

int check_run(const struct check_suite *const *suites, size_t count, const char *filter) {
    size_t tally[3] = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < suites[i]->count; j++) {
            const struct check_test *test = &suites[i]->tests[j];
            char name[200];
            snprintf(name, sizeof name, "%s.%s", suites[i]->name, test->name);
            if (!is_chosen(suites[i], name, filter)) {
                continue;
            }
            enum outcome outcome = run_one(test);
            tally[outcome]++;
            printf("%s %s%s%s\n", outcome_name(outcome), name, outcome == SKIPPED ? ": " : "",
                   outcome == SKIPPED ? skip_reason : "");
            fflush(stdout);
        }
    }
    printf("%zu passed, %zu failed, %zu skipped\n", tally[PASSED], tally[FAILED], tally[SKIPPED]);
    return tally[FAILED] > 0 || tally[PASSED] + tally[SKIPPED] == 0 ? 1 : 0;
}
