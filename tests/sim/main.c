/* The front end: options, the application's file, a line for each seed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "recording.h"
#include "simulation.h"
#include "virtual_time.h"

#define WASM_BYTES_MAX (1024 * 1024)

struct arguments {
    const char *application;
    const char *recording; /* where to write it, or NULL */
    uint64_t first_seed;
    uint64_t last_seed;
    struct sim_options options;
};

/* Called by main.rs, which carries the program; see there. */
int sim_main(int count, char **arguments);

static int complain(const char *what, const char *value) {
    fprintf(stderr, "wamcam-sim: %s%s\n", what, value);
    return 2;
}

/** Switch a kind of faults off; "faults" is all of them. */
static bool read_fault_kind(struct sim_options *options, const char *name) {
    bool is_known = strcmp(name, "faults") == 0;
    for (int kind = 0; kind < SIM_FAULT_KINDS; kind++) {
        bool is_named = strcmp(name, sim_fault_name((enum sim_fault_kind)kind)) == 0;
        if (is_named || strcmp(name, "faults") == 0) {
            options->without[kind] = true;
        }
        is_known = is_known || is_named;
    }
    return is_known;
}

/** Bugs of the models, for tests of the campaign. */
static bool read_bug(struct sim_options *options, const char *name) {
    options->bug = strcmp(name, "photo_sync") == 0      ? SIM_CARD_LIES_ABOUT_PHOTOS
                   : strcmp(name, "append_sync") == 0   ? SIM_CARD_LIES_ABOUT_APPENDS
                   : strcmp(name, "plain_removal") == 0 ? SIM_CARD_REMOVES_INCOMING
                                                        : SIM_CARD_WORKS;
    return options->bug != SIM_CARD_WORKS;
}

static bool read_seeds(struct arguments *read, const char *text) {
    char *end = NULL;
    read->first_seed = strtoull(text, &end, 10);
    read->last_seed = read->first_seed;
    if (strncmp(end, "..", 2) == 0) {
        read->last_seed = strtoull(end + 2, &end, 10);
    }
    return end != text && *end == '\0' && read->last_seed >= read->first_seed;
}

static int read_option(struct arguments *read, const char *name, const char *value) {
    struct sim_options *options = &read->options;
    if (strcmp(name, "--app") == 0) {
        read->application = value;
    } else if (strcmp(name, "--seeds") == 0) {
        return read_seeds(read, value) ? 0 : complain("--seeds takes A..B, not ", value);
    } else if (strcmp(name, "--seconds") == 0) {
        options->duration_us = strtoll(value, NULL, 10) * SIM_SECOND_US;
    } else if (strcmp(name, "--photos") == 0) {
        options->photos = strtoll(value, NULL, 10);
    } else if (strcmp(name, "--card-bytes") == 0) {
        options->card_bytes = strtoll(value, NULL, 10);
    } else if (strcmp(name, "--log") == 0) {
        options->detail = strcmp(value, "card") == 0 ? SIM_DETAIL_CARD : SIM_DETAIL_LOG;
    } else if (strcmp(name, "--record") == 0) {
        read->recording = value;
        options->is_recorded = true;
    } else if (strcmp(name, "--bug") == 0) {
        return read_bug(options, value) ? 0 : complain("--bug: there is no ", value);
    } else if (strcmp(name, "--without") == 0) {
        return read_fault_kind(options, value) ? 0 : complain("--without: there is no ", value);
    } else {
        return complain("there is no option ", name);
    }
    return 0;
}

static uint8_t *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = sim_take(WASM_BYTES_MAX);
    *length = file == NULL ? 0 : fread(bytes, 1, WASM_BYTES_MAX, file);
    if (file != NULL) {
        fclose(file);
    }
    return bytes;
}

static bool write_recording(const char *path) {
    size_t length = 0;
    const uint8_t *bytes = sim_recording(&length);
    FILE *file = fopen(path, "wb");
    bool is_written = file != NULL && fwrite(bytes, 1, length, file) == length;
    if (file != NULL) {
        is_written = fclose(file) == 0 && is_written;
    }
    return is_written;
}

/** A line that other programs read: the sentence comes last, so that it may hold anything. */
static void print(uint64_t seed, const struct sim_result *result) {
    printf("seed %" PRIu64 " digest %016" PRIx64 " seconds %" PRId64
           " starts %d photos %zu cloud %zu linear %" PRIu64 " heap %" PRIu64 " %s%s\n",
           seed, result->digest, result->simulated_us / SIM_SECOND_US, result->starts,
           result->photos, result->in_cloud, result->linear_memory_bytes, result->heap_peak_bytes,
           result->broken[0] == '\0' ? "ok" : "broken ", result->broken);
    fflush(stdout);
}

int sim_main(int count, char **arguments) {
    struct arguments read = {.first_seed = 1, .last_seed = 1};
    read.options.duration_us = SIM_DAY_US;
    for (int index = 1; index < count; index += 2) {
        int status = index + 1 == count
                         ? complain("a value is missing after ", arguments[index])
                         : read_option(&read, arguments[index], arguments[index + 1]);
        if (status != 0) {
            return status;
        }
    }
    size_t length = 0;
    uint8_t *wasm = read.application == NULL ? NULL : read_file(read.application, &length);
    if (length == 0) {
        free(wasm);
        return complain("--app: the application cannot be read", "");
    }
    int failed = 0;
    for (uint64_t seed = read.first_seed; seed <= read.last_seed; seed++) {
        struct sim_result result;
        read.options.seed = seed;
        sim_simulate(&read.options, wasm, length, &result);
        print(seed, &result);
        failed += result.broken[0] != '\0';
    }
    if (read.recording != NULL && !write_recording(read.recording)) {
        failed = complain("the recording cannot be written: ", read.recording);
    }
    sim_recording_end();
    free(wasm);
    return failed > 0 ? 1 : 0;
}
