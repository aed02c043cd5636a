/* Of wear_levelling/include/wear_levelling.h. */
#ifndef DOUBLE_WEAR_LEVELLING_H
#define DOUBLE_WEAR_LEVELLING_H

#include "esp_err.h"
#include "esp_partition.h"

typedef int32_t wl_handle_t;

#define WL_INVALID_HANDLE -1

esp_err_t wl_mount(const esp_partition_t *partition, wl_handle_t *out_handle);
esp_err_t wl_unmount(wl_handle_t handle);

#endif
