#include "cloud/drive.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "draw.h"

static struct sim_drive_file *files;
static size_t count;
static size_t room;
/* Open addressing: number of a file and one; 0 is free. A power of two, at most half full. */
static uint32_t *slots;
static size_t slot_count;

void sim_drive_start(void) {
    count = 0;
    room = 64;
    slot_count = 128;
    files = sim_take(room * sizeof *files);
    slots = sim_take(slot_count * sizeof *slots);
}

void sim_drive_end(void) {
    for (size_t index = 0; index < count; index++) {
        free(files[index].path);
    }
    free(files);
    free(slots);
}

/** Dropbox does not tell upper from lower case. */
static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter | 0x20) : letter;
}

static uint64_t hash_of(const char *path) {
    uint64_t hash = 0;
    for (; *path != '\0'; path++) {
        hash = sim_mix(hash ^ (uint8_t)lower(*path));
    }
    return hash;
}

static int is_same(const char *one, const char *other) {
    while (*one != '\0' && lower(*one) == lower(*other)) {
        one++;
        other++;
    }
    return *one == *other;
}

/** The slot of a path, or the free one in which it belongs. */
static size_t slot_of(const char *path) {
    size_t slot = (size_t)hash_of(path) & (slot_count - 1);
    while (slots[slot] != 0 && !is_same(files[slots[slot] - 1].path, path)) {
        slot = (slot + 1) & (slot_count - 1);
    }
    return slot;
}

static void grow(void) {
    room *= 2;
    slot_count *= 2;
    files = sim_grow(files, room * sizeof *files);
    free(slots);
    slots = sim_take(slot_count * sizeof *slots);
    for (size_t index = 0; index < count; index++) {
        slots[slot_of(files[index].path)] = (uint32_t)index + 1;
    }
}

struct sim_drive_file *sim_drive_find(const char *path) {
    uint32_t number = slots[slot_of(path)];
    return number == 0 ? NULL : &files[number - 1];
}

struct sim_drive_file *sim_drive_add(const char *path, const uint8_t hash[32], int64_t bytes) {
    if (count == room) {
        grow();
    }
    size_t slot = slot_of(path);
    struct sim_drive_file *file = &files[count++];
    slots[slot] = (uint32_t)count;
    size_t length = strlen(path) + 1;
    file->path = sim_take(length);
    memcpy(file->path, path, length);
    memcpy(file->hash, hash, sizeof file->hash);
    file->bytes = bytes;
    file->revision = 0;
    return file;
}

size_t sim_drive_count(void) {
    return count;
}
