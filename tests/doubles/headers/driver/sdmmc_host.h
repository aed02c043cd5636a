/* Of esp_driver_sdmmc/include/driver/sdmmc_host.h,
 * esp_driver_sdmmc/include/driver/sdmmc_default_configs.h and
 * sdmmc/include/sd_protocol_types.h. */
#ifndef DOUBLE_DRIVER_SDMMC_HOST_H
#define DOUBLE_DRIVER_SDMMC_HOST_H

#include "driver/gpio.h"

#define SDMMC_FREQ_DEFAULT 20000

typedef struct {
    int slot;
    int max_freq_khz;
} sdmmc_host_t;

typedef struct {
    sdmmc_host_t host;
} sdmmc_card_t;

typedef struct {
    gpio_num_t clk;
    gpio_num_t cmd;
    gpio_num_t d0;
    gpio_num_t d1;
    gpio_num_t d2;
    gpio_num_t d3;
    uint8_t width;
    uint32_t flags;
} sdmmc_slot_config_t;

#define SDMMC_SLOT_FLAG_INTERNAL_PULLUP 1

#define SDMMC_HOST_DEFAULT()                                                                       \
    { .slot = 1, .max_freq_khz = SDMMC_FREQ_DEFAULT }
#define SDMMC_SLOT_CONFIG_DEFAULT()                                                                \
    { .clk = 14, .cmd = 15, .d0 = 2, .d1 = 4, .d2 = 12, .d3 = 13 }

#endif
