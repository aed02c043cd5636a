/** New applications of all kinds, good and bad, as somebody might send them to a camera. */
#ifndef SIM_UPDATES_PACKAGES_H
#define SIM_UPDATES_PACKAGES_H

#include "draw.h"
#include "runtime/new_application.h"

enum sim_update_kind {
    SIM_UPDATE_GOOD,
    /* those that the installation refuses */
    SIM_UPDATE_TRUNCATED,
    SIM_UPDATE_FLIPPED, /**< One bit of the file. */
    SIM_UPDATE_WRONG_KEY,
    SIM_UPDATE_UNSIGNED,
    SIM_UPDATE_WRONG_HASH, /**< Other bytes than were announced. */
    SIM_UPDATE_OLDER,
    /* those that do not survive their trial */
    SIM_UPDATE_NO_TICK, /**< The core refuses to run it. */
    SIM_UPDATE_TRAPS,
    SIM_UPDATE_TRAPS_LATER,
    SIM_UPDATE_HANGS,
    SIM_UPDATE_GROWS,
    SIM_UPDATE_SILENT, /**< Asks to be called in a thousand years. */
    SIM_UPDATE_NO_PHOTOS,
    SIM_UPDATE_FINISHES,
    /* and one that survives its trial and crashes again and again afterwards */
    SIM_UPDATE_CRASHES_CONFIRMED,
    SIM_UPDATE_KINDS,
};

const char *sim_update_name(enum sim_update_kind kind);
bool sim_update_is_refused(enum sim_update_kind kind);
/** An application of version 1.0.patch; of a version before 1.0.running if that is its kind. */
void sim_update_make(struct new_application *made, enum sim_update_kind kind, unsigned patch,
                     unsigned running, struct sim_draw *draw);
/** Damage a good application as its kind has it, from SIM_UPDATE_TRUNCATED to SIM_UPDATE_UNSIGNED
 * (which makes another one of it). */
void sim_update_spoil(struct new_application *made, enum sim_update_kind kind,
                      struct sim_draw *draw);

#endif
