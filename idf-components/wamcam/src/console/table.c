/* The table of commands, and help, which shows it. */
#include <string.h>

#include "console/commands.h"

#define SHORT WAMCAM_CONSOLE_SHORT_PIECE_MS
#define LONG WAMCAM_CONSOLE_LONG_PIECE_MS

static const struct wamcam_console_row rows[] = {
    {{"help", "[command]", "what can be typed"}, 1, 2, SHORT, wamcam_console_help},
    {{"ls", "[folder]", "files on the card, or of internal:"}, 1, 2, LONG, wamcam_console_ls},
    {{"cat", "file [from_byte]", "show a text; secrets are hidden"},
     2,
     3,
     SHORT,
     wamcam_console_cat},
    {{"rm", "[-f] file", "remove a file or an empty folder"}, 2, 3, SHORT, wamcam_console_rm},
    {{"df", "", "what is free on the card and in the board"}, 1, 1, LONG, wamcam_console_df},
    {{"status", "", "how board and application are"}, 1, 1, LONG, wamcam_console_status},
    {{"log", "[-f] [level] [lines]",
      "the latest lines: error, warning or info and above; -f goes on"},
     1,
     4,
     SHORT,
     wamcam_console_show_log},
    {{"settings", "[set KEY VALUE | unset KEY]",
      "the settings files without secrets; change settings.toml"},
     1,
     WAMCAM_CONSOLE_WORDS_MAX,
     SHORT,
     wamcam_console_settings},
    {{"shoot", "", "one photo more, as soon as the series leaves time for it"},
     1,
     1,
     SHORT,
     wamcam_console_shoot},
    {{"check", "[name]", "look at one part alone, in place of the application"},
     1,
     2,
     SHORT,
     wamcam_console_check},
    {{"app", "[back|factory|install file]",
      "the application that runs; the one before, the firmware's own, or one from a file"},
     1,
     5,
     LONG,
     wamcam_console_app},
    {{"wifi", "", "network, address and signal"}, 1, 1, SHORT, wamcam_console_wifi},
    {{"time", "[set 2026-11-28T12:00:00Z]",
      "the clock and who set it; set it where no network tells the time"},
     1,
     3,
     SHORT,
     wamcam_console_time},
    {{"usb", "", "make the storage in flash a USB drive until it is ejected"},
     1,
     1,
     SHORT,
     wamcam_console_usb},
    {{"restart", "", "start the board again"}, 1, 1, SHORT, wamcam_console_restart},
};

#define COUNT (sizeof rows / sizeof *rows)

const struct wamcam_console_command *wamcam_console_command(size_t index) {
    return index < COUNT ? &rows[index].command : NULL;
}

const struct wamcam_console_row *wamcam_console_find(const char *name) {
    for (size_t index = 0; index < COUNT; index++) {
        if (strcmp(rows[index].command.name, name) == 0) {
            return &rows[index];
        }
    }
    return NULL;
}

static void show(const struct wamcam_console_job *job,
                 const struct wamcam_console_command *command) {
    wamcam_console_say(job, "%-9s%-27s %s", command->name, command->arguments, command->help);
}

enum wamcam_console_progress wamcam_console_help(struct wamcam_console_job *job) {
    if (job->count == 1) {
        for (size_t index = 0; index < COUNT; index++) {
            show(job, &rows[index].command);
        }
        return WAMCAM_CONSOLE_DONE;
    }
    const struct wamcam_console_row *row = wamcam_console_find(job->words[1]);
    if (row == NULL) {
        wamcam_console_say(job, "there is no command %s; help lists them", job->words[1]);
    } else {
        show(job, &row->command);
    }
    return WAMCAM_CONSOLE_DONE;
}
