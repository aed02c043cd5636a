/* Doubles of cards and their file systems. Nothing is mounted really: what is tested is when. */
#include <stdlib.h>
#include <string.h>

#include "doubles.h"
#include "esp_vfs_fat.h"
#include "sdmmc_cmd.h"

static struct doubles_card card;

struct doubles_card *doubles_card(void) {
    return &card;
}

void doubles_card_start(void) {
    card = (struct doubles_card){.is_in = true, .has_file_system = true, .free_bytes = 1000000};
}

esp_err_t spi_bus_initialize(spi_host_device_t host_id, const spi_bus_config_t *bus_config,
                             spi_dma_chan_t dma_chan) {
    (void)host_id;
    (void)bus_config;
    (void)dma_chan;
    return doubles_outcome("spi_bus_initialize");
}

static esp_err_t try_to_mount(const char *function) {
    esp_err_t error = doubles_outcome(function);
    if (error != ESP_OK) {
        return error;
    }
    if (card.mounted > 0) {
        return ESP_ERR_INVALID_STATE;
    }
    if (!card.is_in) {
        return ESP_ERR_TIMEOUT;
    }
    return card.has_file_system ? ESP_OK : ESP_FAIL;
}

static esp_err_t mount(const char *function, const esp_vfs_fat_mount_config_t *mount_config,
                       sdmmc_card_t **out_card) {
    esp_err_t error = try_to_mount(function);
    card.would_format = card.would_format || mount_config->format_if_mount_failed;
    if (error == ESP_OK) {
        card.mounted++;
        *out_card = calloc(1, sizeof **out_card);
    }
    return error;
}

esp_err_t esp_vfs_fat_sdspi_mount(const char *base_path, const sdmmc_host_t *host_config_input,
                                  const sdspi_device_config_t *slot_config,
                                  const esp_vfs_fat_mount_config_t *mount_config,
                                  sdmmc_card_t **out_card) {
    (void)base_path;
    (void)slot_config;
    card.clock_khz = host_config_input->max_freq_khz;
    strcpy(card.bus, "spi");
    return mount("esp_vfs_fat_sdspi_mount", mount_config, out_card);
}

esp_err_t esp_vfs_fat_sdmmc_mount(const char *base_path, const sdmmc_host_t *host_config,
                                  const void *slot_config,
                                  const esp_vfs_fat_mount_config_t *mount_config,
                                  sdmmc_card_t **out_card) {
    (void)base_path;
    card.clock_khz = host_config->max_freq_khz;
    card.width = ((const sdmmc_slot_config_t *)slot_config)->width;
    strcpy(card.bus, "sdmmc");
    return mount("esp_vfs_fat_sdmmc_mount", mount_config, out_card);
}

esp_err_t esp_vfs_fat_sdcard_unmount(const char *base_path, sdmmc_card_t *of) {
    (void)base_path;
    card.mounted--;
    free(of);
    return ESP_OK;
}

esp_err_t sdmmc_get_status(sdmmc_card_t *of) {
    (void)of;
    esp_err_t error = doubles_outcome("sdmmc_get_status");
    return error != ESP_OK ? error : card.is_in ? ESP_OK : ESP_ERR_TIMEOUT;
}

esp_err_t esp_vfs_fat_info(const char *base_path, uint64_t *out_total_bytes,
                           uint64_t *out_free_bytes) {
    (void)base_path;
    *out_total_bytes = 2 * card.free_bytes;
    *out_free_bytes = card.free_bytes;
    return doubles_outcome("esp_vfs_fat_info");
}
