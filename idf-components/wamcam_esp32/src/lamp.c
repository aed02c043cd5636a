#include "wamcam_esp32/lamp.h"

#include "driver/gpio.h"

void wamcam_esp32_lamp_light(const struct wamcam_esp32_lamp *lamp) {
    if (lamp->pin == WAMCAM_ESP32_NO_PIN) {
        return;
    }
    gpio_num_t pin = (gpio_num_t)lamp->pin;
    /* A lamp that does not light is no reason to do anything else. */
    (void)gpio_reset_pin(pin);
    (void)gpio_set_direction(pin, GPIO_MODE_OUTPUT);
    (void)gpio_set_level(pin, (uint32_t)lamp->lit_level);
}
