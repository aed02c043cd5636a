#include "store/card.h"

#include <stdio.h>

#include "store/files.h"

/* One temporary file for all writing: a cut of power leaves at most this one behind, so cleaning
 * up needs no walk through a card with a hundred thousand photos. */
#define TEMPORARY_NAME "wamcam.tmp"

static int temporary_path(const struct wamcam_board *board, char full[WAMCAM_FULL_PATH_BYTES]) {
    int written =
        snprintf(full, WAMCAM_FULL_PATH_BYTES, "%s/%s", board->card_folder, TEMPORARY_NAME);
    return written < 0 || written >= WAMCAM_FULL_PATH_BYTES ? WAMCAM_NAME_TOO_LONG : 0;
}

void wamcam_card_clean(const struct wamcam_board *board) {
    char temporary[WAMCAM_FULL_PATH_BYTES];
    if (temporary_path(board, temporary) == 0) {
        wamcam_files_remove(temporary); /* usually not there */
    }
}

static int file_path(const struct wamcam_board *board, struct wamcam_path path,
                     char full[WAMCAM_FULL_PATH_BYTES]) {
    if (path.length == 0) {
        return WAMCAM_INVALID; /* the card itself is no file */
    }
    return wamcam_path_resolve(board->card_folder, path.bytes, path.length, full);
}

int wamcam_card_readable(const struct wamcam_board *board, struct wamcam_path path,
                         char full[WAMCAM_FULL_PATH_BYTES]) {
    int status = file_path(board, path, full);
    return status < 0 ? status : wamcam_files_recover(full);
}

int wamcam_card_writable(const struct wamcam_board *board, struct wamcam_path path,
                         char full[WAMCAM_FULL_PATH_BYTES]) {
    int status = file_path(board, path, full);
    if (status == 0) {
        status = board->card_state(board->context);
    }
    return status < 0 ? status : wamcam_files_make_folders(board->card_folder, full);
}

static void hash_piece(void *context, const uint8_t *bytes, size_t length) {
    wamcam_content_hash_add(context, bytes, length);
}

int wamcam_card_store_frame(const struct wamcam_board *board, const struct wamcam_frame *frame,
                            struct wamcam_path path, uint8_t hash[WAMCAM_CONTENT_HASH_BYTES]) {
    char full[WAMCAM_FULL_PATH_BYTES];
    char temporary[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_card_writable(board, path, full);
    if (status == 0) {
        status = temporary_path(board, temporary);
    }
    if (status < 0) {
        return status;
    }
    struct wamcam_content_hash running;
    wamcam_content_hash_start(&running);
    status = wamcam_files_write_new(temporary, full, frame->bytes, frame->length_bytes, hash_piece,
                                    &running);
    wamcam_content_hash_finish(&running, hash);
    return status;
}

int wamcam_card_replace(const struct wamcam_board *board, struct wamcam_path path,
                        const uint8_t *bytes, size_t length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    char temporary[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_card_writable(board, path, full);
    if (status == 0) {
        status = temporary_path(board, temporary);
    }
    return status < 0 ? status : wamcam_files_replace(temporary, full, bytes, length, false);
}
