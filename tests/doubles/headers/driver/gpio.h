/* Of esp_driver_gpio/include/driver/gpio.h, hal/include/hal/gpio_types.h and
 * soc/esp32s3/include/soc/gpio_num.h. */
#ifndef DOUBLE_DRIVER_GPIO_H
#define DOUBLE_DRIVER_GPIO_H

#include "esp_err.h"

typedef enum {
    GPIO_NUM_NC = -1,
} gpio_num_t;

typedef enum {
    GPIO_MODE_INPUT = 1,
    GPIO_MODE_OUTPUT = 2,
} gpio_mode_t;

typedef enum {
    GPIO_PULLUP_ONLY,
} gpio_pull_mode_t;

esp_err_t gpio_reset_pin(gpio_num_t gpio_num);
esp_err_t gpio_set_direction(gpio_num_t gpio_num, gpio_mode_t mode);
esp_err_t gpio_set_pull_mode(gpio_num_t gpio_num, gpio_pull_mode_t pull);
int gpio_get_level(gpio_num_t gpio_num);
esp_err_t gpio_set_level(gpio_num_t gpio_num, uint32_t level);
esp_err_t gpio_hold_en(gpio_num_t gpio_num);
esp_err_t gpio_hold_dis(gpio_num_t gpio_num);
void gpio_deep_sleep_hold_en(void);
void gpio_deep_sleep_hold_dis(void);

#endif
