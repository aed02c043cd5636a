#include "claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocation.h"

#define NUMBER_MAX 10000000
#define PATH_BYTES 64

/** How far a file was read. */
struct progress {
    char path[PATH_BYTES];
    size_t read_bytes;
};

static struct sim_claim *claims;
static int64_t last;
static int64_t room;
static struct progress *files;
static size_t file_count;
static size_t file_room;

void sim_claims_start(void) {
    last = 0;
    room = 0;
    file_count = 0;
    file_room = 0;
    claims = NULL;
    files = NULL;
}

void sim_claims_end(void) {
    free(claims);
    free(files);
}

struct sim_claim *sim_claims_about(int64_t number) {
    if (number < 1 || number > NUMBER_MAX) {
        return NULL;
    }
    if (number >= room) {
        int64_t larger = number * 2 + 64;
        claims = sim_grow(claims, (size_t)larger * sizeof *claims);
        memset(claims + room, 0, (size_t)(larger - room) * sizeof *claims);
        room = larger;
    }
    last = number > last ? number : last;
    return &claims[number];
}

int64_t sim_claims_last(void) {
    return last;
}

/** Most recent files are the last ones. */
static struct progress *progress_of(const char *path) {
    for (size_t index = file_count; index > 0; index--) {
        if (strcmp(files[index - 1].path, path) == 0) {
            return &files[index - 1];
        }
    }
    if (file_count == file_room) {
        file_room = file_room * 2 + 8;
        files = sim_grow(files, file_room * sizeof *files);
    }
    struct progress *progress = &files[file_count++];
    snprintf(progress->path, sizeof progress->path, "%s", path);
    progress->read_bytes = 0;
    return progress;
}

/** Hand on the lines from an offset on; where the last whole one ends. */
static size_t read_lines(const struct sim_content *content, size_t at, sim_claims_reader *reader) {
    const char *text = (const char *)content->bytes;
    while (at < content->length) {
        const char *end = memchr(text + at, '\n', content->length - at);
        if (end == NULL) {
            break;
        }
        struct sim_ledger_line line;
        size_t length = (size_t)(end - (text + at));
        if (sim_ledger_read_line(text + at, length, &line)) {
            reader(&line);
        }
        at += length + 1;
    }
    return at;
}

bool sim_claims_read(const char *path, const struct sim_content *content,
                     sim_claims_reader *reader) {
    struct progress *progress = progress_of(path);
    if (content->length < progress->read_bytes) {
        return false;
    }
    progress->read_bytes = read_lines(content, progress->read_bytes, reader);
    return true;
}

void sim_claims_read_again(const struct sim_content *content, sim_claims_reader *reader) {
    read_lines(content, 0, reader);
}
