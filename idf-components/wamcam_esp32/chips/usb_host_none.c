/* A chip without USB does not know who listens to its serial port. */
#include "usb_host.h"

bool wamcam_esp32_usb_host_is_there(void) {
    return false;
}
