/* Doubles of the partitions for applications: NOR flash in memory. */
#include <string.h>

#include "doubles.h"
#include "esp_partition.h"

#define UNIT_BYTES 4096u
#define SLOT_BYTES (4u * UNIT_BYTES)

static struct doubles_partitions partitions;
static uint8_t bytes[DOUBLES_PARTITIONS][SLOT_BYTES];

struct doubles_partitions *doubles_partitions(void) {
    return &partitions;
}

void doubles_partitions_start(void) {
    static const char *const labels[DOUBLES_PARTITIONS] = {"slots", "wasm_0", "wasm_1"};
    memset(bytes, 0xa5, sizeof bytes); /* nobody has written it: anything may be there */
    partitions = (struct doubles_partitions){0};
    for (int index = 0; index < DOUBLES_PARTITIONS; index++) {
        esp_partition_t *partition = &partitions.table[index];
        partition->size = index == 0 ? 2 * UNIT_BYTES : SLOT_BYTES;
        partition->erase_size = UNIT_BYTES;
        strcpy(partition->label, labels[index]);
    }
}

const esp_partition_t *esp_partition_find_first(esp_partition_type_t type,
                                                esp_partition_subtype_t subtype,
                                                const char *label) {
    for (int index = 0; index < DOUBLES_PARTITIONS; index++) {
        bool is_it = strcmp(partitions.table[index].label, label) == 0;
        if (is_it && (int)type == 0x40 && subtype == ESP_PARTITION_SUBTYPE_ANY) {
            return &partitions.table[index];
        }
    }
    return doubles_storage_partition(type, subtype, label);
}

/** The bytes of a part of a partition, or NULL: ESP-IDF checks that, too. */
static uint8_t *at(const esp_partition_t *partition, size_t offset, size_t size) {
    bool is_inside = offset <= partition->size && size <= partition->size - offset;
    return is_inside ? bytes[partition - partitions.table] + offset : NULL;
}

esp_err_t esp_partition_read(const esp_partition_t *partition, size_t src_offset, void *dst,
                             size_t size) {
    const uint8_t *from = at(partition, src_offset, size);
    esp_err_t error = doubles_outcome("esp_partition_read");
    if (error == ESP_OK && from != NULL) {
        memcpy(dst, from, size);
    }
    return from == NULL ? ESP_ERR_INVALID_SIZE : error;
}

esp_err_t esp_partition_write(const esp_partition_t *partition, size_t dst_offset, const void *src,
                              size_t size) {
    uint8_t *to = at(partition, dst_offset, size);
    esp_err_t error = doubles_outcome("esp_partition_write");
    for (size_t index = 0; error == ESP_OK && to != NULL && index < size; index++) {
        to[index] &= ((const uint8_t *)src)[index];
    }
    return to == NULL ? ESP_ERR_INVALID_SIZE : error;
}

esp_err_t esp_partition_erase_range(const esp_partition_t *partition, size_t offset, size_t size) {
    uint8_t *from = at(partition, offset, size);
    esp_err_t error = doubles_outcome("esp_partition_erase_range");
    if (from == NULL || offset % UNIT_BYTES != 0 || size % UNIT_BYTES != 0) {
        return ESP_ERR_INVALID_SIZE;
    }
    if (error == ESP_OK) {
        memset(from, 0xff, size);
    }
    return error;
}
