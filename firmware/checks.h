/** Programs that look at one part of the camera, for the console's command `check`. */
#ifndef FIRMWARE_CHECKS_H
#define FIRMWARE_CHECKS_H

/** Give the board the checks that this firmware carries; before any application runs. */
void firmware_add_checks(void);

#endif
