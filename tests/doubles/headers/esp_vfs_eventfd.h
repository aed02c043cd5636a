/* Of vfs/include/esp_vfs_eventfd.h. eventfd() itself is the system's. */
#ifndef DOUBLE_ESP_VFS_EVENTFD_H
#define DOUBLE_ESP_VFS_EVENTFD_H

#include <stddef.h>

#include "esp_err.h"

typedef struct {
    size_t max_fds;
} esp_vfs_eventfd_config_t;

esp_err_t esp_vfs_eventfd_register(const esp_vfs_eventfd_config_t *config);
int eventfd(unsigned int initval, int flags);

#endif
