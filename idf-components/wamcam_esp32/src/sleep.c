#include "wamcam_esp32/sleep.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "clock.h"
#include "driver/gpio.h"
#include "esp_attr.h"
#include "esp_log.h"
#include "esp_sleep.h"
#include "esp_system.h"
#include "listening.h"
#include "usb_host.h"
#include "wamcam_esp32/usb_drive.h"

#define STAY_AWAKE_US INT64_C(120000000)

static const char *const tag = "sleep";

/* Lives on in deep sleep; any other start finds it empty. */
static RTC_DATA_ATTR struct {
    uint32_t length;
    uint8_t bytes[WAMCAM_KEPT_BYTES_MAX];
} kept;

int wamcam_esp32_sleep_state(void) {
    bool is_fresh =
        esp_reset_reason() != ESP_RST_DEEPSLEEP && wamcam_esp32_clock_uptime_us() < STAY_AWAKE_US;
    bool is_at_work = wamcam_esp32_usb_host_is_there() || wamcam_esp32_usb_drive_is_out() ||
                      wamcam_esp32_listening_is_busy();
    return is_fresh || is_at_work ? WAMCAM_BUSY : 0;
}

size_t wamcam_esp32_sleep_kept(uint8_t *out) {
    size_t length = esp_reset_reason() == ESP_RST_DEEPSLEEP ? kept.length : 0;
    memcpy(out, kept.bytes, length);
    kept.length = 0;
    return length;
}

/** The sensor's power-down pin stays high, or goes back to the driver. */
static void hold_camera_off(const struct wamcam_esp32_hardware *hardware) {
    gpio_num_t pin = (gpio_num_t)hardware->camera.power_down;
    if (pin == WAMCAM_ESP32_NO_PIN) {
        return;
    }
    esp_err_t error = gpio_set_direction(pin, GPIO_MODE_OUTPUT);
    error = error != ESP_OK ? error : gpio_set_level(pin, 1);
    error = error != ESP_OK ? error : gpio_hold_en(pin);
    if (error != ESP_OK) {
        ESP_LOGW(tag, "the camera is not switched off: %s", esp_err_to_name(error));
    }
    gpio_deep_sleep_hold_en(); /* for pins that are not the RTC's */
}

void wamcam_esp32_sleep_release(const struct wamcam_esp32_hardware *hardware) {
    gpio_num_t pin = (gpio_num_t)hardware->camera.power_down;
    if (pin != WAMCAM_ESP32_NO_PIN && esp_reset_reason() == ESP_RST_DEEPSLEEP) {
        gpio_deep_sleep_hold_dis();
        (void)gpio_hold_dis(pin);
    }
}

_Noreturn void wamcam_esp32_sleep(const struct wamcam_esp32_hardware *hardware,
                                  const struct wamcam_sleep *wanted) {
    int64_t left_us = wanted->until_uptime_us - wamcam_esp32_clock_uptime_us();
    uint64_t sleep_us = left_us > 0 ? (uint64_t)left_us : 1; /* stopping took too long */
    hold_camera_off(hardware);
    memcpy(kept.bytes, wanted->kept, wanted->kept_bytes);
    kept.length = wanted->kept_bytes;
    ESP_LOGI(tag, "deep sleep for %" PRIu64 " ms", sleep_us / 1000);
    esp_err_t error = esp_sleep_enable_timer_wakeup(sleep_us);
    if (error != ESP_OK) {
        ESP_LOGE(tag, "no deep sleep: %s, restarting", esp_err_to_name(error));
        esp_restart();
    }
    esp_deep_sleep_start();
}
