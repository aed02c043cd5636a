#include "internal_storage.h"

#include "esp_log.h"
#include "esp_vfs_fat.h"
#include "wear_levelling.h"

#define PARTITION "storage" /* of partitions.csv */
#define FILES_MAX 4

static const char *const tag = "storage";

bool wamcam_esp32_internal_storage_start(void) {
    const esp_vfs_fat_mount_config_t configuration = {
        .format_if_mount_failed =
            true, /* the first start; later nothing but flash can be at fault */
        .max_files = FILES_MAX,
    };
    static wl_handle_t levelling = WL_INVALID_HANDLE;
    esp_err_t error = esp_vfs_fat_spiflash_mount_rw_wl(WAMCAM_ESP32_INTERNAL_FOLDER, PARTITION,
                                                       &configuration, &levelling);
    if (error != ESP_OK) {
        ESP_LOGE(tag, "the storage in flash cannot be used: %s", esp_err_to_name(error));
    }
    return error == ESP_OK;
}
