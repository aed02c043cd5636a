/* Of esp_hw_support/include/esp_sleep.h. */
#ifndef DOUBLE_ESP_SLEEP_H
#define DOUBLE_ESP_SLEEP_H

#include "esp_err.h"

esp_err_t esp_sleep_enable_timer_wakeup(uint64_t time_in_us);
void esp_deep_sleep_start(void) __attribute__((__noreturn__));

#endif
