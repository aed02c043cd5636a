/* The command settings: shows the files, and changes a value of settings.toml. */
#include <string.h>

#include "console/commands.h"
#include "console/place.h"
#include "console/settings_keys.h"
#include "console/show_text.h"
#include "console/toml_edit.h"
#include "memory.h"
#include "store/files.h"
#include "store/person_files.h"
#include "wamcam/console.h"
#include "wamcam/errors.h"

/* Each byte of a line may need six in TOML. */
#define VALUE_BYTES (6 * WAMCAM_CONSOLE_LINE_BYTES_MAX + 3)

/* --- showing --------------------------------------------------------------------------------- */

static void begin_file(struct wamcam_console_job *job, const char *name) {
    job->at = 0;
    job->end = 0;
    job->blanking = (struct wamcam_blanking){0};
    job->is_in_long_line = false;
    if (wamcam_person_file_find(job->board, name, job->path) < 0) {
        wamcam_console_say(job, "# %s: there is none", name);
        return;
    }
    wamcam_console_say(job, "# %s", job->path);
    job->end = WAMCAM_CONSOLE_TEXT_BYTES_MAX;
}

/** One file after the other. */
static enum wamcam_console_progress show_files(struct wamcam_console_job *job) {
    /* An odd step shows what the even one before has opened. */
    if (job->step % 2 == 0) {
        if (job->step / 2 == (int)WAMCAM_PERSON_FILES) {
            return WAMCAM_CONSOLE_DONE;
        }
        begin_file(job, wamcam_person_files[job->step / 2]);
        job->step++;
        return WAMCAM_CONSOLE_MORE;
    }
    int status = wamcam_console_show_text(job);
    if (status <= 0) {
        if (status < 0) {
            wamcam_console_say_failure(job, job->path, status);
        }
        job->step++;
    }
    return WAMCAM_CONSOLE_MORE;
}

/* --- changing -------------------------------------------------------------------------------- */

static void refuse_key(const struct wamcam_console_job *job, const char *name) {
    wamcam_console_say(job, "%s is unknown; settings.toml takes:", name);
    const struct wamcam_settings_key *key = wamcam_settings_key(0);
    for (size_t index = 0; key != NULL; key = wamcam_settings_key(++index)) {
        wamcam_console_say(job, "  %s", key->name);
    }
}

/** The value as TOML has it; false after saying why there is none. */
static bool write_value(const struct wamcam_console_job *job, const struct wamcam_settings_key *key,
                        const char *value, char out[VALUE_BYTES]) {
    if (!key->is_good(value)) {
        wamcam_console_say(job, "%s %s; nothing is changed", key->name, key->expected);
        return false;
    }
    if (key->is_number) {
        strcpy(out, value); /* no longer than the line */
        return true;
    }
    if (wamcam_toml_quote(value, out, VALUE_BYTES) < 0) {
        wamcam_console_say(job, "the value is no UTF-8 text; nothing is changed");
        return false;
    }
    return true;
}

/** settings.toml as it is; empty without one. 0 or an error. */
static int read_settings(struct wamcam_console_job *job, struct wamcam_toml_text *text) {
    text->length = 0;
    if (wamcam_person_file_find(job->board, WAMCAM_SETTINGS_NAME, job->path) < 0) {
        return 0;
    }
    int64_t size = wamcam_files_size(job->path);
    if (size > (int64_t)text->size) {
        return WAMCAM_TOO_BIG;
    }
    int length = wamcam_files_read(job->path, 0, (uint8_t *)text->bytes, text->size);
    text->length = length < 0 ? 0 : (size_t)length;
    return length < 0 ? length : 0;
}

/** Set the value, or take the key out where there is none. */
static int change(struct wamcam_console_job *job, struct wamcam_toml_text *text, const char *key,
                  const char *value) {
    int status = read_settings(job, text);
    if (status == 0) {
        status = value == NULL ? wamcam_toml_unset(text, key) : wamcam_toml_set(text, key, value);
    }
    return status < 0 ? status
                      : wamcam_person_file_replace_settings(
                            job->board, (const uint8_t *)text->bytes, text->length, job->path);
}

static void say_outcome(const struct wamcam_console_job *job, const char *key, int status,
                        int line) {
    bool is_set = job->count == 4;
    if (status == WAMCAM_INVALID && line > 0) {
        wamcam_console_say(job,
                           "%s: line %d is not as TOML has it, or %s is there twice; nothing is "
                           "changed, correct it in an editor first",
                           job->path, line, key);
    } else if (status == WAMCAM_NOT_FOUND && !is_set) {
        wamcam_console_say(job, "settings.toml has no %s; nothing is changed", key);
    } else if (status == WAMCAM_TOO_BIG) {
        wamcam_console_say(job, "settings.toml may have %u bytes; nothing is changed",
                           WAMCAM_PERSON_FILE_BYTES_MAX);
    } else if (status < 0) {
        wamcam_console_say_failure(job, WAMCAM_SETTINGS_NAME, status);
    } else {
        wamcam_console_say(job, "%s is %s %s; restart takes it up", key,
                           is_set ? "kept in" : "taken out of", job->path);
        wamcam_host_log(job->board, WAMCAM_LEVEL_INFORMATION,
                        "settings.toml: %s was changed at the console", key);
    }
}

static void change_settings(struct wamcam_console_job *job) {
    bool is_set = job->count == 4 && strcmp(job->words[1], "set") == 0;
    bool is_unset = job->count == 3 && strcmp(job->words[1], "unset") == 0;
    if (!is_set && !is_unset) {
        wamcam_console_say(job,
                           "expected: settings, settings set KEY VALUE, or settings unset KEY; "
                           "put quotes around a value that has blanks");
        return;
    }
    const struct wamcam_settings_key *key = wamcam_settings_key_find(job->words[2]);
    if (key == NULL && is_set) {
        refuse_key(job, job->words[2]);
        return;
    }
    char value[VALUE_BYTES];
    if (is_set && !write_value(job, key, job->words[3], value)) {
        return;
    }
    struct wamcam_toml_text text = {.size = WAMCAM_PERSON_FILE_BYTES_MAX};
    text.bytes = wamcam_memory_take(text.size);
    int status = text.bytes == NULL ? WAMCAM_NO_MEMORY
                                    : change(job, &text, job->words[2], is_set ? value : NULL);
    wamcam_memory_free(text.bytes);
    say_outcome(job, job->words[2], status, text.line);
}

enum wamcam_console_progress wamcam_console_settings(struct wamcam_console_job *job) {
    if (job->count == 1) {
        return show_files(job);
    }
    if (job->step == 0) {
        job->step = 1;
        job->piece_ms = WAMCAM_CONSOLE_LONG_PIECE_MS; /* a card takes its time to write */
        return WAMCAM_CONSOLE_MORE;
    }
    change_settings(job);
    return WAMCAM_CONSOLE_DONE;
}
