/** Names and folders of the simulated file system. Names in a folder are kept in byte order. */
#ifndef SIM_CARD_TREE_H
#define SIM_CARD_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "card/content.h"

struct sim_node {
    char *name;
    struct sim_node *parent;     /**< NULL for the root. */
    struct sim_content *content; /**< NULL for a folder. */
    struct sim_node **children;
    size_t count;
    size_t room;
};

struct sim_node *sim_tree_new(void);
/** With all that is below. */
void sim_tree_delete(struct sim_node *root);

/** The node of a full path such as "/card/a", or NULL. */
struct sim_node *sim_tree_find(struct sim_node *root, const char *path);
/** The folder in which a path lies, and its last part; NULL if there is no such folder. */
struct sim_node *sim_tree_folder_of(struct sim_node *root, const char *path, const char **name);
/** A new folder (content NULL) or another name of a content. */
struct sim_node *sim_tree_add(struct sim_node *folder, const char *name,
                              struct sim_content *content);
/** Remove a name; a content without any name left is deleted. */
void sim_tree_remove(struct sim_node *node);

#endif
