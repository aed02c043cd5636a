/** The two ways to talk to a card: one constant each, chosen by the board's file. */
#ifndef WAMCAM_ESP32_CARD_BUS_H
#define WAMCAM_ESP32_CARD_BUS_H

#include "esp_vfs_fat.h"
#include "wamcam_esp32/hardware.h"

struct wamcam_esp32_card_bus {
    /** What stays for as long as the firmware runs. Once. */
    esp_err_t (*start)(const struct wamcam_esp32_card_pins *pins);
    /** Find the card and mount its file system under `folder`; blocks for up to seconds. */
    esp_err_t (*mount)(const struct wamcam_esp32_card_pins *pins, const char *folder,
                       const esp_vfs_fat_mount_config_t *configuration, int clock_khz,
                       sdmmc_card_t **card);
};

#endif
