/* Of log/include/esp_log.h. There these are macros over a function; here they take the same
 * arguments, which the compiler checks against the format. */
#ifndef DOUBLE_ESP_LOG_H
#define DOUBLE_ESP_LOG_H

#include "esp_err.h"

void doubles_log(char level, const char *tag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define ESP_LOGE(tag, ...) doubles_log('E', tag, __VA_ARGS__)
#define ESP_LOGW(tag, ...) doubles_log('W', tag, __VA_ARGS__)
#define ESP_LOGI(tag, ...) doubles_log('I', tag, __VA_ARGS__)
#define ESP_LOGD(tag, ...) doubles_log('D', tag, __VA_ARGS__)

#endif
