/* Commands that ask something of others: shoot, check, usb, restart. */
#include <string.h>

#include "console/commands.h"
#include "wamcam/errors.h"

enum wamcam_console_progress wamcam_console_shoot(struct wamcam_console_job *job) {
    struct wamcam_host *host = wamcam_console_program(job).host;
    if (host == NULL) {
        wamcam_console_say(job, "no application runs that could take a photo");
    } else if (!host->takes_wishes) {
        wamcam_console_say(job, "the program that runs takes no photos on demand");
    } else {
        host->asked |= WAMCAM_ASKED_PHOTO;
        host->has_news = true;
        wamcam_console_say(job, "asked for; the log tells when the photo is stored");
    }
    return WAMCAM_CONSOLE_DONE;
}

static void list_checks(const struct wamcam_console_job *job) {
    const struct wamcam_check *checks = job->board->checks;
    if (checks[0].name == NULL) {
        wamcam_console_say(job, "this board has no checks");
    }
    for (int index = 0; index < WAMCAM_CHECKS_MAX && checks[index].name != NULL; index++) {
        wamcam_console_say(job, "check %s", checks[index].name);
    }
}

enum wamcam_console_progress wamcam_console_check(struct wamcam_console_job *job) {
    const struct wamcam_check *checks = job->board->checks;
    for (int index = 0; job->count > 1 && index < WAMCAM_CHECKS_MAX; index++) {
        if (checks[index].name != NULL && strcmp(checks[index].name, job->words[1]) == 0) {
            wamcam_console_wish(job, WAMCAM_WISH_CHECK, index);
            wamcam_console_say(job, "the application ends first; the check speaks in the log, then "
                                    "the application begins again");
            return WAMCAM_CONSOLE_DONE;
        }
    }
    if (job->count > 1) {
        wamcam_console_say(job, "there is no check %s; there are:", job->words[1]);
    }
    list_checks(job);
    return WAMCAM_CONSOLE_DONE;
}

enum wamcam_console_progress wamcam_console_usb(struct wamcam_console_job *job) {
    const struct wamcam_board *board = job->board;
    int status = board->usb_drive_offer == NULL ? WAMCAM_NOT_SUPPORTED
                                                : board->usb_drive_offer(board->context);
    if (status == WAMCAM_NOT_SUPPORTED) {
        wamcam_console_say(job, "this board has no USB drive; put the settings on the card");
    } else if (status == WAMCAM_BUSY) {
        wamcam_console_say(job, "the computer has the drive already; eject it there");
    } else {
        wamcam_console_say(job,
                           "the drive appears now, and a console on the same socket goes away; "
                           "eject the drive when you are done");
    }
    return WAMCAM_CONSOLE_DONE;
}

enum wamcam_console_progress wamcam_console_restart(struct wamcam_console_job *job) {
    wamcam_console_wish(job, WAMCAM_WISH_RESTART, 0);
    wamcam_console_say(job, "restarting");
    return WAMCAM_CONSOLE_DONE;
}
