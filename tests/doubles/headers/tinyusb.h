/* Of include/tinyusb.h, of the component esp_tinyusb. */
#ifndef DOUBLE_TINYUSB_H
#define DOUBLE_TINYUSB_H

#include "esp_err.h"

typedef enum {
    TINYUSB_PORT_FULL_SPEED_0 = 0,
} tinyusb_port_t;

typedef struct {
    tinyusb_port_t port;
} tinyusb_config_t;

esp_err_t tinyusb_driver_install(const tinyusb_config_t *config);
esp_err_t tinyusb_driver_uninstall(void);

#endif
