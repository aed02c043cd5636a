/** What takes the place of an operating system: QEMU's "simcall", a stack, a heap. */
#ifndef XTENSA_SYSTEM_H
#define XTENSA_SYSTEM_H

#include <stddef.h>

/** The host's arguments; *count tells how many. They live as long as the program. */
char **xtensa_arguments(int *count);
/** Fill the stack below the caller, so that its use shows. */
void xtensa_stack_paint(void);
/** Bytes of the stack that have been used since then, from its top. */
size_t xtensa_stack_used(void);
/** Bytes that malloc() has asked for so far; it gives none back. */
size_t xtensa_heap_used(void);
/** How many accesses of WAMR were not aligned. */
unsigned xtensa_misaligned(void);

#endif
