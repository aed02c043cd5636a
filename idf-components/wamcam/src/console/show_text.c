#include "console/show_text.h"

#include <stdio.h>
#include <string.h>

#include "imports/text.h"
#include "store/files.h"
#include "wamcam/errors.h"

/* A line that does not fit is cut: without its beginning nobody can tell whether it is a secret. */
#define PIECE_BYTES 1024
#define ENDING_BYTES 32

/** A line, or the beginning of one that is too long. */
static void show_line(struct wamcam_console_job *job, const char *line, size_t length,
                      const char *ending) {
    struct wamcam_blanking_answer answer = wamcam_blanking_next(&job->blanking, line, length);
    size_t shown = answer.shown_bytes;
    if (job->at < job->from) {
        return; /* only looked at: a secret may begin here and end where it is shown */
    }
    if (shown > 0 && line[shown - 1] == '\r') {
        shown--;
    }
    char text[PIECE_BYTES + ENDING_BYTES];
    memcpy(text, line, shown);
    int added =
        snprintf(text + shown, ENDING_BYTES, "%s", answer.is_hidden ? "(hidden)\n" : ending);
    wamcam_console_write(job, text, shown + (size_t)added);
}

/** Show the lines that are whole; returns how far that was. */
static size_t show_lines(struct wamcam_console_job *job, const char *piece, size_t length) {
    size_t from = 0;
    for (size_t index = 0; index < length; index++) {
        if (piece[index] == '\n') {
            show_line(job, piece + from, index - from, "\n");
            from = index + 1;
        }
    }
    return from;
}

int wamcam_console_show_text(struct wamcam_console_job *job) {
    char piece[PIECE_BYTES];
    if (job->at >= job->end) {
        return 0;
    }
    int got = wamcam_files_read(job->path, job->at, (uint8_t *)piece, sizeof piece);
    if (got <= 0) {
        return got;
    }
    size_t length = (size_t)got;
    size_t passed = length;
    const char *line_end = memchr(piece, '\n', length);
    if (job->is_in_long_line) {
        job->is_in_long_line = line_end == NULL;
        passed = line_end == NULL ? length : (size_t)(line_end - piece) + 1;
    } else if (memchr(piece, '\0', length) != NULL) {
        return WAMCAM_INVALID;
    } else if (line_end != NULL) {
        passed = show_lines(job, piece, length);
    } else {
        bool is_last = length < sizeof piece;
        job->is_in_long_line = !is_last;
        show_line(job, piece, is_last ? length : wamcam_text_whole_bytes(piece, length),
                  is_last ? "\n" : " (the line goes on)\n");
    }
    job->at += (int64_t)passed;
    return 1;
}
