/**
 * The person of some cameras puts new applications into Dropbox, good ones and bad ones, and the
 * camera fetches them as a real one does. They are made and judged in ../updates/pulls.c.
 */
#ifndef SIM_PULLS_H
#define SIM_PULLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"
#include "wamcam/run.h"

/** Where they lie in Dropbox. */
#define SIM_PULLS_FILE "/wamcam/timelapse.wasm"

/**
 * A life begins, of a camera with this application; with faults for `troubled_us`. Draws from
 * streams of its own: the lives without new applications stay as they are.
 */
void sim_pulls_start(uint64_t seed, bool without, int64_t troubled_us, const uint8_t *wasm,
                     size_t wasm_length);
/** Table [update] of camconfig.toml, "" where it is left out. */
const char *sim_pulls_configuration(void);
/** Power comes; it may go in a step of the flash memory. */
void sim_pulls_boot(void);
/** No new application comes any more, and flash memory gets all the power it needs. */
void sim_pulls_settle(void);
/** As wamcam_run(), but with slots for new applications, if any come. */
void sim_pulls_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                   struct wamcam_outcome *outcome);
/** The life is over: is what runs what has to run? */
void sim_pulls_at_the_end(void);

/* What Dropbox asks. */

/** The camera asks what there is: by now another file may lie there. */
void sim_pulls_look(void);
/** It was told a wrong hash: what it then makes of the bytes is no fault of its own. */
void sim_pulls_mislead(void);
/**
 * Bytes of a revision that were asked for; NULL if there are no such. `first` and `last` as in the
 * header Range.
 */
const uint8_t *sim_pulls_piece(unsigned revision, size_t first, size_t last);

#endif
