/* Of espcoredump/include/esp_core_dump.h. */
#ifndef DOUBLE_ESP_CORE_DUMP_H
#define DOUBLE_ESP_CORE_DUMP_H

#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"
#include "sdkconfig.h"

#define APP_ELF_SHA256_SZ (CONFIG_APP_RETRIEVE_LEN_ELF_SHA + 1)

typedef struct {
    char exc_task[16];
    uint32_t exc_pc;
    uint8_t app_elf_sha256[APP_ELF_SHA256_SZ];
} esp_core_dump_summary_t;

esp_err_t esp_core_dump_image_check(void);
esp_err_t esp_core_dump_image_get(size_t *out_addr, size_t *out_size);
esp_err_t esp_core_dump_get_summary(esp_core_dump_summary_t *summary);

#endif
