#include "store/card.h"

#include "store/files.h"

static struct wamcam_root root_of(const struct wamcam_board *board) {
    return (struct wamcam_root){board->card_folder, WAMCAM_VOLUME_CREATE};
}

int wamcam_card_settle(const struct wamcam_board *board) {
    struct wamcam_root root = root_of(board);
    return wamcam_incoming_settle(&root, NULL);
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
    return status < 0 ? status : wamcam_card_settle(board);
}

int wamcam_card_changeable(const struct wamcam_board *board, struct wamcam_path path,
                           char full[WAMCAM_FULL_PATH_BYTES]) {
    struct wamcam_root root = root_of(board);
    int status = file_path(board, path, full);
    return status < 0 ? status : wamcam_incoming_settle(&root, full);
}

int wamcam_card_writable(const struct wamcam_board *board, struct wamcam_path path,
                         char full[WAMCAM_FULL_PATH_BYTES]) {
    int status = file_path(board, path, full);
    if (status == 0) {
        status = board->card_state(board->context);
    }
    if (status == 0) {
        status = wamcam_card_changeable(board, path, full);
    }
    return status < 0 ? status : wamcam_files_make_folders(board->card_folder, full);
}

static void hash_piece(void *context, const uint8_t *bytes, size_t length) {
    wamcam_content_hash_add(context, bytes, length);
}

int wamcam_card_store_frame(const struct wamcam_board *board, const struct wamcam_frame *frame,
                            struct wamcam_path path, uint8_t hash[WAMCAM_CONTENT_HASH_BYTES]) {
    char full[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_card_writable(board, path, full);
    if (status < 0) {
        return status;
    }
    struct wamcam_root root = root_of(board);
    struct wamcam_content_hash running;
    wamcam_content_hash_start(&running);
    status = wamcam_files_write_new(&root, full, frame->bytes, frame->length_bytes, hash_piece,
                                    &running);
    wamcam_content_hash_finish(&running, hash);
    return status;
}

int wamcam_card_replace(const struct wamcam_board *board, struct wamcam_path path,
                        const uint8_t *bytes, size_t length) {
    char full[WAMCAM_FULL_PATH_BYTES];
    struct wamcam_root root = root_of(board);
    int status = wamcam_card_writable(board, path, full);
    return status < 0 ? status : wamcam_files_replace(&root, full, bytes, length);
}

int wamcam_card_move(const struct wamcam_board *board, struct wamcam_path from,
                     struct wamcam_path to) {
    char source[WAMCAM_FULL_PATH_BYTES];
    char target[WAMCAM_FULL_PATH_BYTES];
    struct wamcam_root root = root_of(board);
    int status = wamcam_card_changeable(board, from, source);
    int64_t size = status < 0 ? status : wamcam_files_size(source);
    if (size < 0) {
        return (int)size;
    }
    status = wamcam_card_writable(board, to, target);
    return status < 0 ? status : wamcam_files_rename(&root, source, target);
}
