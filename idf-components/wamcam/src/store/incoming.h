/**
 * Files on their way to a name of their own, in the folder incoming.tmp of their file system.
 *
 * FAT writes the new directory entry of a rename before it takes the old one away. Between the
 * two, one file has two names: *twins*. Whoever removes one of them gives clusters free that the
 * other still uses, and the next file is written over them. So a file on its way carries in its
 * own name where it goes: when power was cut, or a rename failed, both names are known, and the
 * content is copied to clusters of its own before either of the twins goes.
 *
 * `incoming.tmp/webcam%2Fa.jpg.tmp` goes to `webcam/a.jpg`. What it means if it is there:
 *
 * .tmp   a new file. Its target is there, too: twins. Else it was not finished and is removed.
 * .new   what is to replace a file. Its target is there, too: the old one, or twins; whichever, it
 *        is kept. Else the old one is removed and the rename is done now.
 * .mv    a file that is to get another name; inside stands its old one. Both are there: twins.
 * .bak   the copy of a target. Worth nothing as long as the other twin is there. Without it, it is
 *        whole, and the target is not to be trusted: it is written anew from the copy.
 *
 * Power may be cut between any two steps of this, too: whatever it leaves is one of these states.
 */
#ifndef WAMCAM_STORE_INCOMING_H
#define WAMCAM_STORE_INCOMING_H

#include "store/path.h"
#include "store/whole.h"

#define WAMCAM_INCOMING_NEW ".tmp"
#define WAMCAM_INCOMING_REPLACEMENT ".new"
#define WAMCAM_INCOMING_MOVE ".mv"

/** A folder of the board's, with all that is below it, on one file system. */
struct wamcam_root {
    const char *folder;
    /** How files are created: WAMCAM_VOLUME_CREATE or WAMCAM_VOLUME_CREATE_PRIVATE. */
    enum wamcam_volume_mode create;
};

/** Where a file with the target `path`, below the root, is on its way. 0 or NAME_TOO_LONG. */
int wamcam_incoming_path(const struct wamcam_root *root, const char *path, const char *ending,
                         char out[WAMCAM_FULL_PATH_BYTES]);
/** wamcam_whole_write() for a file on its way; after a failure nothing of it is left. */
int wamcam_incoming_write(const struct wamcam_root *root, const char *incoming,
                          const uint8_t *bytes, size_t length, wamcam_whole_observer *observer,
                          void *context);
/**
 * Finish or undo whatever is under way. To be called before any file is read or changed: with the
 * path of the file that is to be changed, with NULL if none is.
 *
 * 0, or the error for which that file must not be touched, or none at all. Twins that cannot be
 * parted, because the card is full, do no harm as long as neither of them is changed.
 */
int wamcam_incoming_settle(const struct wamcam_root *root, const char *to_change);

#endif
