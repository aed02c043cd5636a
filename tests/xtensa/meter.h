/**
 * Counts executed instructions, and who executed them. The processor's cycle counter tells how
 * many there were (with QEMU's -icount each takes the same virtual time); at each border between
 * two parts of the program it is looked at. Where the borders are, scripts/xtensa finds out: each
 * function of another part that the core calls. What is done here costs a little itself; the
 * counts leave that out.
 */
#ifndef XTENSA_METER_H
#define XTENSA_METER_H

#include <stdint.h>

/* Part 0 to 2, then models; borders.S has these numbers from scripts/xtensa/borders.ts. */
enum meter_part {
    METER_CORE,
    METER_RUNTIME, /**< WAMR. */
    METER_HASH,    /**< SHA-256, asked for by the core. */
    METER_CAMERA,
    METER_CARD,
    METER_NETWORK,
    METER_SIMULATION, /**< The rest of the simulated board, and what checks it. */
    METER_PARTS,
};

void meter_start(void);
/** Print a line for each part. */
void meter_print(void);
/** What is executed until meter_resume() belongs to nobody. */
uint32_t meter_pause(void);
void meter_resume(uint32_t paused_at);
/** As how many instructions 3200 of them are counted. */
unsigned meter_of_3200_nops(void);

#endif
