/** Shows a text file piece by piece, without its secrets. */
#ifndef WAMCAM_CONSOLE_SHOW_TEXT_H
#define WAMCAM_CONSOLE_SHOW_TEXT_H

#include "console/job.h"

/** A command cannot be interrupted; this much takes half a minute at the slowest, 115,200 baud. */
#define WAMCAM_CONSOLE_TEXT_BYTES_MAX (64 * 1024)

/**
 * Go on at byte job->at of job->path, which moves on, up to job->end; lines are shown from
 * job->from on. 1: there may be more; 0: that was all; or an error, of which INVALID says that
 * this is no text. Begin with job->at 0.
 */
int wamcam_console_show_text(struct wamcam_console_job *job);

#endif
