/**
 * The core's test registry. A test is a function without arguments; a file exports its tests as
 * one `const struct check_suite suite_...`, which main.c lists. A check that fails ends its test.
 */
#ifndef WAMCAM_CHECK_H
#define WAMCAM_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct check_test {
    const char *name;
    void (*function)(void);
};

struct check_suite {
    const char *name;
    const struct check_test *tests;
    size_t count;
    /** Takes seconds: left out of `npm run test:quick`. */
    bool slow;
};

/** Defines suite_<identifier> from a table of struct check_test. */
#define CHECK_SUITE(identifier, table)                                                             \
    const struct check_suite suite_##identifier = {#identifier, table,                             \
                                                   sizeof(table) / sizeof((table)[0]), false}
/** The same for tests that take seconds. */
#define CHECK_SLOW_SUITE(identifier, table)                                                        \
    const struct check_suite suite_##identifier = {#identifier, table,                             \
                                                   sizeof(table) / sizeof((table)[0]), true}

#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)
#define CHECK_EQUAL_INT(expected, actual)                                                          \
    check_equal_int((int64_t)(expected), (int64_t)(actual), #actual, __FILE__, __LINE__)
#define CHECK_EQUAL_TEXT(expected, actual)                                                         \
    check_equal_text((expected), (actual), #actual, __FILE__, __LINE__)
#define CHECK_EQUAL_BYTES(expected, actual, length)                                                \
    check_equal_bytes((expected), (actual), (length), #actual, __FILE__, __LINE__)
/** `part` occurs in `text`. */
#define CHECK_CONTAINS(part, text) check_contains((part), (text), #text, __FILE__, __LINE__)

void check_that(bool condition, const char *text, const char *file, int line);
void check_equal_int(int64_t expected, int64_t actual, const char *text, const char *file,
                     int line);
void check_equal_text(const char *expected, const char *actual, const char *text, const char *file,
                      int line);
void check_equal_bytes(const void *expected, const void *actual, size_t length, const char *text,
                       const char *file, int line);
void check_contains(const char *part, const char *text, const char *name, const char *file,
                    int line);

/** End the test under way as skipped; the reason is printed. */
void check_skip(const char *reason);

/** Path of a file of this process's own in the folder for temporary files; not created. */
const char *check_scratch_path(void);

/** Random numbers for properties (xorshift), the same in every run. */
struct check_random {
    uint64_t state;
};
struct check_random check_random_seed(uint64_t seed);
uint64_t check_random_next(struct check_random *random);
/** 0 <= result < limit. */
size_t check_random_below(struct check_random *random, size_t limit);

/** The argument that leaves out slow suites. */
#define CHECK_QUICK "--quick"

/**
 * Run all tests of `suites` whose "suite.test" contains `filter` (NULL: all; CHECK_QUICK: those
 * of suites that are not slow). Exit code.
 */
int check_run(const struct check_suite *const *suites, size_t count, const char *filter);

#endif
