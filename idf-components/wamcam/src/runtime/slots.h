/**
 * The two slots for applications that take the place of the firmware's own one, and the rules by
 * which one comes and goes: received, tried, confirmed or sent back. docs/updates.md tells the
 * whole story. Core thread only.
 */
#ifndef WAMCAM_RUNTIME_SLOTS_H
#define WAMCAM_RUNTIME_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/slot_journal.h"
#include "wamcam/board.h"

/** How many times an application is started on trial, at most. */
#define WAMCAM_SLOTS_STARTS_MAX 3
/** Failed runs in a row after which a confirmed application gives way. */
#define WAMCAM_SLOTS_FAILURES_MAX 3

/** Room for a sentence. */
#define WAMCAM_SLOTS_SENTENCE_SIZE 256

/** What the person behind an installation asks for explicitly; also numbers of update.begin. */
enum wamcam_slots_flag {
    WAMCAM_SLOTS_DOWNGRADE = 1, /**< Take an older version, too. */
    WAMCAM_SLOTS_AGAIN = 2,     /**< Take one, too, that has failed before. */
    WAMCAM_SLOTS_REPLACE = 4,   /**< Take it, too, while another one is on trial, which goes. */
    /** The hash is Dropbox's content_hash: up to 4 MiB, the SHA-256 of the file's SHA-256. */
    WAMCAM_SLOTS_CONTENT_HASH = 8,
};

struct wamcam_slots {
    const struct wamcam_board *board;
    bool is_usable; /**< The board has flash memory for applications. */
    struct wamcam_slot_journal journal;
    struct wamcam_slot_record record;
    struct wamcam_slot_identity factory;   /**< The firmware's own application. */
    uint8_t running;                       /**< What was chosen last. */
    struct wamcam_slot_identity withdrawn; /**< What runs though its slot was given away. */
    bool is_swap_wanted;                   /**< Another application is to run as soon as can be. */
    uint8_t receiving;                     /**< Slot of the installation under way, or NONE. */
    /** It was begun by the application that runs: a person's may take its place, not vice versa. */
    bool is_applications;
    uint32_t received_bytes;
    struct wamcam_slot_identity checked; /**< Of wamcam_slots_check(); no name: of nobody. */
    uint8_t checked_sha256[WAMCAM_SLOT_HASH_BYTES];
    char sentence[WAMCAM_SLOTS_SENTENCE_SIZE]; /**< Why the latest installation was refused. */
};

/**
 * What is known of the slots. Who would run if nothing were tried counts as running. In any case
 * something can be chosen afterwards.
 */
void wamcam_slots_open(struct wamcam_slots *slots, const struct wamcam_board *board,
                       const uint8_t *factory, size_t factory_length);

/* --- running (slots.c) ---------------------------------------------------------------------- */

/**
 * Whose turn is it? One that is to be tried comes first; that start is counted before it begins.
 * Then the active one, else the firmware's own.
 */
uint8_t wamcam_slots_choose(struct wamcam_slots *slots);
bool wamcam_slots_is_on_trial(const struct wamcam_slots *slots);
/** What runs was on trial until its slot was given to another one (WAMCAM_SLOTS_REPLACE). */
bool wamcam_slots_is_withdrawn(const struct wamcam_slots *slots);
/** Who runs. */
const struct wamcam_slot_identity *wamcam_slots_identity(const struct wamcam_slots *slots);
/**
 * The bytes of a slot, to be freed with wamcam_memory_free(); NULL with a sentence in `reason` if
 * they cannot be had or are not those that were received.
 */
uint8_t *wamcam_slots_load(const struct wamcam_slots *slots, uint8_t number, size_t *length,
                           char *reason, size_t reason_size);

/** The application on trial has proved itself. IO: that could not be kept; it stays on trial. */
int wamcam_slots_confirm(struct wamcam_slots *slots);
/** The application on trial was asked to stop: this start does not count. */
void wamcam_slots_spare(struct wamcam_slots *slots);
/** The application has to go, and is not taken again unless somebody asks for it. */
void wamcam_slots_fail(struct wamcam_slots *slots, uint8_t number, const char *reason);
/** A run of a confirmed application failed. True: it has to go, another one is active. */
bool wamcam_slots_stumble(struct wamcam_slots *slots, const char *reason);
/**
 * Before this start of the board `crash` has ended the one before, and with it the run of an
 * application. To be told once for each such start.
 */
void wamcam_slots_crashed(struct wamcam_slots *slots, const char *crash);
/** It has run well for a while: what went wrong before is forgotten. */
void wamcam_slots_recover(struct wamcam_slots *slots);

/** Back to the application before. NOT_FOUND if there is none but the firmware's. */
int wamcam_slots_roll_back(struct wamcam_slots *slots);
/** Back to the firmware's own application. NOT_FOUND if it runs. */
int wamcam_slots_use_factory(struct wamcam_slots *slots);

/* --- receiving (slot_install.c) ------------------------------------------------------------- */

/** Is there room for a file of that size? NOT_SUPPORTED (no slots), TOO_BIG, INVALID (no bytes). */
int wamcam_slots_fit(struct wamcam_slots *slots, uint64_t size_bytes);
/**
 * Would a whole file in memory, which fits and has this SHA-256, be taken? So nothing is written,
 * and nobody has to go, for one that would not be. Errors as of wamcam_slots_begin() and
 * wamcam_slots_end(); the latter does not look again at what has passed, but for its SHA-256.
 */
int wamcam_slots_check(struct wamcam_slots *slots, const uint8_t *bytes, size_t length,
                       const uint8_t sha256[WAMCAM_SLOT_HASH_BYTES], uint8_t flags);
/**
 * Begin to receive a file of `size_bytes` with this hash, or go on with it. `flags` are of enum
 * wamcam_slots_flag; `trial_s` is how long it must run before it is confirmed, 0: as the board has
 * it. Returns how many bytes are there already, or an error: that of wamcam_slots_fit(), NO_MEMORY,
 * EXISTS (it is there), ACCESS (it has failed before), BUSY (one is on trial), IO. With
 * WAMCAM_SLOTS_REPLACE the trial under way ends here, without a word on how it went: should the new
 * one be refused, the active one runs again.
 */
int32_t wamcam_slots_begin(struct wamcam_slots *slots, uint32_t size_bytes,
                           const uint8_t sha256[WAMCAM_SLOT_HASH_BYTES], uint8_t flags,
                           uint32_t trial_s);
/** The bytes at `offset`, which must follow those before. INVALID, NOT_FOUND, IO. */
int wamcam_slots_write(struct wamcam_slots *slots, uint32_t offset, const uint8_t *bytes,
                       size_t length);
/**
 * All is there: check it; it is tried as soon as what runs has stopped. INVALID (not these bytes,
 * or damaged), ACCESS (signature, or an older version), NOT_SUPPORTED (a later ABI), TOO_BIG, IO,
 * NO_MEMORY, NOT_FOUND (nothing was begun). After an error the slot is empty, unless bytes are
 * missing only.
 */
int wamcam_slots_end(struct wamcam_slots *slots);

/** Room for what wamcam_slots_describe() writes: the longest name and a reason, escaped. */
#define WAMCAM_SLOTS_STATE_SIZE 512
/** Members of a JSON object, as the import update.state promises. Returns the length. */
int wamcam_slots_describe(const struct wamcam_slots *slots, char *out, size_t out_size);

/* --- for both ------------------------------------------------------------------------------- */

enum wamcam_flash_area wamcam_slots_area(uint8_t number);
/** Keep what has changed; logs what goes wrong. */
int wamcam_slots_keep(struct wamcam_slots *slots);
/** The SHA-256 of bytes; of a SHA-256, what WAMCAM_SLOTS_CONTENT_HASH stands for. NO_MEMORY. */
int wamcam_slots_hash(const uint8_t *bytes, size_t length, uint8_t out[WAMCAM_SLOT_HASH_BYTES]);

#endif
