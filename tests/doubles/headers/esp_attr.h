/* Of esp_common/include/esp_attr.h. */
#ifndef DOUBLE_ESP_ATTR_H
#define DOUBLE_ESP_ATTR_H

#define RTC_DATA_ATTR

#endif
