/** A typed line as words. */
#ifndef WAMCAM_CONSOLE_WORDS_H
#define WAMCAM_CONSOLE_WORDS_H

#include <stdint.h>

#define WAMCAM_CONSOLE_WORDS_MAX 8

/**
 * Split a line in place, at blanks. "..." and '...' keep blanks; between double quotes and outside
 * of quotes \ takes the next character as it is. Returns the number of words, INVALID for a quote
 * that does not end, TOO_BIG for more words than WAMCAM_CONSOLE_WORDS_MAX.
 */
int wamcam_console_split(char *line, const char *words[WAMCAM_CONSOLE_WORDS_MAX]);
/** A word that is a whole number from 0, the largest there is for one above; -1 for another. */
int64_t wamcam_console_number(const char *word);

#endif
