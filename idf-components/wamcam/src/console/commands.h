/** The functions of the commands; docs/console.md tells what each does. */
#ifndef WAMCAM_CONSOLE_COMMANDS_H
#define WAMCAM_CONSOLE_COMMANDS_H

#include "console/job.h"

enum wamcam_console_progress wamcam_console_help(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_ls(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_cat(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_rm(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_df(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_settings(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_status(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_show_log(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_app(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_wifi(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_time(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_shoot(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_check(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_usb(struct wamcam_console_job *job);
enum wamcam_console_progress wamcam_console_restart(struct wamcam_console_job *job);

/** The clock, in UTC, behind a label. */
void wamcam_console_say_clock(const struct wamcam_console_job *job, const char *label);

#endif
