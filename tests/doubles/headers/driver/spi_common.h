/* Of esp_driver_spi/include/driver/spi_common.h and hal/include/hal/spi_types.h. */
#ifndef DOUBLE_DRIVER_SPI_COMMON_H
#define DOUBLE_DRIVER_SPI_COMMON_H

#include "esp_err.h"

typedef enum {
    SPI2_HOST = 1,
} spi_host_device_t;

typedef enum {
    SPI_DMA_CH_AUTO = 3,
} spi_common_dma_t;

typedef spi_common_dma_t spi_dma_chan_t;

typedef struct {
    int mosi_io_num;
    int miso_io_num;
    int sclk_io_num;
    int quadwp_io_num;
    int quadhd_io_num;
    int data4_io_num;
    int data5_io_num;
    int data6_io_num;
    int data7_io_num;
    int max_transfer_sz;
} spi_bus_config_t;

esp_err_t spi_bus_initialize(spi_host_device_t host_id, const spi_bus_config_t *bus_config,
                             spi_dma_chan_t dma_chan);

#endif
