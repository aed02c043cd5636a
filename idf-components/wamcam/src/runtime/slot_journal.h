/**
 * What is known of the two application slots, kept in flash memory so that a cut of power at any
 * byte leaves either what was known before or what is known after.
 *
 * The journal is a number of records in two sectors, as in the metadata pairs of littlefs: a change
 * appends a record, and a full sector gives way to the other one. The newest whole record counts.
 */
#ifndef WAMCAM_RUNTIME_SLOT_JOURNAL_H
#define WAMCAM_RUNTIME_SLOT_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "wamcam/board.h"
#include "wamcam/package.h"

/** Applications by number: the firmware's own one and the two slots. */
#define WAMCAM_SLOT_NONE 0
#define WAMCAM_SLOT_A 1
#define WAMCAM_SLOT_B 2
#define WAMCAM_SLOTS 3

#define WAMCAM_SLOT_REASON_SIZE 144
#define WAMCAM_SLOT_HASH_BYTES 32
/** Applications that failed are remembered, so that nobody sends them again and again. */
#define WAMCAM_SLOT_REFUSED_MAX 8
#define WAMCAM_SLOT_REFUSED_BYTES 16

/** Numbers that stand in the journal. */
enum wamcam_slot_state {
    WAMCAM_SLOT_EMPTY = 0,
    WAMCAM_SLOT_RECEIVING = 1, /**< A part of the file is there. */
    WAMCAM_SLOT_READY = 2,     /**< Whole and checked; to be tried. */
    WAMCAM_SLOT_TRIAL = 3,     /**< It was started and has not proved itself yet. */
    WAMCAM_SLOT_CONFIRMED = 4,
    WAMCAM_SLOT_FAILED = 5,
};

/** Who an application says it is. */
struct wamcam_slot_identity {
    char name[WAMCAM_MANIFEST_NAME_SIZE];
    struct wamcam_version version;
};

struct wamcam_slot {
    uint8_t state;    /**< enum wamcam_slot_state */
    uint8_t starts;   /**< On trial: how many times it was started. */
    uint8_t failures; /**< Confirmed: runs that failed, in a row. */
    uint8_t flags;    /**< enum wamcam_slots_flag (slots.h), as the installation was begun with. */
    uint32_t size_bytes; /**< Of the file. */
    uint32_t done_bytes; /**< Receiving: so much is there for certain. */
    uint32_t trial_s;    /**< Time for which it must run before it is confirmed. */
    uint8_t sha256[WAMCAM_SLOT_HASH_BYTES];
    struct wamcam_slot_identity identity; /**< From READY on. */
};

/** The latest application that had to go, and why. */
struct wamcam_slot_failure {
    struct wamcam_slot_identity identity;
    char reason[WAMCAM_SLOT_REASON_SIZE]; /**< "": none yet. */
};

/** All that is known; one record of the journal. */
struct wamcam_slot_record {
    uint8_t active;                         /**< What runs when nothing is on trial. */
    uint8_t previous;                       /**< What ran before that. */
    struct wamcam_slot slots[WAMCAM_SLOTS]; /**< [0] is not used. */
    struct wamcam_slot_failure failure;
    uint8_t refused[WAMCAM_SLOT_REFUSED_MAX][WAMCAM_SLOT_REFUSED_BYTES]; /**< Newest first. */
};

struct wamcam_slot_journal {
    const struct wamcam_board *board;
    uint32_t sequence; /**< Of the newest record; 0: there is none. */
    uint32_t sector;   /**< Where it is. */
    uint32_t place;    /**< Its number in that sector. */
};

/** Find the newest record; without one `record` becomes that of empty slots. 0 or IO. */
int wamcam_slot_journal_open(struct wamcam_slot_journal *journal, const struct wamcam_board *board,
                             struct wamcam_slot_record *record);
/** Keep a record. IO: the one before still counts, or (a cut during the call) either. */
int wamcam_slot_journal_write(struct wamcam_slot_journal *journal,
                              const struct wamcam_slot_record *record);

#endif
