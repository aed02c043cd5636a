/* Of esp_partition/include/esp_partition.h. */
#ifndef DOUBLE_ESP_PARTITION_H
#define DOUBLE_ESP_PARTITION_H

#include "esp_err.h"

typedef enum {
    ESP_PARTITION_TYPE_DATA = 0x01,
} esp_partition_type_t;

typedef enum {
    ESP_PARTITION_SUBTYPE_DATA_FAT = 0x81,
} esp_partition_subtype_t;

typedef struct {
    esp_partition_type_t type;
    esp_partition_subtype_t subtype;
    uint32_t address;
    uint32_t size;
} esp_partition_t;

const esp_partition_t *esp_partition_find_first(esp_partition_type_t type,
                                                esp_partition_subtype_t subtype, const char *label);

#endif
