/* Commands about files: ls, cat, rm, df. */
#include <inttypes.h>
#include <string.h>

#include "console/commands.h"
#include "console/place.h"
#include "console/show_text.h"
#include "store/files.h"
#include "wamcam/errors.h"

/* Looking a size up costs a search through the folder: too much in one with thousands of photos. */
#define SIZES_MAX 500u
#define ENTRIES_PER_PIECE 8
/* 255 characters of FAT in UTF-8, and the / of a folder. */
#define NAME_BYTES_MAX (255 * 3 + 1)

/* --- ls -------------------------------------------------------------------------------------- */

/** `entry` is a name of the folder with / in front. */
static void show_entry(struct wamcam_console_job *job, const char *entry) {
    char full[WAMCAM_FULL_PATH_BYTES];
    const char *name = entry + 1;
    if (name[strlen(name) - 1] == '/') {
        job->folders++;
        wamcam_console_say(job, "%12s  %s", "", name);
        return;
    }
    job->files++;
    int64_t size = wamcam_path_with_ending(job->path, entry, full);
    if (job->listing.count <= SIZES_MAX && size == 0) {
        size = wamcam_files_size(full);
    }
    if (job->listing.count > SIZES_MAX || size < 0) {
        wamcam_console_say(job, "%12s  %s", "", name);
    } else {
        wamcam_console_say(job, "%12" PRId64 "  %s", size, name);
    }
}

/** The next entry; 0, or NOT_FOUND after the last, or another error. */
static int list_next(struct wamcam_console_job *job) {
    char entry[NAME_BYTES_MAX + 2] = "/";
    int length = wamcam_listing_entry(&job->listing, job->path, (int32_t)job->at,
                                      (uint8_t *)entry + 1, NAME_BYTES_MAX);
    if (length < 0) {
        return length;
    }
    entry[1 + (length < NAME_BYTES_MAX ? length : NAME_BYTES_MAX)] = '\0';
    show_entry(job, entry);
    job->at++;
    return 0;
}

static void end_listing(const struct wamcam_console_job *job, const char *name, int error) {
    if (error == WAMCAM_TOO_BIG) {
        wamcam_console_say(job, "%s: more than %d entries, too many to be listed", name,
                           WAMCAM_LISTING_ENTRIES_MAX);
    } else if (error == WAMCAM_NOT_FOUND && job->listing.folder[0] != '\0') {
        wamcam_console_say(job, "%" PRId32 " file%s, %" PRId32 " folder%s", job->files,
                           job->files == 1 ? "" : "s", job->folders, job->folders == 1 ? "" : "s");
    } else {
        wamcam_console_say_failure(job, name, error);
    }
}

enum wamcam_console_progress wamcam_console_ls(struct wamcam_console_job *job) {
    const char *name = job->count > 1 ? job->words[1] : "/";
    if (job->step == 0) {
        if (!wamcam_console_place(job, name, job->path)) {
            return WAMCAM_CONSOLE_DONE;
        }
        int64_t size = wamcam_files_size(job->path);
        if (size >= 0) {
            wamcam_console_say(job, "%12" PRId64 "  %s", size, name);
            return WAMCAM_CONSOLE_DONE;
        }
        job->step = 1; /* the first entry is what takes long, the others come from memory */
        job->piece_ms = WAMCAM_CONSOLE_SHORT_PIECE_MS;
    }
    for (int count = 0; count < ENTRIES_PER_PIECE; count++) {
        int status = list_next(job);
        if (status < 0) {
            end_listing(job, name, status);
            return WAMCAM_CONSOLE_DONE;
        }
    }
    return WAMCAM_CONSOLE_MORE;
}

/* --- cat ------------------------------------------------------------------------------------- */

static bool begin_cat(struct wamcam_console_job *job) {
    const char *name = job->words[1];
    job->from = job->count > 2 ? wamcam_console_number(job->words[2]) : 0;
    if (job->from < 0) {
        wamcam_console_say(job, "%s is no number of bytes", job->words[2]);
        return false;
    }
    if (!wamcam_console_place(job, name, job->path)) {
        return false;
    }
    int64_t size = wamcam_files_size(job->path);
    if (size < 0) {
        struct wamcam_volume_entry entry;
        if (wamcam_volume_look(job->path, &entry) == 0 && entry.is_folder) {
            wamcam_console_say(job, "%s: it is a folder; type: ls \"%s\"", name, name);
        } else {
            wamcam_console_say_failure(job, name, (int)size);
        }
        return false;
    }
    int64_t most = INT64_MAX - WAMCAM_CONSOLE_TEXT_BYTES_MAX;
    job->end = (job->from < most ? job->from : most) + WAMCAM_CONSOLE_TEXT_BYTES_MAX;
    return true;
}

enum wamcam_console_progress wamcam_console_cat(struct wamcam_console_job *job) {
    if (job->step == 0) {
        if (!begin_cat(job)) {
            return WAMCAM_CONSOLE_DONE;
        }
        job->step = 1;
    }
    int status = wamcam_console_show_text(job);
    if (status > 0) {
        return WAMCAM_CONSOLE_MORE;
    }
    if (status == WAMCAM_INVALID) {
        wamcam_console_say(job, "%s: it is no text", job->words[1]);
    } else if (status < 0) {
        wamcam_console_say_failure(job, job->words[1], status);
    } else if (job->at >= job->end) {
        wamcam_console_say(job, "... for more: cat \"%s\" %" PRId64, job->words[1], job->at);
    }
    return WAMCAM_CONSOLE_DONE;
}

/* --- rm -------------------------------------------------------------------------------------- */

enum wamcam_console_progress wamcam_console_rm(struct wamcam_console_job *job) {
    bool is_forced = strcmp(job->words[1], "-f") == 0;
    if (job->count != (is_forced ? 3 : 2)) {
        wamcam_console_say(job, "rm takes one name; type: rm [-f] file");
        return WAMCAM_CONSOLE_DONE;
    }
    const char *name = job->words[job->count - 1];
    if (!wamcam_console_place(job, name, job->path)) {
        return WAMCAM_CONSOLE_DONE;
    }
    if (!is_forced && wamcam_console_is_ledger(job, job->path)) {
        wamcam_console_say(job,
                           "%s belongs to the record of all photos; without it none that waits for "
                           "its upload is sent. If you mean it: rm -f \"%s\"",
                           name, name);
        return WAMCAM_CONSOLE_DONE;
    }
    int status = wamcam_files_remove(job->path);
    if (status == WAMCAM_EXISTS) {
        wamcam_console_say(job, "%s: the folder is not empty", name);
    } else if (status < 0) {
        wamcam_console_say_failure(job, name, status);
    }
    return WAMCAM_CONSOLE_DONE;
}

/* --- df -------------------------------------------------------------------------------------- */

/** How much there is in a storage, or why nobody knows. */
static void say_room(const struct wamcam_console_job *job, const char *name, const char *folder,
                     const char *note) {
    const struct wamcam_board *board = job->board;
    struct wamcam_room room = {0, 0};
    int status = board->room(board->context, folder, &room);
    if (status == WAMCAM_BUSY) {
        wamcam_console_say(job, "%s: a computer has it as a USB drive; eject it there", name);
    } else if (status < 0) {
        wamcam_console_say_failure(job, name, status);
    } else {
        wamcam_console_say(job, "%s: %.1f of %.1f MB free%s", name, (double)room.free_bytes / 1e6,
                           (double)room.total_bytes / 1e6, note);
    }
}

enum wamcam_console_progress wamcam_console_df(struct wamcam_console_job *job) {
    const struct wamcam_board *board = job->board;
    int state = board->card_state(board->context);
    if (board->room == NULL) {
        wamcam_console_say(job, "this board does not tell how much it holds");
        return WAMCAM_CONSOLE_DONE;
    }
    if (state == 0 || state == WAMCAM_READ_ONLY) {
        say_room(job, "card", board->card_folder, state == 0 ? "" : ", it cannot be written");
    } else {
        wamcam_console_say_failure(job, "card", state);
    }
    if (strcmp(board->state_folder, board->card_folder) != 0) {
        say_room(job, "internal", board->state_folder, "");
    }
    return WAMCAM_CONSOLE_DONE;
}
