#include "store/incoming.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "wamcam/errors.h"

#define FOLDER "/incoming.tmp"
#define COPY ".bak"
/* What FAT, and most others, allow for one name. */
#define NAME_BYTES_MAX 255

/* --- names ---------------------------------------------------------------------------------- */

static int folder_path(const struct wamcam_root *root, char out[WAMCAM_FULL_PATH_BYTES]) {
    return wamcam_path_with_ending(root->folder, FOLDER, out);
}

/** The path below the root as one name, with %2F for / and %25 for %. */
static int encode(const char *path, const char *ending, char name[NAME_BYTES_MAX + 1]) {
    size_t length = 0;
    for (; *path != '\0' && length + 3 <= NAME_BYTES_MAX; path++) {
        if (*path == '/' || *path == '%') {
            length += (size_t)snprintf(name + length, 4, "%%%02X", (unsigned)*path);
        } else {
            name[length++] = *path;
        }
    }
    size_t room = NAME_BYTES_MAX + 1 - length;
    return *path == '\0' && strlen(ending) < room && snprintf(name + length, room, "%s", ending) > 0
               ? 0
               : WAMCAM_NAME_TOO_LONG;
}

int wamcam_incoming_path(const struct wamcam_root *root, const char *path, const char *ending,
                         char out[WAMCAM_FULL_PATH_BYTES]) {
    char name[NAME_BYTES_MAX + 1];
    int status = encode(path + strlen(root->folder) + 1, ending, name);
    if (status < 0) {
        return status;
    }
    int written = snprintf(out, WAMCAM_FULL_PATH_BYTES, "%s" FOLDER "/%s", root->folder, name);
    return written < 0 || written >= WAMCAM_FULL_PATH_BYTES ? WAMCAM_NAME_TOO_LONG : 0;
}

/** True if encoding the target again gives this name: what is none of ours is left alone. */
static bool is_ours(const struct wamcam_root *root, const char *target, const char *name) {
    static const char *const endings[] = {WAMCAM_INCOMING_NEW, WAMCAM_INCOMING_REPLACEMENT,
                                          WAMCAM_INCOMING_MOVE, COPY};
    char expected[NAME_BYTES_MAX + 1];
    for (size_t index = 0; index < sizeof endings / sizeof *endings; index++) {
        if (encode(target + strlen(root->folder) + 1, endings[index], expected) == 0 &&
            strcmp(expected, name) == 0) {
            return true;
        }
    }
    return false;
}

/** The full path of a target; INVALID for a name that is none of ours. */
static int decode(const struct wamcam_root *root, const char *name,
                  char out[WAMCAM_FULL_PATH_BYTES]) {
    uint8_t path[NAME_BYTES_MAX + 1];
    size_t length = 0;
    const char *end = strrchr(name, '.');
    for (const char *at = name; end != NULL && at < end; at++) {
        bool is_slash = strncmp(at, "%2F", 3) == 0;
        bool is_percent = strncmp(at, "%25", 3) == 0;
        path[length++] = is_slash ? '/' : (uint8_t)*at;
        at += is_slash || is_percent ? 2 : 0;
    }
    int status = wamcam_path_resolve(root->folder, path, length, out);
    return status == 0 && length > 0 && is_ours(root, out, name) ? 0 : WAMCAM_INVALID;
}

/* --- what is under way ---------------------------------------------------------------------- */

/** One target, and all that may be on its way to it. */
struct settling {
    const struct wamcam_root *root;
    char name[NAME_BYTES_MAX + 1]; /* of one of its files in the folder */
    char target[WAMCAM_FULL_PATH_BYTES];
    char twin[WAMCAM_FULL_PATH_BYTES]; /* the other name that may lead to the same clusters */
    char copy[WAMCAM_FULL_PATH_BYTES];
    char marker[WAMCAM_FULL_PATH_BYTES];
    const char *kind;
    bool has_twin;
    bool has_target;
    bool has_copy;
    bool is_harmful; /* as it is, nothing may be read or written */
};

/** True, false or an error into `status`, where the first error stays. */
static bool is_there(const char *path, int *status) {
    int there = *status < 0 ? *status : wamcam_whole_is_there(path);
    *status = there < 0 ? there : 0;
    return there == 1;
}

/** Find the old name of a file that is to move; without one that can be read it has not begun. */
static int read_marker(struct settling *settling) {
    uint8_t text[WAMCAM_PATH_BYTES_MAX + 1];
    int file = wamcam_volume_open(settling->marker, WAMCAM_VOLUME_READ);
    int length = file < 0 ? file : wamcam_volume_read(file, text, sizeof text);
    if (file >= 0) {
        wamcam_volume_close(file);
    }
    if (length < 0) {
        return length;
    }
    int status = 0;
    if (length > 1 && text[length - 1] == '\n' &&
        wamcam_path_resolve(settling->root->folder, text, (size_t)length - 1, settling->twin) ==
            0) {
        settling->has_twin = is_there(settling->twin, &status);
    }
    return status;
}

static int find_twin(struct settling *settling) {
    static const char *const kinds[] = {WAMCAM_INCOMING_NEW, WAMCAM_INCOMING_REPLACEMENT};
    int status = 0;
    settling->has_twin = false;
    settling->kind = WAMCAM_INCOMING_MOVE;
    for (size_t index = 0; index < 2 && !settling->has_twin && status == 0; index++) {
        status =
            wamcam_incoming_path(settling->root, settling->target, kinds[index], settling->twin);
        settling->has_twin = is_there(settling->twin, &status);
        settling->kind = settling->has_twin ? kinds[index] : settling->kind;
    }
    if (status == 0) {
        status = wamcam_incoming_path(settling->root, settling->target, WAMCAM_INCOMING_MOVE,
                                      settling->marker);
    }
    bool is_marked = !settling->has_twin && is_there(settling->marker, &status);
    if (!is_marked) {
        settling->marker[0] = '\0';
    }
    return is_marked ? read_marker(settling) : status;
}

/** What is there of one target. */
static int find(struct settling *settling) {
    int status = find_twin(settling);
    if (status == 0) {
        status = wamcam_incoming_path(settling->root, settling->target, COPY, settling->copy);
    }
    settling->has_target = is_there(settling->target, &status);
    settling->has_copy = is_there(settling->copy, &status);
    return status;
}

/* --- steps ---------------------------------------------------------------------------------- */

/** Both names are there: from here on the copy counts. */
static int part_twins(struct settling *settling) {
    int status = wamcam_whole_copy(settling->target, settling->copy, settling->root->create);
    if (status < 0) {
        wamcam_volume_remove_file(settling->copy); /* room for others; it may not be there */
        return status;
    }
    settling->is_harmful = true; /* a removal that fails may be half done */
    return wamcam_volume_remove_file(settling->twin);
}

/** The target lies on clusters that are free, or is a part of the copy, or is not there. */
static int write_from_copy(struct settling *settling) {
    settling->is_harmful = true;
    int status = wamcam_volume_remove_file(settling->target);
    if (status == 0 || status == WAMCAM_NOT_FOUND) {
        status = wamcam_whole_copy(settling->copy, settling->target, settling->root->create);
    }
    settling->is_harmful = status < 0;
    return status < 0 ? status : wamcam_volume_remove_file(settling->copy);
}

/** There is no target. */
static int end_alone(struct settling *settling) {
    if (strcmp(settling->kind, WAMCAM_INCOMING_REPLACEMENT) == 0) {
        settling->is_harmful = true; /* it is missing until this is done */
        int status = wamcam_volume_rename(settling->twin, settling->target);
        settling->is_harmful = status < 0;
        return status;
    }
    bool is_new = strcmp(settling->kind, WAMCAM_INCOMING_NEW) == 0;
    return is_new ? wamcam_volume_remove_file(settling->twin) : 0;
}

static int settle_target(struct settling *settling) {
    int status = find(settling);
    if (status < 0) {
        settling->is_harmful = true;
        return status;
    }
    if (settling->has_twin && !settling->has_target) {
        status = end_alone(settling);
    } else if (settling->has_twin) {
        status = part_twins(settling);
        settling->has_copy = true;
    }
    bool is_copy_whole = !settling->has_twin || settling->has_target;
    if (status == 0 && settling->has_copy) {
        status =
            is_copy_whole ? write_from_copy(settling) : wamcam_volume_remove_file(settling->copy);
    }
    if (status == 0 && settling->marker[0] != '\0') {
        status = wamcam_volume_remove_file(settling->marker);
    }
    return status;
}

/* --- the folder ----------------------------------------------------------------------------- */

struct search {
    int skipped; /* entries that are to be passed over */
    char *name;  /* of the next one */
    bool is_found;
};

static int take_name(void *context, const char *name, bool is_folder) {
    struct search *search = context;
    bool is_ours = !is_folder && strlen(name) <= NAME_BYTES_MAX;
    if (search->is_found || !is_ours || search->skipped-- > 0) {
        return 0;
    }
    search->is_found = true;
    if (search->name != NULL) {
        snprintf(search->name, NAME_BYTES_MAX + 1, "%s", name);
    }
    return 0;
}

/** 1 and a name, if asked for; 0: there is none; or an error. */
static int next_name(const struct wamcam_root *root, int skipped, char *name) {
    char folder[WAMCAM_FULL_PATH_BYTES];
    struct search search = {.skipped = skipped, .name = name};
    int status = folder_path(root, folder);
    if (status == 0) {
        status = wamcam_volume_list(folder, take_name, &search);
    }
    return status == WAMCAM_NOT_FOUND ? 0 : status < 0 ? status : search.is_found;
}

static bool concerns(const struct settling *settling, const char *path) {
    return path != NULL &&
           (strcmp(path, settling->target) == 0 || strcmp(path, settling->twin) == 0);
}

static int settle_all(struct settling *settling, const char *to_change) {
    int skipped = 0;
    int found = next_name(settling->root, skipped, settling->name);
    while (found == 1) {
        settling->is_harmful = false;
        settling->twin[0] = '\0';
        int status = decode(settling->root, settling->name, settling->target);
        if (status == 0) {
            status = settle_target(settling);
            bool stops = settling->is_harmful || concerns(settling, to_change);
            if (status < 0 && stops) {
                return status;
            }
        }
        skipped += status < 0;
        found = next_name(settling->root, skipped, settling->name);
    }
    return found;
}

int wamcam_incoming_settle(const struct wamcam_root *root, const char *to_change) {
    int found = next_name(root, 0, NULL);
    if (found <= 0) {
        return found; /* usually nothing */
    }
    struct settling *settling = wamcam_memory_take(sizeof *settling);
    if (settling == NULL) {
        return WAMCAM_NO_MEMORY;
    }
    settling->root = root;
    int status = settle_all(settling, to_change);
    wamcam_memory_free(settling);
    return status;
}

int wamcam_incoming_write(const struct wamcam_root *root, const char *incoming,
                          const uint8_t *bytes, size_t length, wamcam_whole_observer *observer,
                          void *context) {
    char folder[WAMCAM_FULL_PATH_BYTES];
    int status = folder_path(root, folder);
    if (status == 0) {
        status = wamcam_volume_make_folder(folder);
    }
    if (status < 0 && status != WAMCAM_EXISTS) {
        return status;
    }
    status = wamcam_whole_write(incoming, root->create, bytes, length, observer, context);
    if (status < 0) {
        wamcam_volume_remove_file(incoming);
    }
    return status;
}
