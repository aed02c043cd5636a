#include "net/sender.h"

#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "store/volume.h"
#include "wamcam/errors.h"

#define NO_FILE (-1)

int wamcam_sender_start(struct wamcam_sender *sender, struct wamcam_pace_settings settings,
                        struct wamcam_failure *failure) {
    *sender = (struct wamcam_sender){.failure = failure, .file = NO_FILE};
    wamcam_pace_start(&sender->pace, settings);
    sender->chunk_bytes = settings.chunk_bytes;
    sender->chunk = wamcam_memory_take(settings.chunk_bytes);
    return sender->chunk != NULL ? 0 : WAMCAM_NO_MEMORY;
}

void wamcam_sender_pace(struct wamcam_sender *sender, struct wamcam_pace_settings settings) {
    if (settings.chunk_bytes > sender->chunk_bytes) {
        settings.chunk_bytes = sender->chunk_bytes;
    }
    wamcam_pace_set(&sender->pace, settings);
}

static bool file_under_way(const struct wamcam_sender *sender) {
    return sender->file_state == WAMCAM_SENDER_FILE_READING ||
           sender->file_state == WAMCAM_SENDER_FILE_READ;
}

/* Room behind the bytes in the chunk; none while a send has to be repeated. */
static size_t room(const struct wamcam_sender *sender) {
    if (sender->pending_bytes > 0 || sender->chunk == NULL) {
        return 0;
    }
    size_t chunk_bytes = sender->pace.settings.chunk_bytes;
    return sender->filled_bytes < chunk_bytes ? chunk_bytes - sender->filled_bytes : 0;
}

bool wamcam_sender_has_room(const struct wamcam_sender *sender) {
    return room(sender) > 0 && !file_under_way(sender);
}

int wamcam_sender_add(struct wamcam_sender *sender, const uint8_t *bytes, size_t length) {
    if (length == 0) {
        return 0;
    }
    if (!wamcam_sender_has_room(sender)) {
        return WAMCAM_WOULD_BLOCK;
    }
    size_t taken = length < room(sender) ? length : room(sender);
    memcpy(sender->chunk + sender->filled_bytes, bytes, taken);
    sender->filled_bytes += taken;
    return (int)taken;
}

/* Descriptor of the file at `offset` if `length` bytes are there, or an error. */
static int open_file(const char *path, int64_t offset, int64_t length) {
    if (offset < 0 || length < 0) {
        return WAMCAM_INVALID;
    }
    int file = wamcam_volume_open(path, WAMCAM_VOLUME_READ);
    if (file < 0) {
        return file;
    }
    int64_t size = wamcam_volume_size(file);
    int error = size < 0 ? (int)size : 0;
    if (error == 0 && (offset > size || length > size - offset)) {
        error = WAMCAM_INVALID;
    }
    if (error == 0) {
        error = wamcam_volume_seek(file, offset);
    }
    if (error != 0) {
        wamcam_volume_close(file);
        return error;
    }
    return file;
}

/* The last byte of the file is in the chunk. */
static void end_reading(struct wamcam_sender *sender) {
    wamcam_volume_close(sender->file);
    sender->file = NO_FILE;
    wamcam_content_hash_finish(&sender->hash, sender->file_hash);
    sender->file_state = WAMCAM_SENDER_FILE_READ;
}

static void note_if_sent(struct wamcam_sender *sender) {
    if (sender->file_state == WAMCAM_SENDER_FILE_READ && wamcam_sender_unsent(sender) == 0) {
        sender->file_state = WAMCAM_SENDER_FILE_SENT;
    }
}

int wamcam_sender_add_file(struct wamcam_sender *sender, const char *path, int64_t offset,
                           int64_t length) {
    if (file_under_way(sender)) {
        return WAMCAM_BUSY;
    }
    int file = open_file(path, offset, length);
    if (file < 0) {
        return file;
    }
    sender->file = file;
    sender->file_left_bytes = length;
    sender->file_state = WAMCAM_SENDER_FILE_READING;
    wamcam_content_hash_start(&sender->hash);
    if (length == 0) {
        end_reading(sender);
        note_if_sent(sender);
    }
    return 0;
}

static int card_failed(struct wamcam_sender *sender, const char *what) {
    return wamcam_failure_set(sender->failure, WAMCAM_IO,
                              "Sending a file broke off %" PRId64 " bytes before its end: %s.",
                              sender->file_left_bytes, what);
}

/* Fill the chunk's room from the file: the only copy between card and TLS record. */
static int fill_from_file(struct wamcam_sender *sender) {
    if (sender->file_state != WAMCAM_SENDER_FILE_READING || room(sender) == 0) {
        return 0;
    }
    size_t wanted = room(sender);
    if ((int64_t)wanted > sender->file_left_bytes) {
        wanted = (size_t)sender->file_left_bytes;
    }
    uint8_t *into = sender->chunk + sender->filled_bytes;
    int count = wamcam_volume_read(sender->file, into, wanted);
    if (count < 0) {
        return card_failed(sender, wamcam_error_text(count));
    }
    if (count == 0) {
        return card_failed(sender, "the file has become shorter");
    }
    wamcam_content_hash_add(&sender->hash, into, (size_t)count);
    sender->filled_bytes += (size_t)count;
    sender->file_left_bytes -= count;
    if (sender->file_left_bytes == 0) {
        end_reading(sender);
    }
    return 0;
}

static void note_accepted(struct wamcam_sender *sender, size_t count, int64_t now_us) {
    wamcam_pace_accepted(&sender->pace, now_us);
    sender->pending_bytes = 0;
    sender->sent_from += count;
    sender->sent_bytes += (int64_t)count;
    if (sender->sent_from == sender->filled_bytes) {
        sender->sent_from = 0;
        sender->filled_bytes = 0;
    }
    note_if_sent(sender);
}

int wamcam_sender_advance(struct wamcam_sender *sender, const struct wamcam_stream *below,
                          int64_t now_us) {
    if (sender->chunk == NULL) {
        return 0;
    }
    if (sender->pending_bytes == 0) {
        size_t allowed = wamcam_pace_allowance(&sender->pace, now_us);
        int error = allowed > 0 ? fill_from_file(sender) : 0;
        size_t waiting = sender->filled_bytes - sender->sent_from;
        if (error != 0 || allowed == 0 || waiting == 0) {
            return error;
        }
        sender->pending_bytes = waiting < allowed ? waiting : allowed;
    }
    int result =
        below->send(below->context, sender->chunk + sender->sent_from, sender->pending_bytes);
    if (result > 0) {
        note_accepted(sender, (size_t)result, now_us);
    } else if (result == WAMCAM_WOULD_BLOCK) {
        wamcam_pace_blocked(&sender->pace, now_us);
    }
    return result;
}

int64_t wamcam_sender_unsent(const struct wamcam_sender *sender) {
    return (int64_t)(sender->filled_bytes - sender->sent_from) + sender->file_left_bytes;
}

int wamcam_sender_hash(const struct wamcam_sender *sender, uint8_t out[WAMCAM_CONTENT_HASH_BYTES]) {
    if (sender->file_state == WAMCAM_SENDER_FILE_NONE) {
        return WAMCAM_NOT_FOUND;
    }
    if (sender->file_state != WAMCAM_SENDER_FILE_SENT) {
        return WAMCAM_WOULD_BLOCK;
    }
    memcpy(out, sender->file_hash, WAMCAM_CONTENT_HASH_BYTES);
    return 0;
}

void wamcam_sender_stop(struct wamcam_sender *sender) {
    if (sender->file != NO_FILE) {
        wamcam_volume_close(sender->file);
        sender->file = NO_FILE;
        wamcam_content_hash_abandon(&sender->hash);
    }
    wamcam_memory_free(sender->chunk);
    sender->chunk = NULL;
}
