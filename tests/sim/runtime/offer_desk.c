/* The place of src/runtime/offer_desk.c: the simulated board has no other thread that could bring
 * something. */
#include "runtime/offer_desk.h"

bool wamcam_offer_desk_serve(struct wamcam_slots *slots) {
    (void)slots;
    return false;
}
