/* Doubles of the USB drive: no computer, but what one causes. */
#include "doubles.h"
#include "esp_private/usb_phy.h"
#include "tinyusb.h"
#include "tinyusb_msc.h"

static struct doubles_usb usb;
static tusb_msc_callback_t callback;

struct doubles_usb *doubles_usb(void) {
    return &usb;
}

void doubles_usb_start(void) {
    usb = (struct doubles_usb){0};
}

void doubles_usb_eject(void) {
    tinyusb_msc_event_t event = {.id = TINYUSB_MSC_EVENT_MOUNT_START};
    callback(NULL, &event, NULL);
    event.id = TINYUSB_MSC_EVENT_MOUNT_COMPLETE;
    event.mount_point = TINYUSB_MSC_STORAGE_MOUNT_APP;
    callback(NULL, &event, NULL);
}

esp_err_t tinyusb_driver_install(const tinyusb_config_t *config) {
    (void)config;
    esp_err_t error = doubles_outcome("tinyusb_driver_install");
    usb.is_installed = error == ESP_OK;
    usb.is_console_back = false;
    return error;
}

esp_err_t tinyusb_driver_uninstall(void) {
    usb.is_installed = false;
    return doubles_outcome("tinyusb_driver_uninstall");
}

esp_err_t tinyusb_msc_install_driver(const tinyusb_msc_driver_config_t *config) {
    callback = config->callback;
    esp_err_t error = doubles_outcome("tinyusb_msc_install_driver");
    usb.drivers += error == ESP_OK;
    return error;
}

esp_err_t tinyusb_msc_uninstall_driver(void) {
    usb.drivers -= usb.storages == 0;
    return usb.storages == 0 ? ESP_OK : ESP_ERR_INVALID_STATE;
}

esp_err_t tinyusb_msc_new_storage_spiflash(const tinyusb_msc_storage_config_t *config,
                                           tinyusb_msc_storage_handle_t *handle) {
    static char storage;
    esp_err_t error = doubles_outcome("tinyusb_msc_new_storage_spiflash");
    usb.storages += error == ESP_OK;
    usb.would_format = usb.would_format || !config->fat_fs.do_not_format;
    *handle = (tinyusb_msc_storage_handle_t)(void *)&storage;
    return error;
}

esp_err_t tinyusb_msc_delete_storage(tinyusb_msc_storage_handle_t handle) {
    (void)handle;
    esp_err_t error = doubles_outcome("tinyusb_msc_delete_storage");
    usb.storages -= error == ESP_OK;
    return error;
}

esp_err_t usb_new_phy(const usb_phy_config_t *config, usb_phy_handle_t *handle_ret) {
    static char transceiver;
    if (usb.is_installed) {
        return ESP_ERR_INVALID_STATE;
    }
    *handle_ret = (usb_phy_handle_t)(void *)&transceiver;
    usb.is_console_back = config->controller == USB_PHY_CTRL_SERIAL_JTAG;
    return ESP_OK;
}

esp_err_t usb_del_phy(usb_phy_handle_t handle) {
    (void)handle;
    return ESP_OK;
}
