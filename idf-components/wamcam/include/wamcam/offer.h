/**
 * Handing an application's file to a board that is running, from a thread of the board: what its
 * network server received, say. The core looks at it, writes it into a slot piece by piece, so that
 * no shot has to wait for all of it, and tries it. docs/updates.md tells the rules.
 */
#ifndef WAMCAM_OFFER_H
#define WAMCAM_OFFER_H

#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"

/** Room for the longest sentence, and for what is told of the slots. */
#define WAMCAM_OFFER_SENTENCE_SIZE 256
#define WAMCAM_OFFER_STATE_SIZE 512

/** What is handed over. The bytes stay the caller's. */
struct wamcam_offer {
    const uint8_t *bytes; /**< The whole file; NULL with length 0 only asks for the state. */
    size_t length;
    /** A sum. 1: an older version, too; 2: one that has failed before, too; 4: also while another
     *  one is on trial, which has to go. */
    uint8_t flags;
    uint32_t trial_s; /**< How long it must run to be confirmed; 0: as the board has it. */
};

/** What has become of it. */
struct wamcam_offer_answer {
    int status; /**< 0: it is tried as soon as what runs has stopped. Else as wamcam_offer(). */
    char sentence[WAMCAM_OFFER_SENTENCE_SIZE]; /**< Why it was refused, "" otherwise. */
    char state[WAMCAM_OFFER_STATE_SIZE];       /**< As the import update.state tells it, or "". */
};

/**
 * Hand a file over and wait for the answer. Any thread but the core's. Returns answer->status: 0,
 * BUSY (another one is being handed over), TIMED_OUT (the core did not look for 10 s: no
 * application runs), or what the imports update.begin, write and end return.
 */
int wamcam_offer(const struct wamcam_board *board, const struct wamcam_offer *offer,
                 struct wamcam_offer_answer *answer);

#endif
