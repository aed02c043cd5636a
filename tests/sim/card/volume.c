/* The place of src/store/volume.c: the simulated card. Each call is a step in which power may be
 * cut: a write after some of its bytes, everything else before, in the middle or after. */
#include "store/volume.h"

#include <stdio.h>
#include <string.h>

#include "board.h"
#include "card/card.h"
#include "digest.h"
#include "faults.h"
#include "oracle.h"
#include "power.h"
#include "wamcam/errors.h"

#define FILES_MAX 8
#define PATH_BYTES 600

struct open_file {
    struct sim_content *content; /* NULL: the slot is free */
    enum wamcam_volume_mode mode;
    size_t offset;
    bool has_failed; /* a call did: whoever made it has not yet got what it wanted */
    char path[PATH_BYTES];
};

static struct open_file files[FILES_MAX];

static void close_slot(struct open_file *open) {
    open->content->openings--;
    sim_content_let_go(open->content);
    open->content = NULL;
}

void sim_volume_close_below(const char *folder) {
    for (int slot = 0; slot < FILES_MAX; slot++) {
        bool is_below = strncmp(files[slot].path, folder, strlen(folder)) == 0;
        if (files[slot].content != NULL && is_below) {
            close_slot(&files[slot]);
        }
    }
}

/** A call has ended so. */
static int done(const char *what, const char *path, int result) {
    sim_digest_bytes(what, path, strlen(path));
    sim_digest_number(what, result);
    sim_board_show_call(what, path, result);
    return result;
}

/** In which of its states a call that was cut leaves the card: 0 before, 1 in the middle, 2 after.
 */
static int cut_state(void) {
    return (int)sim_draw_between(sim_card_draw(), 0, 2);
}

/** A rename has its middle between two writes, not within one: it lasts longer than they do. */
static int cut_state_of_rename(void) {
    bool is_in_the_middle = sim_draw_chance(sim_card_draw(), SIM_ALWAYS / 2);
    return is_in_the_middle ? 1 : cut_state();
}

/* --- open files ----------------------------------------------------------------------------- */

static int free_slot(void) {
    int slot = 0;
    while (slot < FILES_MAX && files[slot].content != NULL) {
        slot++;
    }
    return slot < FILES_MAX ? slot : WAMCAM_NO_MEMORY;
}

static int create(const char *path, struct sim_node **node) {
    const char *name = NULL;
    struct sim_node *folder = sim_tree_folder_of(sim_card_root(), path, &name);
    if (folder == NULL) {
        return WAMCAM_NOT_FOUND;
    }
    *node = sim_tree_add(folder, name, sim_content_new());
    return 0;
}

/** Find or create what is to be opened. */
static int find(const char *path, enum wamcam_volume_mode mode, struct sim_node **node) {
    *node = sim_card_find(path);
    if (*node != NULL && (*node)->content == NULL) {
        return WAMCAM_INVALID;
    }
    bool creates = mode == WAMCAM_VOLUME_CREATE || mode == WAMCAM_VOLUME_APPEND;
    if (*node == NULL) {
        return creates ? create(path, node) : WAMCAM_NOT_FOUND;
    }
    if (mode == WAMCAM_VOLUME_CREATE) {
        sim_oracle_file_removed(path, (*node)->content);
        sim_card_remove_name(*node); /* its clusters are given back, whatever else leads to them */
        return create(path, node);
    }
    return 0;
}

int wamcam_volume_open(const char *path, enum wamcam_volume_mode mode) {
    if (mode == WAMCAM_VOLUME_CREATE_PRIVATE) {
        mode = WAMCAM_VOLUME_CREATE; /* FAT knows no owners */
    }
    bool writes = mode != WAMCAM_VOLUME_READ;
    int status = writes ? sim_card_may_write(path) : sim_card_may_read(path);
    if (status == 0 && writes && sim_power_step(SIM_STEP_OF_BYTES)) {
        status = WAMCAM_IO;
    }
    int slot = status == 0 ? free_slot() : status;
    struct sim_node *node = NULL;
    status = slot < 0 ? slot : find(path, mode, &node);
    if (status < 0) {
        return done("open", path, status);
    }
    files[slot] = (struct open_file){.content = node->content, .mode = mode};
    node->content->openings++;
    snprintf(files[slot].path, sizeof files[slot].path, "%s", path);
    return done("open", path, slot);
}

static struct open_file *open_file(int file) {
    return file >= 0 && file < FILES_MAX && files[file].content != NULL ? &files[file] : NULL;
}

int wamcam_volume_read(int file, uint8_t *out, size_t length) {
    struct open_file *open = open_file(file);
    int status = open == NULL ? WAMCAM_IO : sim_card_may_read(open->path);
    if (status < 0 || files[file].content == NULL) {
        return status < 0 ? status : WAMCAM_IO;
    }
    size_t count = sim_content_read(open->content, open->offset, out, length);
    open->offset += count;
    return done("read", open->path, (int)count);
}

int wamcam_volume_seek(int file, int64_t offset) {
    struct open_file *open = open_file(file);
    if (open == NULL) {
        return WAMCAM_IO;
    }
    open->offset = (size_t)offset;
    return 0;
}

static void append(struct open_file *open, const uint8_t *bytes, size_t length) {
    sim_card_give_clusters();
    sim_content_append(open->content, bytes, length);
}

int wamcam_volume_write(int file, const uint8_t *bytes, size_t length) {
    struct open_file *open = open_file(file);
    int status = open == NULL ? WAMCAM_IO : sim_card_may_write(open->path);
    if (open == NULL || files[file].content == NULL) {
        return WAMCAM_IO; /* the card was pulled meanwhile */
    }
    if (status == 0) {
        status = sim_card_take_room(open->path, (int64_t)length);
    }
    bool is_cut = status == 0 && sim_power_step(SIM_STEP_OF_BYTES);
    if (status != 0 || is_cut) {
        open->has_failed = true;
        bool may_begin = is_cut || status == WAMCAM_IO || status == WAMCAM_NO_SPACE;
        int64_t most = sim_card_room(open->path, (int64_t)length);
        append(open, bytes, may_begin ? (size_t)sim_draw_between(sim_card_draw(), 0, most) : 0);
        return done("write", open->path, is_cut ? WAMCAM_IO : status);
    }
    append(open, bytes, length);
    sim_digest_bytes("write", bytes, length);
    return done("write", open->path, 0);
}

int wamcam_volume_truncate(int file, int64_t size_bytes) {
    struct open_file *open = open_file(file);
    int status = open == NULL ? WAMCAM_IO : sim_card_may_write(open->path);
    if (open == NULL || files[file].content == NULL) {
        return WAMCAM_IO;
    }
    bool is_cut = status == 0 && sim_power_step(SIM_STEP_OF_BYTES);
    open->has_failed = open->has_failed || status != 0;
    if (status == 0 && (!is_cut || cut_state() > 0)) {
        sim_content_truncate(open->content, (size_t)size_bytes);
    }
    return done("truncate", open->path, is_cut ? WAMCAM_IO : status);
}

static bool is_lied_about(const struct open_file *open) {
    enum sim_card_bug bug = sim_card_bug();
    return (bug == SIM_CARD_LIES_ABOUT_PHOTOS && open->mode == WAMCAM_VOLUME_CREATE) ||
           (bug == SIM_CARD_LIES_ABOUT_APPENDS && open->mode == WAMCAM_VOLUME_APPEND);
}

int wamcam_volume_sync(int file) {
    struct open_file *open = open_file(file);
    int status = open == NULL ? WAMCAM_IO : sim_card_may_write(open->path);
    if (open == NULL || files[file].content == NULL) {
        return WAMCAM_IO;
    }
    if (open->mode == WAMCAM_VOLUME_READ) {
        return 0;
    }
    bool is_cut = status == 0 && sim_power_step(SIM_STEP_OF_BYTES);
    if (is_lied_about(open)) {
        return done("sync", open->path, is_cut ? WAMCAM_IO : status);
    }
    if (status == 0 && (!is_cut || cut_state() == 2)) {
        sim_content_sync(open->content);
        if (!open->has_failed && !is_cut) {
            sim_oracle_file_synced(open->path, open->content);
        }
    }
    return done("sync", open->path, is_cut ? WAMCAM_IO : status);
}

int wamcam_volume_close(int file) {
    struct open_file *open = open_file(file);
    if (open == NULL) {
        return WAMCAM_IO;
    }
    close_slot(open);
    return sim_power_is_gone() ? WAMCAM_IO : 0;
}

int64_t wamcam_volume_size(int file) {
    const struct open_file *open = open_file(file);
    return open == NULL ? WAMCAM_IO : (int64_t)open->content->length;
}

/* --- names ---------------------------------------------------------------------------------- */

int wamcam_volume_look(const char *path, struct wamcam_volume_entry *entry) {
    int status = sim_card_may_read(path);
    if (status < 0) {
        return done("look", path, status);
    }
    const struct sim_node *node = sim_card_find(path);
    if (node == NULL) {
        return done("look", path, WAMCAM_NOT_FOUND);
    }
    entry->is_folder = node->content == NULL;
    entry->size_bytes = node->content == NULL ? 0 : (int64_t)node->content->length;
    return done("look", path, 0);
}

static void move(struct sim_node *node, struct sim_node *folder, const char *name, const char *from,
                 const char *to, enum sim_rename how) {
    struct sim_content *content = node->content;
    sim_tree_add(folder, name, content);
    sim_tree_remove(node);
    sim_oracle_file_renamed(from, to, content, how);
}

/** The card failed by itself: what was to be done may have been done in part. */
static bool has_failed_midway(int status) {
    return status == WAMCAM_IO && sim_power_is_on();
}

/** Power was cut in the middle of a rename, or the card failed there. */
static void move_partly(struct sim_node *node, struct sim_node *folder, const char *name,
                        const char *from, const char *to, enum sim_rename how) {
    int state = cut_state_of_rename();
    if (state == 1 && sim_faults.cross_links && node->content != NULL) {
        sim_tree_add(folder, name, node->content);
        sim_oracle_file_renamed(from, to, node->content, how);
    } else if (state == 2) {
        move(node, folder, name, from, to, how);
    }
}

int wamcam_volume_rename(const char *from, const char *to) {
    int status = sim_card_may_write(from);
    const char *name = NULL;
    struct sim_node *node = sim_card_find(from);
    struct sim_node *folder = sim_tree_folder_of(sim_card_root(), to, &name);
    bool is_possible = node != NULL && folder != NULL && sim_card_find(to) == NULL;
    if (status == 0 && !is_possible) {
        bool is_missing = node == NULL || folder == NULL;
        return done("rename", from, is_missing ? WAMCAM_NOT_FOUND : WAMCAM_EXISTS);
    }
    bool is_cut = status == 0 && sim_power_step(SIM_STEP_OF_NAMES);
    if (status == 0 && !is_cut) {
        move(node, folder, name, from, to, SIM_RENAME_DONE);
    } else if (is_possible && (is_cut || has_failed_midway(status))) {
        enum sim_rename how = is_cut ? SIM_RENAME_CUT : SIM_RENAME_FAILED;
        move_partly(node, folder, name, from, to, how);
    }
    return done("rename", to, is_cut ? WAMCAM_IO : status);
}

static int remove_node(const char *what, const char *path, bool is_folder) {
    int status = sim_card_may_write(path);
    struct sim_node *node = sim_card_find(path);
    if (status == 0 && node == NULL) {
        status = WAMCAM_NOT_FOUND;
    }
    bool is_fit = node != NULL && is_folder == (node->content == NULL) && node->count == 0;
    if (status == 0 && !is_fit) {
        status = node->count > 0 ? WAMCAM_EXISTS : WAMCAM_INVALID;
    }
    if (status < 0 && !(is_fit && has_failed_midway(status))) {
        return done(what, path, status);
    }
    bool is_cut = status == 0 && sim_power_step(SIM_STEP_OF_NAMES);
    bool is_sure = status == 0 && !is_cut;
    if (is_sure || cut_state() == 2) {
        sim_oracle_file_removed(path, node->content);
        sim_card_remove_name(node);
    }
    return done(what, path, is_cut ? WAMCAM_IO : status);
}

int wamcam_volume_remove_file(const char *path) {
    return remove_node("remove", path, false);
}

int wamcam_volume_remove_folder(const char *path) {
    return remove_node("remove folder", path, true);
}

int wamcam_volume_make_folder(const char *path) {
    int status = sim_card_may_read(path);
    if (status == 0 && sim_card_find(path) != NULL) {
        return WAMCAM_EXISTS;
    }
    if (status == 0) {
        status = sim_card_may_write(path);
    }
    if (status == 0) {
        status = sim_card_take_room(path, 1);
    }
    const char *name = NULL;
    struct sim_node *folder = sim_tree_folder_of(sim_card_root(), path, &name);
    if (status == 0 && folder == NULL) {
        status = WAMCAM_NOT_FOUND;
    }
    bool is_cut = status == 0 && sim_power_step(SIM_STEP_OF_NAMES);
    if (status == 0 && (!is_cut || cut_state() == 2)) {
        sim_tree_add(folder, name, NULL);
    }
    return done("make folder", path, is_cut ? WAMCAM_IO : status);
}

int wamcam_volume_list(const char *folder, wamcam_volume_visitor *visitor, void *context) {
    int status = sim_card_may_read(folder);
    const struct sim_node *node = sim_card_find(folder);
    if (status == 0 && (node == NULL || node->content != NULL)) {
        status = WAMCAM_NOT_FOUND;
    }
    for (size_t index = 0; status >= 0 && index < node->count; index++) {
        const struct sim_node *child = node->children[index];
        status = visitor(context, child->name, child->content == NULL);
    }
    return done("list", folder, status < 0 ? status : 0);
}
