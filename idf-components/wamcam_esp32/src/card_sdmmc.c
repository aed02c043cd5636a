/* A card on one line of SD mode, for boards that have not wired more. */
#include "card_bus.h"
#include "driver/sdmmc_host.h"

static esp_err_t start(const struct wamcam_esp32_card_pins *pins) {
    (void)pins; /* mounting sets up everything */
    return ESP_OK;
}

static esp_err_t mount(const struct wamcam_esp32_card_pins *pins, const char *folder,
                       const esp_vfs_fat_mount_config_t *configuration, int clock_khz,
                       sdmmc_card_t **card) {
    sdmmc_host_t host = SDMMC_HOST_DEFAULT();
    host.max_freq_khz = clock_khz;
    sdmmc_slot_config_t slot = SDMMC_SLOT_CONFIG_DEFAULT();
    slot.width = 1;
    slot.clk = (gpio_num_t)pins->clk;
    slot.cmd = (gpio_num_t)pins->cmd;
    slot.d0 = (gpio_num_t)pins->d0;
    /* Else these name pins that are the camera's on our boards. */
    slot.d1 = GPIO_NUM_NC;
    slot.d2 = GPIO_NUM_NC;
    slot.d3 = GPIO_NUM_NC;
    /* Not every board has resistors on these lines; the chip's own do at these speeds. */
    slot.flags |= SDMMC_SLOT_FLAG_INTERNAL_PULLUP;
    return esp_vfs_fat_sdmmc_mount(folder, &host, &slot, configuration, card);
}

const struct wamcam_esp32_card_bus wamcam_esp32_card_sdmmc = {.start = start, .mount = mount};
