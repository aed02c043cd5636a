/* A card on four wires. */
#include "card_bus.h"
#include "driver/sdspi_host.h"
#include "driver/spi_common.h"

#define HOST SPI2_HOST

/* What goes over the bus in one piece; a sector and a little. */
#define TRANSFER_BYTES_MAX 4000

static esp_err_t start(const struct wamcam_esp32_card_pins *pins) {
    spi_bus_config_t bus = {
        .mosi_io_num = pins->cmd,
        .miso_io_num = pins->d0,
        .sclk_io_num = pins->clk,
        .quadwp_io_num = WAMCAM_ESP32_NO_PIN,
        .quadhd_io_num = WAMCAM_ESP32_NO_PIN,
        .data4_io_num = WAMCAM_ESP32_NO_PIN,
        .data5_io_num = WAMCAM_ESP32_NO_PIN,
        .data6_io_num = WAMCAM_ESP32_NO_PIN,
        .data7_io_num = WAMCAM_ESP32_NO_PIN,
        .max_transfer_sz = TRANSFER_BYTES_MAX,
    };
    return spi_bus_initialize(HOST, &bus, SDSPI_DEFAULT_DMA);
}

static esp_err_t mount(const struct wamcam_esp32_card_pins *pins, const char *folder,
                       const esp_vfs_fat_mount_config_t *configuration, int clock_khz,
                       sdmmc_card_t **card) {
    sdmmc_host_t host = SDSPI_HOST_DEFAULT();
    host.slot = HOST;
    host.max_freq_khz = clock_khz;
    sdspi_device_config_t device = SDSPI_DEVICE_CONFIG_DEFAULT();
    device.host_id = HOST;
    device.gpio_cs = (gpio_num_t)pins->d3;
    return esp_vfs_fat_sdspi_mount(folder, &host, &device, configuration, card);
}

const struct wamcam_esp32_card_bus wamcam_esp32_card_spi = {.start = start, .mount = mount};
