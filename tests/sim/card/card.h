/**
 * The memory card, and the flash memory that holds settings and state: one file system with the
 * weaknesses of FAT. What was not synced may be lost when power is cut, a rename may leave both
 * names. The card can be pulled, write-protected and full; the flash memory only loses power.
 */
#ifndef SIM_CARD_CARD_H
#define SIM_CARD_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/tree.h"

#define SIM_CARD_FOLDER "/card"
#define SIM_FLASH_FOLDER "/flash"

/** A bug for tests to find. */
enum sim_card_bug {
    SIM_CARD_WORKS,
    SIM_CARD_LIES_ABOUT_PHOTOS,  /**< It only pretends to sync them. */
    SIM_CARD_LIES_ABOUT_APPENDS, /**< The same for what is added to a file. */
    SIM_CARD_REMOVES_INCOMING,   /**< At a start, whatever has another name as well. */
};

/** An empty card of so many bytes; 0: of a size that is drawn. */
void sim_card_start(uint64_t seed, enum sim_card_bug bug, int64_t bytes);
void sim_card_end(void);
/** Power has come; the program has not yet started. */
void sim_card_boot(void);
/** A file that was there before the camera was. */
void sim_card_put(const char *path, const char *text);
void sim_card_put_bytes(const char *path, const uint8_t *bytes, size_t length);

/** What the board's callbacks say. */
int sim_card_state(void);
int64_t sim_card_free_bytes(void);

/** Power was cut: what was not synced goes, open files are closed. */
void sim_card_lose_power(void);
/** The card is there, works, and stays so. */
void sim_card_settle(void);

struct sim_node *sim_card_find(const char *path);
/** Bytes of all files on the card. */
int64_t sim_card_used_bytes(void);

/* For volume.c. */
struct sim_node *sim_card_root(void);
struct sim_draw *sim_card_draw(void);
enum sim_card_bug sim_card_bug(void);
/** 0, or why nothing can be read or written under a path now; takes a moment. */
int sim_card_may_read(const char *path);
int sim_card_may_write(const char *path);
/** 0, or NO_SPACE for more bytes on the card. */
int sim_card_take_room(const char *path, int64_t bytes);
/** How many of so many bytes find room under a path. */
int64_t sim_card_room(const char *path, int64_t bytes);
/** New clusters are given out: those that are wrongly free are among them. */
void sim_card_give_clusters(void);
/** A name is removed. If its content has others the clusters count as free all the same, and
 *  whoever gets them writes over the content. */
void sim_card_remove_name(struct sim_node *node);
/** Open files below a folder are open no more. */
void sim_volume_close_below(const char *folder);

#endif
