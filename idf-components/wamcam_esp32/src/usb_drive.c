#include "usb_drive.h"

#include <stdatomic.h>

#include "card.h"
#include "clock.h"
#include "driver/gpio.h"
#include "esp_log.h"
#include "esp_partition.h"
#include "esp_private/usb_phy.h"
#include "esp_system.h"
#include "internal_storage.h"
#include "tinyusb.h"
#include "tinyusb_default_config.h"
#include "tinyusb_msc.h"
#include "wamcam/errors.h"
#include "wear_levelling.h"

/* For the computer to hear that its eject has been done. */
#define EJECT_PAUSE_US INT64_C(500000)

static const char *const tag = "usb";

enum place {
    HOME,
    WANTED, /* by the jumper or a person */
    OUT,
    EJECTED,
    BACK, /* at home, and not yet read anew */
};

static atomic_int place;
static void (*has_changed)(void);
static wl_handle_t levelling;
static tinyusb_msc_storage_handle_t storage;
static int64_t take_back_at_us; /* 0: an eject has not been seen yet */

/** A pin with a pull-up that somebody ties to ground. */
static bool is_jumper_set(int pin) {
    if (pin == WAMCAM_ESP32_NO_PIN) {
        return false;
    }
    gpio_num_t number = (gpio_num_t)pin;
    (void)gpio_reset_pin(number);
    (void)gpio_set_direction(number, GPIO_MODE_INPUT);
    (void)gpio_set_pull_mode(number, GPIO_PULLUP_ONLY);
    return gpio_get_level(number) == 0;
}

void wamcam_esp32_usb_drive_start(const struct wamcam_esp32_hardware *hardware,
                                  void (*changed)(void)) {
    has_changed = changed;
    atomic_store(&place, HOME);
    if (is_jumper_set(hardware->usb_drive_pin)) {
        ESP_LOGI(tag, "the jumper on GPIO%d asks for the USB drive", hardware->usb_drive_pin);
        (void)wamcam_esp32_usb_drive_offer();
    }
}

int wamcam_esp32_usb_drive_offer(void) {
    int expected = HOME;
    if (!atomic_compare_exchange_strong(&place, &expected, WANTED)) {
        return WAMCAM_BUSY;
    }
    has_changed();
    return 0;
}

bool wamcam_esp32_usb_drive_is_out(void) {
    int now = atomic_load(&place);
    return now == WANTED || now == OUT || now == EJECTED;
}

bool wamcam_esp32_usb_drive_has_come_back(void) {
    return atomic_load(&place) == BACK;
}

void wamcam_esp32_usb_drive_welcome(void) {
    int expected = BACK;
    (void)atomic_compare_exchange_strong(&place, &expected, HOME);
}

/** On the task of USB. The component has taken the storage from the computer, or tried to. */
static void on_event(tinyusb_msc_storage_handle_t of, tinyusb_msc_event_t *event, void *argument) {
    (void)of;
    (void)argument;
    int expected = OUT;
    if (event->id != TINYUSB_MSC_EVENT_MOUNT_START &&
        atomic_compare_exchange_strong(&place, &expected, EJECTED)) {
        has_changed();
    }
}

static esp_err_t start_levelling(void) {
    const esp_partition_t *partition = esp_partition_find_first(
        ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_FAT, WAMCAM_ESP32_INTERNAL_PARTITION);
    return partition == NULL ? ESP_ERR_NOT_FOUND : wl_mount(partition, &levelling);
}

static esp_err_t start_storage(void) {
    static char folder[] = WAMCAM_ESP32_INTERNAL_FOLDER;
    const tinyusb_msc_driver_config_t driver = {.callback = on_event};
    const tinyusb_msc_storage_config_t configuration = {
        .medium.wl_handle = levelling,
        /* What the computer has made of the file system is for internal_storage.c to judge. */
        .fat_fs = {.base_path = folder, .do_not_format = true},
        .mount_point = TINYUSB_MSC_STORAGE_MOUNT_USB,
    };
    esp_err_t error = tinyusb_msc_install_driver(&driver);
    if (error != ESP_OK) {
        return error;
    }
    error = tinyusb_msc_new_storage_spiflash(&configuration, &storage);
    if (error != ESP_OK) {
        (void)tinyusb_msc_uninstall_driver();
    }
    return error;
}

static esp_err_t stop_storage(void) {
    esp_err_t error = tinyusb_msc_delete_storage(storage);
    if (error == ESP_OK) {
        error = tinyusb_msc_uninstall_driver();
    }
    return error;
}

/** All that the drive consists of, or nothing. */
static esp_err_t start_drive(void) {
    esp_err_t error = start_levelling();
    if (error != ESP_OK) {
        return error;
    }
    error = start_storage();
    if (error == ESP_OK) {
        const tinyusb_config_t usb = TINYUSB_DEFAULT_CONFIG();
        error = tinyusb_driver_install(&usb);
        if (error != ESP_OK) {
            (void)stop_storage();
        }
    }
    if (error != ESP_OK) {
        (void)wl_unmount(levelling);
    }
    return error;
}

/** The chip has one USB transceiver; the drive took it from the serial port of the console. */
static void give_console_back(void) {
    const usb_phy_config_t serial_port = {
        .controller = USB_PHY_CTRL_SERIAL_JTAG,
        .target = USB_PHY_TARGET_INT,
    };
    usb_phy_handle_t transceiver = NULL;
    if (usb_new_phy(&serial_port, &transceiver) == ESP_OK) {
        (void)usb_del_phy(transceiver); /* it stays where it was put */
    }
}

static void hand_over(void) {
    ESP_LOGW(tag, "the storage in flash becomes a USB drive until it is ejected; a console on the "
                  "same socket goes away");
    wamcam_esp32_card_hold(true);
    take_back_at_us = 0;
    atomic_store(&place, OUT);
    esp_err_t error = wamcam_esp32_internal_storage_stop() ? start_drive() : ESP_ERR_INVALID_STATE;
    if (error == ESP_OK) {
        return;
    }
    give_console_back();
    ESP_LOGE(tag, "no USB drive: %s", esp_err_to_name(error));
    (void)wamcam_esp32_internal_storage_start(); /* tells what is wrong */
    wamcam_esp32_card_hold(false);
    atomic_store(&place, HOME);
}

static void take_back(void) {
    esp_err_t error = tinyusb_driver_uninstall();
    if (error == ESP_OK) {
        error = stop_storage();
    }
    if (error != ESP_OK) {
        ESP_LOGE(tag, "the storage does not come back (%s), restarting", esp_err_to_name(error));
        esp_restart();
    }
    (void)wl_unmount(levelling);
    give_console_back();
    (void)wamcam_esp32_internal_storage_start(); /* tells what is wrong */
    wamcam_esp32_card_hold(false);
    ESP_LOGI(tag, "the storage in flash is back");
    atomic_store(&place, BACK);
}

int64_t wamcam_esp32_usb_drive_step(void) {
    int now = atomic_load(&place);
    if (now == WANTED) {
        hand_over();
    } else if (now == EJECTED && take_back_at_us == 0) {
        take_back_at_us = wamcam_esp32_clock_uptime_us() + EJECT_PAUSE_US;
        return take_back_at_us;
    } else if (now == EJECTED && wamcam_esp32_clock_uptime_us() < take_back_at_us) {
        return take_back_at_us;
    } else if (now == EJECTED) {
        take_back();
    }
    return INT64_MAX;
}
