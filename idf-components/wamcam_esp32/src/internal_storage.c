#include "internal_storage.h"

#include "esp_log.h"
#include "esp_vfs_fat.h"
#include "wear_levelling.h"

#define FILES_MAX 4

static const char *const tag = "storage";

static wl_handle_t levelling = WL_INVALID_HANDLE;

static esp_err_t mount(bool format) {
    const esp_vfs_fat_mount_config_t configuration = {
        .format_if_mount_failed = format,
        .max_files = FILES_MAX,
    };
    levelling = WL_INVALID_HANDLE;
    esp_err_t error = esp_vfs_fat_spiflash_mount_rw_wl(
        WAMCAM_ESP32_INTERNAL_FOLDER, WAMCAM_ESP32_INTERNAL_PARTITION, &configuration, &levelling);
    if (error != ESP_OK && levelling != WL_INVALID_HANDLE) {
        /* A mount that fails leaves the wear levelling behind. */
        (void)wl_unmount(levelling);
        levelling = WL_INVALID_HANDLE;
    }
    return error;
}

bool wamcam_esp32_internal_storage_start(void) {
    esp_err_t error = mount(false);
    if (error == ESP_FAIL) {
        /* The first start, or flash that holds something else: no file of it could be read. */
        ESP_LOGW(tag, "the storage in flash has no file system and is formatted");
        error = mount(true);
    }
    if (error == ESP_ERR_NOT_FOUND) {
        ESP_LOGE(tag, "there is no partition \"%s\": flash partition-table and firmware together",
                 WAMCAM_ESP32_INTERNAL_PARTITION);
    } else if (error != ESP_OK) {
        ESP_LOGE(tag, "the storage in flash cannot be used: %s", esp_err_to_name(error));
    }
    return error == ESP_OK;
}

bool wamcam_esp32_internal_storage_stop(void) {
    if (levelling == WL_INVALID_HANDLE) {
        return true;
    }
    esp_err_t error = esp_vfs_fat_spiflash_unmount_rw_wl(WAMCAM_ESP32_INTERNAL_FOLDER, levelling);
    levelling = WL_INVALID_HANDLE;
    if (error != ESP_OK) {
        ESP_LOGE(tag, "the storage in flash cannot be unmounted: %s", esp_err_to_name(error));
    }
    return error == ESP_OK;
}
