/* Of esp_system/include/esp_task_wdt.h and freertos/FreeRTOS-Kernel/include/freertos/task.h. */
#ifndef DOUBLE_ESP_TASK_WDT_H
#define DOUBLE_ESP_TASK_WDT_H

#include <stddef.h>

#include "esp_err.h"

typedef struct tskTaskControlBlock *TaskHandle_t;

esp_err_t esp_task_wdt_add(TaskHandle_t task_handle);
esp_err_t esp_task_wdt_reset(void);

#endif
