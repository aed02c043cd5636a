#include "health.h"

#include "core_dump.h"
#include "esp_heap_caps.h"
#include "esp_system.h"
#include "esp_wifi.h"

static enum wamcam_reset_reason reset_reason(void) {
    switch (esp_reset_reason()) {
    case ESP_RST_POWERON:
    case ESP_RST_EXT:
        return WAMCAM_RESET_POWER_ON;
    case ESP_RST_SW:
        return WAMCAM_RESET_SOFTWARE;
    case ESP_RST_PANIC:
    case ESP_RST_CPU_LOCKUP:
        return WAMCAM_RESET_PANIC;
    case ESP_RST_INT_WDT:
    case ESP_RST_TASK_WDT:
    case ESP_RST_WDT:
        return WAMCAM_RESET_WATCHDOG;
    case ESP_RST_BROWNOUT:
    case ESP_RST_PWR_GLITCH:
        return WAMCAM_RESET_BROWN_OUT;
    case ESP_RST_DEEPSLEEP:
        return WAMCAM_RESET_DEEP_SLEEP;
    default:
        return WAMCAM_RESET_UNKNOWN;
    }
}

static struct wamcam_heap heap(uint32_t capability) {
    multi_heap_info_t info;
    heap_caps_get_info(&info, capability);
    return (struct wamcam_heap){
        .free_bytes = (int64_t)info.total_free_bytes,
        .free_bytes_min = (int64_t)info.minimum_free_bytes,
        .block_bytes_max = (int64_t)info.largest_free_block,
    };
}

void wamcam_esp32_health(struct wamcam_health *out) {
    wifi_ap_record_t network;
    out->reset_reason = (int32_t)reset_reason();
    if (esp_wifi_sta_get_ap_info(&network) == ESP_OK) {
        out->signal_dbm = network.rssi;
    }
    out->internal = heap(MALLOC_CAP_INTERNAL);
    out->psram = heap(MALLOC_CAP_SPIRAM);
    out->core_dump_bytes = wamcam_esp32_core_dump_bytes();
}
