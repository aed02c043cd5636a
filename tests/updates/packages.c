#include "updates/packages.h"

#include <string.h>

#include "modules.h"
#include "runtime/slots.h"

/* Longer than a trial, shorter than what a confirmed application has to run to be forgiven. */
#define TICKS_PAST_TRIAL 100
/* Behind these the file of a signed application ends: r and s; before them the key's name. */
#define SIGNATURE_BYTES 64u

const char *sim_update_name(enum sim_update_kind kind) {
    static const char *const names[SIM_UPDATE_KINDS] = {
        "good",   "truncated", "flipped",  "wrong_key",         "unsigned", "wrong_hash",
        "older",  "no_tick",   "traps",    "traps_later",       "hangs",    "grows",
        "silent", "no_photos", "finishes", "crashes_confirmed",
    };
    return names[kind];
}

bool sim_update_is_refused(enum sim_update_kind kind) {
    return kind >= SIM_UPDATE_TRUNCATED && kind <= SIM_UPDATE_OLDER;
}

static void hash(struct new_application *made) {
    (void)wamcam_slots_hash(made->parcel.bytes, made->parcel.length, made->sha256);
}

static char behaviour_of(enum sim_update_kind kind) {
    switch (kind) {
    case SIM_UPDATE_TRAPS:
    case SIM_UPDATE_TRAPS_LATER:
    case SIM_UPDATE_CRASHES_CONFIRMED:
        return 't';
    case SIM_UPDATE_HANGS:
        return 'l';
    case SIM_UPDATE_GROWS:
        return 'm';
    case SIM_UPDATE_SILENT:
        return 's';
    case SIM_UPDATE_NO_PHOTOS:
        return 'n';
    case SIM_UPDATE_FINISHES:
        return 'f';
    default:
        return 'g';
    }
}

static uint8_t ticks_of(enum sim_update_kind kind, struct sim_draw *draw) {
    int64_t drawn = sim_draw_between(draw, 1, 50);
    switch (kind) {
    case SIM_UPDATE_CRASHES_CONFIRMED:
        return TICKS_PAST_TRIAL;
    case SIM_UPDATE_TRAPS:
    case SIM_UPDATE_SILENT:
    case SIM_UPDATE_NO_PHOTOS:
        return 0;
    default:
        return (uint8_t)drawn;
    }
}

static void make_without_tick(struct new_application *made) {
    made->parcel.length = 0;
    parcel_add(&made->parcel, module_no_tick.bytes, module_no_tick.bare_length);
    parcel_finish(&made->parcel, PARCEL_MANIFEST);
}

void sim_update_spoil(struct new_application *made, enum sim_update_kind kind,
                      struct sim_draw *draw) {
    struct parcel *parcel = &made->parcel;
    int64_t last = (int64_t)parcel->length - 1;
    int64_t at = sim_draw_between(draw, 0, last);
    if (kind == SIM_UPDATE_TRUNCATED) {
        parcel->length = (size_t)(at > 0 ? at : 1);
    } else if (kind == SIM_UPDATE_FLIPPED || kind == SIM_UPDATE_WRONG_HASH) {
        parcel->bytes[at] ^= (uint8_t)(1 << sim_draw_between(draw, 0, 7));
    } else if (kind == SIM_UPDATE_WRONG_KEY) {
        parcel->bytes[parcel->length - SIGNATURE_BYTES - 1] ^= 1;
    } else if (kind == SIM_UPDATE_UNSIGNED) {
        parcel->length = module_camera.bare_length;
        parcel_custom(parcel, "wamcam.manifest", PARCEL_MANIFEST, strlen(PARCEL_MANIFEST));
    }
    if (kind != SIM_UPDATE_WRONG_HASH) {
        hash(made);
    }
}

void sim_update_make(struct new_application *made, enum sim_update_kind kind, unsigned patch,
                     unsigned running, struct sim_draw *draw) {
    unsigned older = running > 0 ? (unsigned)sim_draw_between(draw, 0, (int64_t)running - 1) : 0;
    if (kind == SIM_UPDATE_NO_TICK) {
        make_without_tick(made);
    } else if (sim_draw_chance(draw, SIM_ALWAYS / 8) && kind == SIM_UPDATE_GOOD) {
        new_application_make_large(made, patch);
    } else {
        new_application_make(made, behaviour_of(kind), ticks_of(kind, draw),
                             kind == SIM_UPDATE_OLDER ? older : patch);
    }
    sim_update_spoil(made, kind, draw);
}
