/* Chips with USB Serial/JTAG see the packets that a computer sends each millisecond. */
#include "driver/usb_serial_jtag.h"
#include "usb_host.h"

bool wamcam_esp32_usb_host_is_there(void) {
    return usb_serial_jtag_is_connected();
}
