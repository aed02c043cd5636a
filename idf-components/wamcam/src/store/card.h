/** What an application may do with files on the card: its paths are checked here. */
#ifndef WAMCAM_STORE_CARD_H
#define WAMCAM_STORE_CARD_H

#include <stddef.h>
#include <stdint.h>

#include "store/content_hash.h"
#include "store/path.h"
#include "wamcam/board.h"

/** A path in linear memory: bytes with a length. */
struct wamcam_path {
    const uint8_t *bytes;
    size_t length;
};

/**
 * Finish or undo what a cut of power or a failure left half done. To be called before the
 * application starts; each of the calls below does it, too. 0, or why nothing may be read.
 */
int wamcam_card_settle(const struct wamcam_board *board);

/** Full path of a file that is to be read. 0 or an error; the file need not be there. */
int wamcam_card_readable(const struct wamcam_board *board, struct wamcam_path path,
                         char full[WAMCAM_FULL_PATH_BYTES]);
/** Full path of a file that is to be removed or made shorter. 0 or an error, as above. */
int wamcam_card_changeable(const struct wamcam_board *board, struct wamcam_path path,
                           char full[WAMCAM_FULL_PATH_BYTES]);
/** Full path of a file that is to be written: the card works and the folders are there. */
int wamcam_card_writable(const struct wamcam_board *board, struct wamcam_path path,
                         char full[WAMCAM_FULL_PATH_BYTES]);

/** Store a frame under a new name and hash it on the way; see the import card.store. */
int wamcam_card_store_frame(const struct wamcam_board *board, const struct wamcam_frame *frame,
                            struct wamcam_path path, uint8_t hash[WAMCAM_CONTENT_HASH_BYTES]);
/** Replace a small file as a whole; see the import card.write. */
int wamcam_card_replace(const struct wamcam_board *board, struct wamcam_path path,
                        const uint8_t *bytes, size_t length);
/** Give a file another name; see the import card.rename. */
int wamcam_card_move(const struct wamcam_board *board, struct wamcam_path from,
                     struct wamcam_path to);

#endif
