/* Of include/tinyusb_default_config.h, of the component esp_tinyusb. */
#ifndef DOUBLE_TINYUSB_DEFAULT_CONFIG_H
#define DOUBLE_TINYUSB_DEFAULT_CONFIG_H

#include "tinyusb.h"

#define TINYUSB_DEFAULT_CONFIG()                                                                   \
    (tinyusb_config_t) {                                                                           \
        .port = TINYUSB_PORT_FULL_SPEED_0                                                          \
    }

#endif
