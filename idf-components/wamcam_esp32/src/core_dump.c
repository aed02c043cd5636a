#include "core_dump.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

#include "esp_core_dump.h"
#include "esp_log.h"

static const char *const tag = "core dump";

static int64_t kept_bytes;

/** What crashed, where and in which firmware; a dump that cannot be summed up is still kept. */
static void tell_summary(size_t length) {
    esp_core_dump_summary_t *summary = calloc(1, sizeof *summary);
    if (summary != NULL && esp_core_dump_get_summary(summary) == ESP_OK) {
        ESP_LOGW(tag,
                 "of task \"%s\" at 0x%" PRIx32 " in firmware %s kept, %u bytes: "
                 "idf.py coredump-info shows it",
                 summary->exc_task, summary->exc_pc, (const char *)summary->app_elf_sha256,
                 (unsigned)length);
    } else {
        ESP_LOGW(tag, "kept, %u bytes: idf.py coredump-info shows it", (unsigned)length);
    }
    free(summary);
}

void wamcam_esp32_core_dump_tell(void) {
    size_t address = 0;
    size_t length = 0;
    esp_err_t error = esp_core_dump_image_check();
    if (error == ESP_OK) {
        error = esp_core_dump_image_get(&address, &length);
    }
    kept_bytes = error == ESP_OK ? (int64_t)length : 0;
    if (error == ESP_OK) {
        tell_summary(length);
    } else if (error == ESP_ERR_INVALID_CRC) {
        ESP_LOGW(tag, "one is kept that was not written to its end");
    }
    /* Otherwise there is none: an empty partition has no valid length. */
}

int64_t wamcam_esp32_core_dump_bytes(void) {
    return kept_bytes;
}
