/* Of esp_netif/include/esp_netif.h, esp_netif/include/esp_netif_types.h,
 * esp_netif/include/esp_netif_ip_addr.h and esp_wifi/include/esp_wifi_default.h. */
#ifndef DOUBLE_ESP_NETIF_H
#define DOUBLE_ESP_NETIF_H

#include "esp_event.h"

typedef struct esp_netif_obj esp_netif_t;

typedef struct {
    uint32_t addr;
} esp_ip4_addr_t;

typedef struct {
    esp_ip4_addr_t ip;
} esp_netif_ip_info_t;

typedef struct {
    esp_netif_ip_info_t ip_info;
} ip_event_got_ip_t;

typedef enum {
    IP_EVENT_STA_GOT_IP,
    IP_EVENT_STA_LOST_IP,
} ip_event_t;

extern esp_event_base_t const IP_EVENT;

#define IPSTR "%d.%d.%d.%d"
#define IP2STR(address)                                                                            \
    (int)((address)->addr & 0xff), (int)((address)->addr >> 8 & 0xff),                             \
        (int)((address)->addr >> 16 & 0xff), (int)((address)->addr >> 24 & 0xff)

esp_err_t esp_netif_init(void);
esp_netif_t *esp_netif_create_default_wifi_sta(void);

#endif
