#include "output.h"

#include <stdio.h>

#include "esp_log.h"

static const char *const tag = "wamcam";

void wamcam_esp32_output_log(enum wamcam_level level, const char *text) {
    switch (level) {
    case WAMCAM_LEVEL_ERROR:
        ESP_LOGE(tag, "%s", text);
        break;
    case WAMCAM_LEVEL_WARNING:
        ESP_LOGW(tag, "%s", text);
        break;
    case WAMCAM_LEVEL_INFORMATION:
        ESP_LOGI(tag, "%s", text);
        break;
    case WAMCAM_LEVEL_DEBUG:
        ESP_LOGD(tag, "%s", text);
        break;
    }
}

void wamcam_esp32_output_report(const char *json, size_t length) {
    /* One call, so that no other task's line falls into it. */
    printf("%.*s\n", (int)length, json);
}
