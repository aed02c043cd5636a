/** An application that a person has put onto the card, or onto the board's USB drive. */
#ifndef WAMCAM_RUNTIME_DROPPED_H
#define WAMCAM_RUNTIME_DROPPED_H

#include "runtime/slots.h"

/**
 * Install what lies at the top of the card or of a settings folder with a name that ends in .wasm,
 * by the rules of docs/updates.md. What is taken, or installed already, is removed; what is refused
 * for good gets ".refused" behind its name; what cannot be judged now, since another one is on
 * trial or the flash memory fails, stays for the next time. To be called between two applications:
 * writing a slot may take seconds. Does nothing on a board without slots, or that wakes from deep
 * sleep.
 */
void wamcam_dropped_install(struct wamcam_slots *slots);

#endif
