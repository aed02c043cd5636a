/* Of esp_driver_sdspi/include/driver/sdspi_host.h. */
#ifndef DOUBLE_DRIVER_SDSPI_HOST_H
#define DOUBLE_DRIVER_SDSPI_HOST_H

#include "driver/sdmmc_host.h"
#include "driver/spi_common.h"

typedef struct {
    spi_host_device_t host_id;
    gpio_num_t gpio_cs;
} sdspi_device_config_t;

#define SDSPI_DEFAULT_DMA SPI_DMA_CH_AUTO
#define SDSPI_HOST_DEFAULT()                                                                       \
    { .slot = SPI2_HOST, .max_freq_khz = SDMMC_FREQ_DEFAULT }
#define SDSPI_DEVICE_CONFIG_DEFAULT()                                                              \
    { .host_id = SPI2_HOST, .gpio_cs = 13 }

#endif
