/* The command app: which application runs, back to another one, and a new one from the card. */
#include <inttypes.h>
#include <string.h>

#include "console/commands.h"
#include "console/place.h"
#include "imports/text.h"
#include "runtime/slots.h"
#include "runtime/trial.h"
#include "store/content_hash.h"
#include "store/files.h"
#include "wamcam/errors.h"

/** NULL where nobody supervises, or the board has no slots. */
static struct wamcam_slots *slots_of(const struct wamcam_host *host) {
    struct wamcam_slots *slots = host->trial == NULL ? NULL : host->trial->slots;
    return slots == NULL || !slots->is_usable ? NULL : slots;
}

static void say_identity(const struct wamcam_console_job *job, const char *label,
                         const struct wamcam_slot_identity *identity, const char *place) {
    wamcam_console_say(job, "%s%s %u.%u.%u, %s", label, identity->name, identity->version.major,
                       identity->version.minor, identity->version.patch, place);
}

static const char *place_of(uint8_t number) {
    return number == WAMCAM_SLOT_NONE ? "part of the firmware"
           : number == WAMCAM_SLOT_A  ? "in slot a"
                                      : "in slot b";
}

static void say_slots(const struct wamcam_console_job *job, const struct wamcam_slots *slots) {
    const struct wamcam_slot_record *record = &slots->record;
    say_identity(job, "runs          ", wamcam_slots_identity(slots), place_of(slots->running));
    if (wamcam_slots_is_on_trial(slots)) {
        wamcam_console_say(job, "on trial      until it has proved itself; app back ends it");
    }
    if (record->previous != WAMCAM_SLOT_NONE) {
        say_identity(job, "before it     ", &record->slots[record->previous].identity,
                     place_of(record->previous));
    }
    if (record->failure.reason[0] != '\0') {
        say_identity(job, "last failure  ", &record->failure.identity, record->failure.reason);
    }
}

static void say_program(const struct wamcam_console_job *job,
                        const struct wamcam_console_program *program) {
    struct wamcam_content_hash running;
    uint8_t hash[WAMCAM_CONTENT_HASH_BYTES];
    char digits[2 * WAMCAM_CONTENT_HASH_BYTES + 1];
    wamcam_content_hash_start(&running);
    wamcam_content_hash_add(&running, program->wasm, program->wasm_bytes);
    wamcam_content_hash_finish(&running, hash);
    wamcam_text_hexadecimal(digits, hash, sizeof hash);
    wamcam_console_say(job, "size          %zu bytes", program->wasm_bytes);
    wamcam_console_say(job, "content_hash  %s", digits);
    wamcam_console_say(job, "calls         %" PRIu64 ", at most %" PRId64 " us each",
                       program->host->effort.calls, program->host->effort.control_us_max);
}

static void go_back(const struct wamcam_console_job *job, struct wamcam_slots *slots) {
    bool to_factory = strcmp(job->words[1], "factory") == 0;
    if (job->count > 2 || (!to_factory && strcmp(job->words[1], "back") != 0)) {
        wamcam_console_say(job, "expected: app, app back, app factory or app install file");
        return;
    }
    if (slots == NULL) {
        wamcam_console_say(job, "this board has no other application");
        return;
    }
    int status = to_factory ? wamcam_slots_use_factory(slots) : wamcam_slots_roll_back(slots);
    if (status == WAMCAM_NOT_FOUND) {
        wamcam_console_say(job, "the firmware's own application runs; there is none before it");
    } else if (status < 0) {
        wamcam_console_say(job, "that could not be kept: %s", wamcam_error_text(status));
    } else {
        wamcam_console_say(job, "the application ends, the one before it starts");
    }
}

/* --- install --------------------------------------------------------------------------------- */

/** As much as is written to flash memory in one piece takes. */
#define INSTALL_PIECE_MS 100

/** The words behind the file; -1 after saying which one is none. */
static int flags_of(const struct wamcam_console_job *job) {
    int flags = 0;
    for (int index = 3; index < job->count; index++) {
        const char *word = job->words[index];
        int flag = strcmp(word, "downgrade") == 0 ? WAMCAM_SLOTS_DOWNGRADE
                   : strcmp(word, "again") == 0   ? WAMCAM_SLOTS_AGAIN
                                                  : 0;
        if (flag == 0) {
            wamcam_console_say(job,
                               "%s: expected downgrade (an older version, too) or again (one "
                               "that has failed, too)",
                               word);
            return -1;
        }
        flags |= flag;
    }
    return flags;
}

/** Read and check the file; false after saying why not. */
static bool begin_install(struct wamcam_console_job *job, struct wamcam_slots *slots) {
    size_t length = 0;
    if (job->count < 3) {
        wamcam_console_say(job, "app install takes a file; type: app install file");
        return false;
    }
    int flags = flags_of(job);
    if (flags < 0 || !wamcam_console_place(job, job->words[2], job->path)) {
        return false;
    }
    int64_t size = wamcam_files_size(job->path);
    if (size < 0) {
        wamcam_console_say_failure(job, job->words[2], (int)size);
        return false;
    }
    int status = wamcam_slot_file_read(slots, job->path, &job->bytes, &length);
    if (status == 0) {
        status =
            wamcam_slot_file_begin(&job->slot_file, slots, job->bytes, length, (uint8_t)flags, 0);
    }
    if (status < 0) {
        wamcam_console_say(job, "%s is refused: %s", job->words[2], slots->sentence);
    }
    return status == 0;
}

static enum wamcam_console_progress install(struct wamcam_console_job *job,
                                            struct wamcam_slots *slots) {
    if (slots == NULL) {
        wamcam_console_say(job, "this board has no room for another application");
        return WAMCAM_CONSOLE_DONE;
    }
    if (job->step == 0) {
        job->step = 1;
        job->piece_ms = INSTALL_PIECE_MS;
        return begin_install(job, slots) ? WAMCAM_CONSOLE_MORE : WAMCAM_CONSOLE_DONE;
    }
    job->slot_file.slots = slots; /* the application, and with it these, may have begun anew */
    int status = wamcam_slot_file_advance(&job->slot_file);
    if (status < 0) {
        wamcam_console_say(job, "%s was not installed: %s", job->words[2], slots->sentence);
    } else if (status == 0) {
        wamcam_console_say(job, "%s is installed; it is tried now, app tells how that goes",
                           job->words[2]);
    }
    return status > 0 ? WAMCAM_CONSOLE_MORE : WAMCAM_CONSOLE_DONE;
}

enum wamcam_console_progress wamcam_console_app(struct wamcam_console_job *job) {
    struct wamcam_console_program program = wamcam_console_program(job);
    if (program.host == NULL) {
        wamcam_console_say(job, "no application runs; status and log may tell why");
        return WAMCAM_CONSOLE_DONE;
    }
    struct wamcam_slots *slots = slots_of(program.host);
    if (job->count > 1 && strcmp(job->words[1], "install") == 0) {
        return install(job, slots);
    }
    if (job->count > 1) {
        go_back(job, slots);
        return WAMCAM_CONSOLE_DONE;
    }
    if (slots != NULL) {
        say_slots(job, slots);
    }
    say_program(job, &program);
    return WAMCAM_CONSOLE_DONE;
}
