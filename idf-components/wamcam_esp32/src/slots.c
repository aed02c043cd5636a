#include "slots.h"

#include "esp_log.h"
#include "esp_partition.h"

/* partitions.csv: a type that ESP-IDF leaves to applications. */
#define TYPE ((esp_partition_type_t)0x40)
/* From this size on the journal of the core has room for its records. */
#define ERASE_BYTES_MIN 1024u

static const char *const tag = "slots";

static const esp_partition_t *partitions[WAMCAM_FLASH_AREAS];

static int result_of(const char *what, esp_err_t error) {
    if (error == ESP_OK) {
        return 0;
    }
    ESP_LOGE(tag, "flash memory for applications: %s failed: %s", what, esp_err_to_name(error));
    return WAMCAM_IO;
}

static int read_flash(void *context, enum wamcam_flash_area area, uint32_t offset, uint8_t *out,
                      size_t length) {
    (void)context;
    return result_of("reading", esp_partition_read(partitions[area], offset, out, length));
}

static int erase_flash(void *context, enum wamcam_flash_area area, uint32_t offset,
                       uint32_t length) {
    (void)context;
    return result_of("erasing", esp_partition_erase_range(partitions[area], offset, length));
}

static int write_flash(void *context, enum wamcam_flash_area area, uint32_t offset,
                       const uint8_t *bytes, size_t length) {
    (void)context;
    return result_of("writing", esp_partition_write(partitions[area], offset, bytes, length));
}

/** Find one partition; false if it is not there or cannot be used. */
static bool find(enum wamcam_flash_area area, struct wamcam_flash *flash) {
    static const char *const names[WAMCAM_FLASH_AREAS] = {"slots", "wasm_0", "wasm_1"};
    const esp_partition_t *found =
        esp_partition_find_first(TYPE, ESP_PARTITION_SUBTYPE_ANY, names[area]);
    if (found == NULL) {
        ESP_LOGW(tag,
                 "there is no partition \"%s\": no new applications without a cable; flash "
                 "partition-table and firmware together",
                 names[area]);
        return false;
    }
    if (found->readonly || found->encrypted || found->erase_size < ERASE_BYTES_MIN ||
        (flash->erase_bytes != 0 && found->erase_size != flash->erase_bytes) ||
        (area == WAMCAM_FLASH_JOURNAL && found->size < 2 * found->erase_size)) {
        ESP_LOGE(tag, "the partition \"%s\" cannot be used: read-only, encrypted or too small",
                 names[area]);
        return false;
    }
    partitions[area] = found;
    flash->area_bytes[area] = found->size;
    flash->erase_bytes = found->erase_size;
    return true;
}

const struct wamcam_flash *wamcam_esp32_slots_start(void) {
    static struct wamcam_flash flash;
    flash = (struct wamcam_flash){.read = read_flash, .erase = erase_flash, .write = write_flash};
    bool found = find(WAMCAM_FLASH_JOURNAL, &flash) && find(WAMCAM_FLASH_SLOT_A, &flash) &&
                 find(WAMCAM_FLASH_SLOT_B, &flash);
    return found ? &flash : NULL;
}
