/* Instead of usb_drive.c where the chip has no USB of its own, or menuconfig leaves it out. */
#include "esp_log.h"
#include "usb_drive.h"
#include "wamcam/errors.h"

static const char *const tag = "usb";

void wamcam_esp32_usb_drive_start(const struct wamcam_esp32_hardware *hardware,
                                  void (*changed)(void)) {
    (void)hardware;
    (void)changed;
}

int64_t wamcam_esp32_usb_drive_step(void) {
    return INT64_MAX;
}

int wamcam_esp32_usb_drive_offer(void) {
    ESP_LOGE(tag, "this board has no USB drive; put the settings on the card");
    return WAMCAM_NOT_SUPPORTED;
}

bool wamcam_esp32_usb_drive_is_out(void) {
    return false;
}

bool wamcam_esp32_usb_drive_has_come_back(void) {
    return false;
}

void wamcam_esp32_usb_drive_welcome(void) {
}
