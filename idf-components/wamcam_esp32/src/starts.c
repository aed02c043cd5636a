#include "wamcam_esp32/starts.h"

#include <stdbool.h>

#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_system.h"
#include "nvs.h"
#include "nvs_flash.h"

#define NAMESPACE "wamcam"
#define KEY "failed_starts"
#define SURVIVED_US INT64_C(60000000)

static const char *const tag = "starts";

static unsigned failed;
static bool survived;

/** NVS that is full, or of a newer ESP-IDF, is emptied: it holds nothing that cannot be made anew.
 */
static void start_nvs(void) {
    esp_err_t error = nvs_flash_init();
    if (error == ESP_ERR_NVS_NO_FREE_PAGES || error == ESP_ERR_NVS_NEW_VERSION_FOUND) {
        ESP_LOGW(tag, "NVS is emptied: %s", esp_err_to_name(error));
        error = nvs_flash_erase();
        if (error == ESP_OK) {
            error = nvs_flash_init();
        }
    }
    if (error != ESP_OK) {
        ESP_LOGE(tag, "no NVS, failed starts cannot be counted: %s", esp_err_to_name(error));
    }
}

static uint8_t read_count(void) {
    nvs_handle_t handle;
    uint8_t count = 0;
    if (nvs_open(NAMESPACE, NVS_READWRITE, &handle) == ESP_OK) {
        if (nvs_get_u8(handle, KEY, &count) != ESP_OK) {
            count = 0; /* never written, or not readable: as good as none */
        }
        nvs_close(handle);
    }
    return count;
}

static void write_count(void) {
    nvs_handle_t handle;
    esp_err_t error = nvs_open(NAMESPACE, NVS_READWRITE, &handle);
    if (error == ESP_OK) {
        error = nvs_set_u8(handle, KEY, (uint8_t)failed);
        if (error == ESP_OK) {
            error = nvs_commit(handle);
        }
        nvs_close(handle);
    }
    if (error != ESP_OK) {
        ESP_LOGW(tag, "the number of failed starts is not kept: %s", esp_err_to_name(error));
    }
}

/** Flash wears: written only when the number changes. */
static void set_count(unsigned count) {
    if (count != failed && count <= UINT8_MAX) {
        failed = count;
        write_count();
    }
}

static bool is_failure(esp_reset_reason_t reason) {
    switch (reason) {
    case ESP_RST_PANIC:
    case ESP_RST_INT_WDT:
    case ESP_RST_TASK_WDT:
    case ESP_RST_WDT:
    case ESP_RST_CPU_LOCKUP:
    case ESP_RST_BROWNOUT:
    case ESP_RST_PWR_GLITCH:
        return true;
    default:
        return false;
    }
}

unsigned wamcam_esp32_starts_begin(void) {
    survived = false;
    start_nvs();
    failed = read_count();
    esp_reset_reason_t reason = esp_reset_reason();
    if (is_failure(reason)) {
        set_count(failed + 1);
    } else if (reason != ESP_RST_SW) {
        set_count(0); /* somebody has switched it on, or woken it: a new attempt */
    }
    return failed;
}

void wamcam_esp32_starts_failed(void) {
    set_count(failed + 1);
}

void wamcam_esp32_starts_forget(void) {
    set_count(0);
}

void wamcam_esp32_starts_survive(int64_t uptime_us) {
    if (survived || uptime_us < SURVIVED_US) {
        return;
    }
    survived = true;
    set_count(0);
    /* Does nothing unless this firmware came over the air and has its first start. */
    (void)esp_ota_mark_app_valid_cancel_rollback();
}
