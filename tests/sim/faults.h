/** What goes wrong, as parameters: how often, in parts per million. Drawn for each seed. */
#ifndef SIM_FAULTS_H
#define SIM_FAULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "draw.h"

/** Kinds of faults that can be switched off by name. */
enum sim_fault_kind {
    SIM_POWER_CUTS,
    SIM_CARD_ERRORS, /**< Single calls fail. */
    SIM_CARD_AWAY,   /**< Pulled and returned, write-protected, filled by somebody else. */
    SIM_CARD_SLOW,   /**< Seconds for one write. */
    SIM_CAMERA,      /**< No frame, half a frame, slow, does not start. */
    SIM_NETWORK,     /**< Outages, loss, stalls, resets, refusals. */
    SIM_CLOUD,       /**< Errors, lost and broken answers, tokens that expire early. */
    SIM_CLOCK,       /**< Time unknown after a start, a quartz that is wrong. */
    SIM_CROSS_LINKS, /**< A rename that is cut leaves two names for the same clusters. */
    SIM_PULLS,       /**< New applications in Dropbox, with cuts in flash memory: pulls.h. */
    SIM_FAULT_KINDS,
};

/** Name for the command line, for example "power_cuts". */
const char *sim_fault_name(enum sim_fault_kind kind);

/** Chances in parts per million of each time that it could happen. */
struct sim_faults {
    /* power: mean time between cuts, 0: none */
    int64_t power_mean_us;
    uint32_t power_cut_in_card_step; /* a cut hits the card at work */

    bool cross_links;
    uint32_t card_call_fails;
    int64_t card_away_mean_us; /* mean time between; 0: never */
    uint32_t card_slow;

    uint32_t camera_open_fails;
    uint32_t camera_no_frame;
    uint32_t camera_half_frame;
    uint32_t camera_slow;

    int64_t outage_mean_us; /* mean time between; 0: never */
    uint32_t lookup_fails;
    uint32_t connect_fails;
    uint32_t handshake_fails;
    uint32_t stall; /* of every chunk that is sent */
    uint32_t reset; /* likewise */

    uint32_t answer_error; /* 429, 5xx, HTML */
    uint32_t answer_lost;  /* done, but the answer never comes */
    uint32_t answer_cut;   /* a part of the answer comes */
    uint32_t answer_garbage;
    uint32_t answer_slow;
    uint32_t answer_wrong_hash;
    uint32_t token_dies;

    uint32_t clock_unknown; /* after a start */
    int32_t clock_drift_ppm;
};

/** Draw how bad this world is. `without[kind]` true: that kind does not happen. */
void sim_faults_draw(struct sim_faults *faults, struct sim_draw *draw,
                     const bool without[SIM_FAULT_KINDS]);
/** From now on nothing goes wrong. */
void sim_faults_end(struct sim_faults *faults);

/** The faults of the world that is simulated. */
extern struct sim_faults sim_faults;

#endif
