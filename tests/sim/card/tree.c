#include "card/tree.h"

#include <stdlib.h>
#include <string.h>

#include "allocation.h"

struct sim_node *sim_tree_new(void) {
    struct sim_node *root = sim_take(sizeof *root);
    root->name = sim_take(1);
    return root;
}

static void delete_node(struct sim_node *node) {
    if (node->content != NULL) {
        node->content->names--;
        sim_content_let_go(node->content);
    }
    free(node->children);
    free(node->name);
    free(node);
}

void sim_tree_delete(struct sim_node *root) {
    for (size_t index = 0; index < root->count; index++) {
        sim_tree_delete(root->children[index]);
    }
    delete_node(root);
}

static int compare(const char *name, size_t length, const char *other) {
    int order = strncmp(name, other, length);
    return order != 0 ? order : other[length] == '\0' ? 0 : -1;
}

/** Where a name is or belongs. */
static size_t place_of(const struct sim_node *folder, const char *name, size_t length,
                       bool *is_there) {
    size_t from = 0;
    size_t to = folder->count;
    *is_there = false;
    while (from < to && !*is_there) {
        /* Most names are looked for at the end: photos are named by the time. */
        size_t middle = to == folder->count && from == 0 ? to - 1 : from + (to - from) / 2;
        int order = compare(name, length, folder->children[middle]->name);
        if (order == 0) {
            *is_there = true;
            from = middle;
        } else if (order < 0) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return from;
}

static struct sim_node *child(const struct sim_node *folder, const char *name, size_t length) {
    bool is_there = false;
    size_t place = place_of(folder, name, length, &is_there);
    return is_there ? folder->children[place] : NULL;
}

struct sim_node *sim_tree_folder_of(struct sim_node *root, const char *path, const char **name) {
    struct sim_node *folder = root;
    const char *part = path + 1;
    for (const char *slash = strchr(part, '/'); slash != NULL && folder != NULL;
         slash = strchr(part, '/')) {
        folder = child(folder, part, (size_t)(slash - part));
        if (folder != NULL && folder->content != NULL) {
            folder = NULL;
        }
        part = slash + 1;
    }
    *name = part;
    return folder;
}

struct sim_node *sim_tree_find(struct sim_node *root, const char *path) {
    const char *name = NULL;
    struct sim_node *folder = sim_tree_folder_of(root, path, &name);
    return folder == NULL ? NULL : child(folder, name, strlen(name));
}

struct sim_node *sim_tree_add(struct sim_node *folder, const char *name,
                              struct sim_content *content) {
    struct sim_node *node = sim_take(sizeof *node);
    bool is_there = false;
    size_t length = strlen(name);
    size_t place = place_of(folder, name, length, &is_there);
    node->name = sim_take(length + 1);
    memcpy(node->name, name, length + 1);
    node->parent = folder;
    node->content = content;
    if (content != NULL) {
        content->names++;
    }
    if (folder->count == folder->room) {
        folder->room = folder->room == 0 ? 4 : folder->room * 2;
        folder->children = sim_grow(folder->children, folder->room * sizeof *folder->children);
    }
    memmove(folder->children + place + 1, folder->children + place,
            (folder->count - place) * sizeof *folder->children);
    folder->children[place] = node;
    folder->count++;
    return node;
}

void sim_tree_remove(struct sim_node *node) {
    struct sim_node *folder = node->parent;
    bool is_there = false;
    size_t place = place_of(folder, node->name, strlen(node->name), &is_there);
    folder->count--;
    memmove(folder->children + place, folder->children + place + 1,
            (folder->count - place) * sizeof *folder->children);
    delete_node(node);
}
