/* What GCC's own routines for Xtensa (libgcc/config/xtensa) have to know of this core. */
#ifndef XTENSA_CONFIG_H
#define XTENSA_CONFIG_H

#define XCHAL_HAVE_ABS 1
#define XCHAL_HAVE_ADDX 1
#define XCHAL_HAVE_DIV32 0
#define XCHAL_HAVE_LOOPS 0
#define XCHAL_HAVE_MAC16 0
#define XCHAL_HAVE_MUL16 1
#define XCHAL_HAVE_MUL32 1
#define XCHAL_HAVE_MUL32_HIGH 0
#define XCHAL_HAVE_NSA 1
#define XCHAL_HAVE_WINDOWED 0

#endif
