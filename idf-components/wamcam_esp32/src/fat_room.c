#include "fat_room.h"

#include "esp_vfs_fat.h"
#include "wamcam/errors.h"

int wamcam_esp32_fat_room(const char *folder, struct wamcam_room *out) {
    uint64_t total_bytes = 0;
    uint64_t free_bytes = 0;
    if (esp_vfs_fat_info(folder, &total_bytes, &free_bytes) != ESP_OK || total_bytes > INT64_MAX ||
        free_bytes > total_bytes) {
        return WAMCAM_IO;
    }
    *out = (struct wamcam_room){.free_bytes = (int64_t)free_bytes,
                                .total_bytes = (int64_t)total_bytes};
    return 0;
}
