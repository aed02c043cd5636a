/* Of freertos/FreeRTOS-Kernel/include/freertos/projdefs.h and
 * freertos/FreeRTOS-Kernel/portable/xtensa/include/freertos/portmacro.h. */
#ifndef DOUBLE_FREERTOS_FREERTOS_H
#define DOUBLE_FREERTOS_FREERTOS_H

#include <stdint.h>

typedef uint32_t TickType_t;
typedef int BaseType_t;

#define pdMS_TO_TICKS(duration_ms) ((TickType_t)(duration_ms)) /* 1,000 ticks a second */

#endif
