/** What the slots want to know of an application's file. */
#ifndef WAMCAM_RUNTIME_SLOT_PACKAGE_H
#define WAMCAM_RUNTIME_SLOT_PACKAGE_H

#include <stddef.h>

#include "runtime/slot_journal.h"

/** Who the application says it is, without a look at the signature. Errors as in slots_end. */
int wamcam_slot_package_identify(const struct wamcam_board *board, const uint8_t *bytes,
                                 size_t length, struct wamcam_slot_identity *identity, char *reason,
                                 size_t reason_size);
/** May this file become an application of this board? 0, or why not. */
int wamcam_slot_package_check(const struct wamcam_board *board, const uint8_t *bytes, size_t length,
                              struct wamcam_slot_identity *identity, char *reason,
                              size_t reason_size);

#endif
