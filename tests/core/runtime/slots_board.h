/** A board that keeps applications in slots, for tests of what becomes of them. */
#ifndef WAMCAM_SLOTS_BOARD_H
#define WAMCAM_SLOTS_BOARD_H

#include "runtime/board_double.h"
#include "runtime/new_application.h"
#include "runtime/slots.h"

/** A board with flash memory that trusts parcel_key. To be freed with slots_board_free(). */
void slots_board_init(struct board_double *board);
/** Also checks that the flash memory was used as it may be. */
void slots_board_free(struct board_double *board);
/** Receive an application that is to be tried for so long. */
void slots_board_put(struct wamcam_slots *slots, const struct new_application *made,
                     uint32_t trial_s);

#endif
