/* Of include/tinyusb_msc.h, of the component esp_tinyusb. */
#ifndef DOUBLE_TINYUSB_MSC_H
#define DOUBLE_TINYUSB_MSC_H

#include <stdbool.h>

#include "esp_err.h"
#include "wear_levelling.h"

typedef struct tinyusb_msc_storage_s *tinyusb_msc_storage_handle_t;

typedef enum {
    TINYUSB_MSC_STORAGE_MOUNT_USB = 0,
    TINYUSB_MSC_STORAGE_MOUNT_APP,
} tinyusb_msc_mount_point_t;

typedef enum {
    TINYUSB_MSC_EVENT_MOUNT_START,
    TINYUSB_MSC_EVENT_MOUNT_COMPLETE,
    TINYUSB_MSC_EVENT_MOUNT_FAILED,
    TINYUSB_MSC_EVENT_FORMAT_REQUIRED,
    TINYUSB_MSC_EVENT_FORMAT_FAILED,
} tinyusb_msc_event_id_t;

typedef struct {
    tinyusb_msc_event_id_t id;
    tinyusb_msc_mount_point_t mount_point;
} tinyusb_msc_event_t;

typedef struct {
    char *base_path;
    bool do_not_format;
} tinyusb_msc_fatfs_config_t;

typedef void (*tusb_msc_callback_t)(tinyusb_msc_storage_handle_t handle, tinyusb_msc_event_t *event,
                                    void *arg);

typedef struct {
    union {
        wl_handle_t wl_handle;
    } medium;
    tinyusb_msc_fatfs_config_t fat_fs;
    tinyusb_msc_mount_point_t mount_point;
} tinyusb_msc_storage_config_t;

typedef struct {
    tusb_msc_callback_t callback;
} tinyusb_msc_driver_config_t;

esp_err_t tinyusb_msc_install_driver(const tinyusb_msc_driver_config_t *config);
esp_err_t tinyusb_msc_uninstall_driver(void);
esp_err_t tinyusb_msc_new_storage_spiflash(const tinyusb_msc_storage_config_t *config,
                                           tinyusb_msc_storage_handle_t *handle);
esp_err_t tinyusb_msc_delete_storage(tinyusb_msc_storage_handle_t handle);

#endif
