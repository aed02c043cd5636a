#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "camera/frames.h"
#include "card/card.h"
#include "invariants.h"

/* Frames that were taken and may yet be stored. */
#define RECENT 16

struct taken {
    uint64_t frame;
    size_t length;
    int64_t begun_at_us;
    int64_t begun_utc_us;
};

static struct taken recent[RECENT];
static struct sim_photo *photos;
static size_t count;
static size_t room;
static uint32_t *of_frame; /* number of a photo and one, by frame */
static size_t frames_room;
static uint32_t *slots; /* the same by hash, open addressing */
static size_t slot_count;

void sim_oracle_start(void) {
    memset(recent, 0, sizeof recent);
    count = 0;
    room = 64;
    slot_count = 128;
    frames_room = 256;
    photos = sim_take(room * sizeof *photos);
    slots = sim_take(slot_count * sizeof *slots);
    of_frame = sim_take(frames_room * sizeof *of_frame);
}

void sim_oracle_end(void) {
    free(photos);
    free(slots);
    free(of_frame);
}

/* --- index ---------------------------------------------------------------------------------- */

static size_t slot_of(const uint8_t hash[32]) {
    uint64_t start = 0;
    memcpy(&start, hash, sizeof start);
    size_t slot = (size_t)start & (slot_count - 1);
    while (slots[slot] != 0 && memcmp(photos[slots[slot] - 1].hash, hash, 32) != 0) {
        slot = (slot + 1) & (slot_count - 1);
    }
    return slot;
}

static void grow(void) {
    room *= 2;
    slot_count *= 2;
    photos = sim_grow(photos, room * sizeof *photos);
    free(slots);
    slots = sim_take(slot_count * sizeof *slots);
    for (size_t index = 0; index < count; index++) {
        slots[slot_of(photos[index].hash)] = (uint32_t)index + 1;
    }
}

static void index_frame(uint64_t frame, size_t number) {
    if (frame >= frames_room) {
        size_t larger = (size_t)frame * 2;
        of_frame = sim_grow(of_frame, larger * sizeof *of_frame);
        memset(of_frame + frames_room, 0, (larger - frames_room) * sizeof *of_frame);
        frames_room = larger;
    }
    of_frame[frame] = (uint32_t)number;
}

size_t sim_oracle_photos(void) {
    return count;
}

struct sim_photo *sim_oracle_photo(size_t index) {
    return &photos[index];
}

int64_t sim_oracle_index(const struct sim_photo *photo) {
    return photo - photos;
}

struct sim_photo *sim_oracle_photo_of_frame(uint64_t frame) {
    bool is_known = frame < frames_room && of_frame[frame] != 0;
    return is_known ? &photos[of_frame[frame] - 1] : NULL;
}

struct sim_photo *sim_oracle_photo_of_hash(const uint8_t hash[32]) {
    uint32_t number = slots[slot_of(hash)];
    return number == 0 ? NULL : &photos[number - 1];
}

static uint64_t frame_of(const struct sim_content *content) {
    size_t whole = 0;
    return content->bytes == NULL ? content->frame
                                  : sim_frames_recognise(content->bytes, content->length, &whole);
}

struct sim_photo *sim_oracle_photo_at(const char *path) {
    const struct sim_node *node = sim_card_find(path);
    bool is_file = node != NULL && node->content != NULL;
    return is_file ? sim_oracle_photo_of_frame(frame_of(node->content)) : NULL;
}

/* --- what happens --------------------------------------------------------------------------- */

void sim_oracle_frame_taken(uint64_t frame, size_t length, int64_t begun_at_us,
                            int64_t begun_utc_us) {
    recent[frame % RECENT] = (struct taken){frame, length, begun_at_us, begun_utc_us};
}

static bool ends_with(const char *text, const char *ending) {
    size_t length = strlen(text);
    size_t ending_length = strlen(ending);
    return length >= ending_length && strcmp(text + length - ending_length, ending) == 0;
}

/** A frame gets a name of its own for the first time. */
static struct sim_photo *add_photo(uint64_t frame, const struct sim_content *content) {
    const struct taken *taken = &recent[frame % RECENT];
    if (taken->frame != frame) {
        return NULL;
    }
    if (count == room) {
        grow();
    }
    struct sim_photo photo = {.frame = frame,
                              .length = taken->length,
                              .begun_at_us = taken->begun_at_us,
                              .begun_utc_us = taken->begun_utc_us};
    sim_content_hash(content, photo.hash);
    size_t slot = slot_of(photo.hash);
    photos[count++] = photo;
    slots[slot] = (uint32_t)count;
    index_frame(frame, count);
    return &photos[count - 1];
}

void sim_oracle_file_synced(const char *path, const struct sim_content *content) {
    sim_invariants_file_synced(path, content);
}

void sim_oracle_file_renamed(const char *from, const char *to, const struct sim_content *content,
                             enum sim_rename rename) {
    uint64_t frame = frame_of(content);
    struct sim_photo *photo = frame == 0 ? NULL : sim_oracle_photo_of_frame(frame);
    if (frame == 0) {
        return;
    }
    if (photo == NULL) {
        photo = add_photo(frame, content);
    }
    if (photo == NULL) {
        sim_invariants_break("a frame is stored long after it was taken");
        return;
    }
    bool is_first_name = ends_with(from, ".tmp");
    snprintf(photo->path_before, sizeof photo->path_before, "%s",
             rename == SIM_RENAME_DONE || is_first_name ? "" : from);
    snprintf(photo->path, sizeof photo->path, "%s", to);
    photo->is_on_card = true;
    photo->is_promised = photo->is_promised || rename == SIM_RENAME_DONE;
    photo->may_be_disowned = !photo->is_promised && rename == SIM_RENAME_FAILED;
}

static bool is_at(const struct sim_photo *photo, const char *path) {
    const struct sim_node *node = path[0] == '\0' ? NULL : sim_card_find(path);
    return node != NULL && node->content != NULL && node->content->frame == photo->frame &&
           node->content->bytes == NULL && node->content->length == photo->length;
}

bool sim_oracle_is_in_place(const struct sim_photo *photo) {
    return is_at(photo, photo->path);
}

bool sim_oracle_is_whole(const struct sim_photo *photo) {
    return is_at(photo, photo->path) || is_at(photo, photo->path_before) ||
           is_at(photo, photo->path_copy);
}

/** The core has put a copy aside, as it should before a name goes that may not be the only one. */
static bool find_copy(struct sim_photo *photo) {
    static const char folder[] = SIM_CARD_FOLDER "/incoming.tmp";
    const struct sim_node *incoming = sim_card_find(folder);
    for (size_t index = 0; incoming != NULL && index < incoming->count; index++) {
        const struct sim_node *node = incoming->children[index];
        snprintf(photo->path_copy, sizeof photo->path_copy, "%s/%s", folder, node->name);
        if (node->content->names == 1 && sim_content_is_synced(node->content) &&
            is_at(photo, photo->path_copy)) {
            return true;
        }
    }
    photo->path_copy[0] = '\0';
    return false;
}

void sim_oracle_file_removed(const char *path, const struct sim_content *content) {
    if (content != NULL) {
        sim_invariants_file_removed(path, content);
    }
    struct sim_photo *photo = content == NULL ? NULL : sim_oracle_photo_of_frame(frame_of(content));
    if (photo == NULL || !photo->is_on_card) {
        return;
    }
    bool is_copy = strcmp(photo->path_copy, path) == 0;
    bool is_safe = is_copy ? sim_oracle_is_in_place(photo) : find_copy(photo);
    if (is_copy) {
        photo->path_copy[0] = '\0';
    }
    if (!is_safe && (is_copy || strcmp(photo->path, path) == 0)) {
        sim_invariants_photo_removed(photo);
        photo->is_on_card = false;
    }
}

void sim_oracle_file_in_cloud(const char *path, const uint8_t hash[32], bool overwrites) {
    struct sim_photo *photo = sim_oracle_photo_of_hash(hash);
    if (photo != NULL && !overwrites) {
        photo->arrivals++;
    }
    sim_invariants_photo_in_cloud(photo, path, overwrites);
    if (photo != NULL && !overwrites) {
        photo->is_in_cloud = true;
        snprintf(photo->cloud_path, sizeof photo->cloud_path, "%s", path);
    }
}

void sim_oracle_power_was_cut(void) {
    for (size_t index = 0; index < count; index++) {
        struct sim_photo *photo = &photos[index];
        if (photo->is_on_card && !photo->is_promised) {
            photo->is_on_card = sim_oracle_is_whole(photo);
            photo->is_promised =
                photo->is_on_card && !photo->may_be_disowned; /* what has survived is to stay */
        }
    }
}
