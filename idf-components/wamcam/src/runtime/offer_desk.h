/** Where the core takes what other threads offer: wamcam/offer.h. Core thread only. */
#ifndef WAMCAM_RUNTIME_OFFER_DESK_H
#define WAMCAM_RUNTIME_OFFER_DESK_H

#include <stdbool.h>

#include "runtime/slots.h"

/** Do the next piece of work on what is offered; true if there was any. */
bool wamcam_offer_desk_serve(struct wamcam_slots *slots);

#endif
