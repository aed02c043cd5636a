/* The front end: options, a line for each camera. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "updates/updates.h"
#include "virtual_time.h"

struct arguments {
    uint64_t first_seed;
    uint64_t last_seed;
    int64_t updates; /* of each camera */
    enum sim_detail detail;
};

/* Called by tests/sim/main.rs, which carries the program. */
int updates_main(int count, char **arguments);

/** A line that other programs read: the sentence comes last, so that it may hold anything. */
static void print(uint64_t seed, const struct sim_updates_result *result) {
    printf("camera %" PRIu64 " updates %" PRId64 " starts %" PRId64 " cuts %" PRId64
           " crashes %" PRId64 " confirmed %" PRId64 " refused %" PRId64 " returned %" PRId64
           " photos %" PRId64 " seconds %" PRId64 " %s%s\n",
           seed, result->updates, result->starts, result->cuts, result->crashes, result->confirmed,
           result->refused, result->returned, result->photos, result->simulated_us / SIM_SECOND_US,
           result->broken[0] == '\0' ? "ok" : "broken ", result->broken);
    fflush(stdout);
}

static bool read_option(struct arguments *read, const char *name, const char *value) {
    if (strcmp(name, "--updates") == 0) {
        read->updates = strtoll(value, NULL, 10);
        return read->updates > 0;
    }
    if (strcmp(name, "--log") == 0) {
        read->detail = strcmp(value, "card") == 0 ? SIM_DETAIL_CARD : SIM_DETAIL_LOG;
        return true;
    }
    char *end = NULL;
    read->first_seed = strtoull(value, &end, 10);
    read->last_seed = strncmp(end, "..", 2) == 0 ? strtoull(end + 2, NULL, 10) : read->first_seed;
    return strcmp(name, "--seeds") == 0 && end != value;
}

int updates_main(int count, char **arguments) {
    struct arguments read = {.first_seed = 1, .last_seed = 1, .updates = 1};
    int failed = 0;
    for (int index = 1; index < count; index += 2) {
        if (index + 1 == count || !read_option(&read, arguments[index], arguments[index + 1])) {
            fprintf(stderr, "wamcam-sim: %s is no option of --updates, or its value is none\n",
                    arguments[index]);
            return 2;
        }
    }
    for (uint64_t seed = read.first_seed; seed <= read.last_seed; seed++) {
        struct sim_updates_result result;
        sim_updates(seed, read.updates, read.detail, &result);
        print(seed, &result);
        failed += result.broken[0] != '\0';
    }
    return failed > 0 ? 1 : 0;
}
