/* Of app_update/include/esp_ota_ops.h. */
#ifndef DOUBLE_ESP_OTA_OPS_H
#define DOUBLE_ESP_OTA_OPS_H

#include "esp_err.h"

esp_err_t esp_ota_mark_app_valid_cancel_rollback(void);

#endif
