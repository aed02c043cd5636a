/* What boards without USB have instead of the drive, under names of its own. */
#define wamcam_esp32_usb_drive_start no_usb_drive_start
#define wamcam_esp32_usb_drive_step no_usb_drive_step
#define wamcam_esp32_usb_drive_offer no_usb_drive_offer
#define wamcam_esp32_usb_drive_is_out no_usb_drive_is_out
#define wamcam_esp32_usb_drive_has_come_back no_usb_drive_has_come_back
#define wamcam_esp32_usb_drive_welcome no_usb_drive_welcome
#include "../../idf-components/wamcam_esp32/chips/usb_drive_none.c"
