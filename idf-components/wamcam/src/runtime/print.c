#include "runtime/print.h"

#include <stdio.h>
#include <string.h>

#define LINE_BYTES 256

/* WAMR hands over parts of lines without saying for whom: the one place with state of its own.
 * Only the core thread runs wasm, so only it prints. */
static const struct wamcam_board *target;
static char line[LINE_BYTES];
static size_t used;

static void flush(void) {
    if (used > 0 && target != NULL) {
        line[used] = '\0';
        target->log(target->context, WAMCAM_LEVEL_WARNING, line);
    }
    used = 0;
}

void wamcam_runtime_print_to(const struct wamcam_board *board) {
    flush();
    target = board;
}

int wamcam_runtime_vprintf(const char *format, va_list arguments) {
    char part[LINE_BYTES];
    int length = vsnprintf(part, sizeof part, format, arguments);
    for (const char *next = part; *next != '\0'; next++) {
        if (*next == '\n' || used == LINE_BYTES - 1) {
            flush();
        }
        if (*next != '\n') {
            line[used++] = *next;
        }
    }
    return length;
}
