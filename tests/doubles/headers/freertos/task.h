/* Of freertos/FreeRTOS-Kernel/include/freertos/task.h. */
#ifndef DOUBLE_FREERTOS_TASK_H
#define DOUBLE_FREERTOS_TASK_H

#include "freertos/FreeRTOS.h"

void vTaskDelay(const TickType_t xTicksToDelay);

#endif
