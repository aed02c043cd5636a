#include "card/card.h"

#include <string.h>

#include "digest.h"
#include "faults.h"
#include "invariants.h"
#include "power.h"
#include "virtual_time.h"
#include "wamcam/errors.h"

/* Most cards never fill; the smallest fills within a day. */
#define SMALL_BYTES INT64_C(4000000)
#define LARGE_BYTES INT64_C(31000000000)
#define CROSS_LINKED_MAX 64

enum condition { WELL, PULLED, PROTECTED, FULL, CONDITIONS };

static struct sim_node *root;
static struct sim_draw draw;
static enum condition condition;
static int64_t changes_at_us;
static int64_t capacity_bytes;
static struct sim_content *cross_linked[CROSS_LINKED_MAX];
static size_t cross_linked_count;
static enum sim_card_bug bug;

static int64_t next_trouble_us(void) {
    int64_t mean_us = sim_faults.card_away_mean_us;
    if (mean_us == 0) {
        return SIM_NEVER;
    }
    return sim_time_us() + sim_draw_between(&draw, 1, 2 * mean_us);
}

void sim_card_start(uint64_t seed, enum sim_card_bug card_bug, int64_t bytes) {
    sim_draw_start(&draw, seed, "card");
    root = sim_tree_new();
    sim_tree_add(root, SIM_CARD_FOLDER + 1, NULL);
    sim_tree_add(root, SIM_FLASH_FOLDER + 1, NULL);
    condition = WELL;
    changes_at_us = next_trouble_us();
    capacity_bytes = sim_draw_chance(&draw, SIM_ALWAYS / 4)
                         ? sim_draw_scaled(&draw, SMALL_BYTES, 8 * SMALL_BYTES)
                         : LARGE_BYTES;
    capacity_bytes = bytes > 0 ? bytes : capacity_bytes;
    cross_linked_count = 0;
    bug = card_bug;
}

void sim_card_end(void) {
    sim_volume_close_below("/");
    sim_tree_delete(root);
    root = NULL;
}

void sim_card_put(const char *path, const char *text) {
    sim_card_put_bytes(path, (const uint8_t *)text, strlen(text));
}

void sim_card_put_bytes(const char *path, const uint8_t *bytes, size_t length) {
    const char *name = NULL;
    struct sim_node *folder = sim_tree_folder_of(root, path, &name);
    struct sim_content *content = sim_content_new();
    sim_content_append(content, bytes, length);
    sim_content_sync(content);
    sim_tree_add(folder, name, content);
}

struct sim_node *sim_card_find(const char *path) {
    return sim_tree_find(root, path);
}

struct sim_node *sim_card_root(void) {
    return root;
}

enum sim_card_bug sim_card_bug(void) {
    return bug;
}

void sim_card_boot(void) {
    struct sim_node *incoming = sim_card_find(SIM_CARD_FOLDER "/incoming.tmp");
    while (bug == SIM_CARD_REMOVES_INCOMING && incoming != NULL && incoming->count > 0) {
        sim_card_remove_name(incoming->children[0]);
    }
}

struct sim_draw *sim_card_draw(void) {
    return &draw;
}

/* --- losses --------------------------------------------------------------------------------- */

/** The last of its names goes: nothing is left that could be written over. */
static void forget(const struct sim_content *content) {
    size_t kept = 0;
    for (size_t index = 0; index < cross_linked_count; index++) {
        if (cross_linked[index] != content) {
            cross_linked[kept++] = cross_linked[index];
        }
    }
    cross_linked_count = kept;
}

void sim_card_remove_name(struct sim_node *node) {
    if (node->content != NULL && node->content->names == 1) {
        forget(node->content);
    } else if (node->content != NULL && cross_linked_count < CROSS_LINKED_MAX) {
        cross_linked[cross_linked_count++] = node->content;
    }
    sim_tree_remove(node);
}

/** What is below a folder loses what was not synced. */
static void lose(struct sim_node *folder) {
    for (size_t index = folder->count; index > 0; index--) {
        struct sim_node *node = folder->children[index - 1];
        if (node->content == NULL) {
            lose(node);
        } else if (!sim_content_lose(node->content, &draw)) {
            sim_card_remove_name(node);
        }
    }
}

void sim_card_lose_power(void) {
    sim_volume_close_below("/");
    lose(root);
}

void sim_card_give_clusters(void) {
    for (size_t index = 0; index < cross_linked_count; index++) {
        sim_content_overwrite(cross_linked[index], &draw);
    }
    cross_linked_count = 0;
}

/* --- condition ------------------------------------------------------------------------------ */

static bool is_on_card(const char *path) {
    size_t length = strlen(SIM_CARD_FOLDER);
    return strncmp(path, SIM_CARD_FOLDER, length) == 0 &&
           (path[length] == '/' || path[length] == '\0');
}

static void change(void) {
    bool was_well = condition == WELL;
    if (was_well) {
        condition = (enum condition)sim_draw_between(&draw, PULLED, FULL);
        changes_at_us = sim_time_us() + sim_draw_scaled(&draw, SIM_SECOND_US, 2 * SIM_HOUR_US);
        if (condition == PULLED) {
            sim_volume_close_below(SIM_CARD_FOLDER);
            lose(sim_card_find(SIM_CARD_FOLDER));
        }
    } else {
        condition = WELL;
        changes_at_us = next_trouble_us();
    }
    sim_digest_number("card condition", condition);
}

/** Changes come when somebody looks: nobody knows of them before. */
static enum condition present_condition(void) {
    while (sim_time_us() >= changes_at_us) {
        change();
    }
    return condition;
}

void sim_card_settle(void) {
    condition = WELL;
    changes_at_us = SIM_NEVER;
}

int sim_card_state(void) {
    static const int states[CONDITIONS] = {
        [WELL] = 0, [PULLED] = WAMCAM_NO_DEVICE, [PROTECTED] = WAMCAM_READ_ONLY, [FULL] = 0};
    return states[present_condition()];
}

static int64_t used_below(const struct sim_node *folder) {
    int64_t used = 0;
    for (size_t index = 0; index < folder->count; index++) {
        const struct sim_node *node = folder->children[index];
        used += node->content != NULL ? (int64_t)node->content->length : used_below(node);
    }
    return used;
}

int64_t sim_card_used_bytes(void) {
    return used_below(sim_card_find(SIM_CARD_FOLDER));
}

int64_t sim_card_free_bytes(void) {
    enum condition now = present_condition();
    if (now == PULLED) {
        return WAMCAM_NO_DEVICE;
    }
    if (now == FULL) {
        return 0;
    }
    if (capacity_bytes == LARGE_BYTES) {
        return LARGE_BYTES;
    }
    int64_t used_bytes = sim_card_used_bytes(); /* of twins both, so there may seem to be more */
    return used_bytes < capacity_bytes ? capacity_bytes - used_bytes : 0;
}

/* --- one call ------------------------------------------------------------------------------- */

/** Time that a call takes, and whether it fails by itself. */
static int begin_call(const char *path, int64_t duration_us) {
    if (sim_power_is_gone()) {
        return WAMCAM_IO;
    }
    if (sim_draw_chance(&draw, sim_faults.card_slow)) {
        duration_us += sim_draw_scaled(&draw, 10000, 5 * SIM_SECOND_US);
        sim_invariants_excuse();
    }
    sim_time_spend(duration_us);
    if (sim_power_is_gone()) {
        return WAMCAM_IO;
    }
    if (!is_on_card(path)) {
        return 0;
    }
    if (present_condition() == PULLED) {
        return WAMCAM_NO_DEVICE;
    }
    return sim_draw_chance(&draw, sim_faults.card_call_fails) ? WAMCAM_IO : 0;
}

int sim_card_may_read(const char *path) {
    return begin_call(path, 200);
}

int sim_card_may_write(const char *path) {
    int status = begin_call(path, 1000);
    return status == 0 && is_on_card(path) && condition == PROTECTED ? WAMCAM_READ_ONLY : status;
}

int64_t sim_card_room(const char *path, int64_t bytes) {
    if (!is_on_card(path) || bytes == 0 || condition == PULLED) {
        return bytes;
    }
    int64_t free_bytes = sim_card_free_bytes();
    return free_bytes < bytes ? free_bytes : bytes;
}

int sim_card_take_room(const char *path, int64_t bytes) {
    return sim_card_room(path, bytes) < bytes ? WAMCAM_NO_SPACE : 0;
}
