/* Of usb/include/esp_private/usb_phy.h and hal/include/hal/usb_phy_types.h. */
#ifndef DOUBLE_USB_PHY_H
#define DOUBLE_USB_PHY_H

#include "esp_err.h"

typedef enum {
    USB_PHY_CTRL_SERIAL_JTAG = 1,
} usb_phy_controller_t;

typedef enum {
    USB_PHY_TARGET_INT,
} usb_phy_target_t;

typedef struct {
    usb_phy_controller_t controller;
    usb_phy_target_t target;
} usb_phy_config_t;

typedef struct phy_context_t *usb_phy_handle_t;

esp_err_t usb_new_phy(const usb_phy_config_t *config, usb_phy_handle_t *handle_ret);
esp_err_t usb_del_phy(usb_phy_handle_t handle);

#endif
