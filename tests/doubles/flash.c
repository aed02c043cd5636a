/* Doubles of what is in the chip's flash: NVS, the internal file system, a core dump. */
#include <string.h>

#include "doubles.h"
#include "esp_core_dump.h"
#include "esp_vfs_fat.h"
#include "nvs_flash.h"
#include "wear_levelling.h"

static struct doubles_flash flash;
/* What was set and not yet committed. */
static int nvs_count_set;
static uint8_t network_set[sizeof flash.network];
static size_t network_set_bytes;

struct doubles_flash *doubles_flash(void) {
    return &flash;
}

void doubles_flash_start(void) {
    flash = (struct doubles_flash){.has_partition = true, .has_file_system = true, .nvs_count = -1};
}

/* --- NVS ------------------------------------------------------------------------------------- */

esp_err_t nvs_flash_init(void) {
    return doubles_outcome("nvs_flash_init");
}

esp_err_t nvs_flash_erase(void) {
    esp_err_t error = doubles_outcome("nvs_flash_erase");
    if (error == ESP_OK) {
        flash.nvs_count = -1;
        flash.network_bytes = 0;
    }
    return error;
}

esp_err_t nvs_open(const char *namespace_name, nvs_open_mode_t open_mode,
                   nvs_handle_t *out_handle) {
    (void)namespace_name;
    (void)open_mode;
    esp_err_t error = doubles_outcome("nvs_open");
    if (error == ESP_OK) {
        *out_handle = 1;
        nvs_count_set = flash.nvs_count;
        network_set_bytes = flash.network_bytes;
        memcpy(network_set, flash.network, sizeof network_set);
    }
    return error;
}

esp_err_t nvs_set_u8(nvs_handle_t handle, const char *key, uint8_t value) {
    (void)handle;
    (void)key;
    esp_err_t error = doubles_outcome("nvs_set_u8");
    if (error == ESP_OK) {
        nvs_count_set = value;
    }
    return error;
}

esp_err_t nvs_get_u8(nvs_handle_t handle, const char *key, uint8_t *out_value) {
    (void)handle;
    (void)key;
    esp_err_t error = doubles_outcome("nvs_get_u8");
    if (error != ESP_OK || nvs_count_set < 0) {
        return error != ESP_OK ? error : ESP_ERR_NVS_NOT_FOUND;
    }
    *out_value = (uint8_t)nvs_count_set;
    return ESP_OK;
}

esp_err_t nvs_set_blob(nvs_handle_t handle, const char *key, const void *value, size_t length) {
    (void)handle;
    (void)key;
    esp_err_t error = doubles_outcome("nvs_set_blob");
    if (error == ESP_OK) {
        memcpy(network_set, value, length);
        network_set_bytes = length;
    }
    return error;
}

esp_err_t nvs_get_blob(nvs_handle_t handle, const char *key, void *out_value, size_t *length) {
    (void)handle;
    (void)key;
    esp_err_t error = doubles_outcome("nvs_get_blob");
    if (error != ESP_OK || network_set_bytes == 0) {
        return error != ESP_OK ? error : ESP_ERR_NVS_NOT_FOUND;
    }
    if (*length < network_set_bytes) {
        return ESP_ERR_NVS_INVALID_LENGTH;
    }
    memcpy(out_value, network_set, network_set_bytes);
    *length = network_set_bytes;
    return ESP_OK;
}

esp_err_t nvs_commit(nvs_handle_t handle) {
    (void)handle;
    esp_err_t error = doubles_outcome("nvs_commit");
    if (error == ESP_OK) {
        flash.nvs_count = nvs_count_set;
        flash.network_bytes = network_set_bytes;
        memcpy(flash.network, network_set, sizeof network_set);
    }
    return error;
}

void nvs_close(nvs_handle_t handle) {
    (void)handle;
}

/* --- the internal file system: nothing is mounted really, what is tested is when
 * ------------------ */

const esp_partition_t *doubles_storage_partition(esp_partition_type_t type,
                                                 esp_partition_subtype_t subtype,
                                                 const char *label) {
    static const esp_partition_t storage = {.type = ESP_PARTITION_TYPE_DATA,
                                            .subtype = ESP_PARTITION_SUBTYPE_DATA_FAT,
                                            .address = 0x5c0000,
                                            .size = 0x240000};
    bool is_it =
        type == storage.type && subtype == storage.subtype && strcmp(label, "storage") == 0;
    return is_it && flash.has_partition ? &storage : NULL;
}

esp_err_t wl_mount(const esp_partition_t *partition, wl_handle_t *out_handle) {
    (void)partition;
    esp_err_t error = doubles_outcome("wl_mount");
    if (error == ESP_OK) {
        *out_handle = 1;
        flash.levelled++;
    }
    return error;
}

esp_err_t wl_unmount(wl_handle_t handle) {
    (void)handle;
    flash.levelled--;
    return ESP_OK;
}

esp_err_t esp_vfs_fat_spiflash_mount_rw_wl(const char *base_path, const char *partition_label,
                                           const esp_vfs_fat_mount_config_t *mount_config,
                                           wl_handle_t *wl_handle) {
    (void)base_path;
    (void)partition_label;
    if (!flash.has_partition) {
        return ESP_ERR_NOT_FOUND;
    }
    *wl_handle = 0;
    flash.levelled++; /* and it stays, whatever comes next: as the real one does it */
    esp_err_t error = doubles_outcome("esp_vfs_fat_spiflash_mount_rw_wl");
    if (error == ESP_OK && !flash.has_file_system) {
        flash.has_file_system = mount_config->format_if_mount_failed;
        flash.formatted += mount_config->format_if_mount_failed;
        error = mount_config->format_if_mount_failed ? ESP_OK : ESP_FAIL;
    }
    flash.mounted += error == ESP_OK;
    return error;
}

esp_err_t esp_vfs_fat_spiflash_unmount_rw_wl(const char *base_path, wl_handle_t wl_handle) {
    (void)base_path;
    (void)wl_handle;
    flash.mounted--;
    flash.levelled--;
    return doubles_outcome("esp_vfs_fat_spiflash_unmount_rw_wl");
}

/* --- core dump ------------------------------------------------------------------------------- */

esp_err_t esp_core_dump_image_check(void) {
    esp_err_t error = doubles_outcome("esp_core_dump_image_check");
    return error != ESP_OK || flash.core_dump_bytes > 0 ? error : ESP_ERR_INVALID_SIZE;
}

esp_err_t esp_core_dump_image_get(size_t *out_addr, size_t *out_size) {
    *out_addr = 0x5a0000;
    *out_size = flash.core_dump_bytes;
    return doubles_outcome("esp_core_dump_image_get");
}

esp_err_t esp_core_dump_get_summary(esp_core_dump_summary_t *summary) {
    *summary = (esp_core_dump_summary_t){
        .exc_task = "pthread", .exc_pc = 0x42001234, .app_elf_sha256 = "0a1b2c3d4"};
    return doubles_outcome("esp_core_dump_get_summary");
}
