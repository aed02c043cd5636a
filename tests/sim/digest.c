#include "digest.h"

#include <string.h>

#include "draw.h"
#include "virtual_time.h"

static uint64_t digest;

static void add(uint64_t value) {
    digest = sim_mix(digest + value);
}

static void add_bytes(const uint8_t *bytes, size_t length) {
    uint64_t word = 0;
    add(length);
    for (; length >= sizeof word; length -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        add(word);
    }
    word = 0;
    memcpy(&word, bytes, length);
    add(word);
}

static void add_kind(const char *what) {
    add((uint64_t)sim_time_us());
    add_bytes((const uint8_t *)what, strlen(what));
}

void sim_digest_start(void) {
    digest = 0;
}

void sim_digest_number(const char *what, int64_t value) {
    add_kind(what);
    add((uint64_t)value);
}

void sim_digest_bytes(const char *what, const void *bytes, size_t length) {
    add_kind(what);
    add_bytes(bytes, length);
}

uint64_t sim_digest(void) {
    return digest;
}
