/**
 * Counts the pieces of the core's and the runtime's heap that are so small that ESP-IDF's malloc()
 * takes them from internal memory. memory.c stays as it is: its functions are led through here.
 */
#ifndef XTENSA_PIECES_H
#define XTENSA_PIECES_H

#include <stddef.h>

/** Most bytes that such pieces had at once, with what a heap keeps for each. */
size_t pieces_internal_peak(void);

#endif
