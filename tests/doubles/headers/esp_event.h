/* Of esp_event/include/esp_event.h and esp_event/include/esp_event_base.h. */
#ifndef DOUBLE_ESP_EVENT_H
#define DOUBLE_ESP_EVENT_H

#include "esp_err.h"

#define ESP_EVENT_ANY_ID -1

typedef const char *esp_event_base_t;
typedef void *esp_event_handler_instance_t;
typedef void (*esp_event_handler_t)(void *event_handler_arg, esp_event_base_t event_base,
                                    int32_t event_id, void *event_data);

esp_err_t esp_event_loop_create_default(void);
esp_err_t esp_event_handler_instance_register(esp_event_base_t event_base, int32_t event_id,
                                              esp_event_handler_t event_handler,
                                              void *event_handler_arg,
                                              esp_event_handler_instance_t *instance);

#endif
