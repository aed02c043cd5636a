/* Doubles of Wi-Fi, network interface and events. Events are handled on the calling thread. */
#include <stdlib.h>
#include <string.h>

#include "doubles.h"
#include "esp_mac.h"
#include "esp_netif.h"
#include "esp_wifi.h"

#define HANDLERS_MAX 4

static struct doubles_wifi wifi;
static struct {
    esp_event_base_t base;
    esp_event_handler_t handler;
} handlers[HANDLERS_MAX];

esp_event_base_t const WIFI_EVENT = "WIFI_EVENT";
esp_event_base_t const IP_EVENT = "IP_EVENT";

struct doubles_wifi *doubles_wifi(void) {
    return &wifi;
}

void doubles_wifi_start(void) {
    memset(&wifi, 0, sizeof wifi);
    memset(handlers, 0, sizeof handlers);
}

static void post(esp_event_base_t base, int32_t id, void *data) {
    for (size_t index = 0; index < HANDLERS_MAX; index++) {
        if (handlers[index].base == base) {
            handlers[index].handler(NULL, base, id, data);
        }
    }
}

void doubles_wifi_event(wifi_event_t event) {
    post(WIFI_EVENT, event, NULL);
}

void doubles_wifi_disconnected(uint8_t reason) {
    wifi_event_sta_disconnected_t event = {.reason = reason};
    post(WIFI_EVENT, WIFI_EVENT_STA_DISCONNECTED, &event);
}

void doubles_wifi_address(bool has_come) {
    ip_event_got_ip_t event = {.ip_info.ip.addr = 0x0a00a8c0};
    post(IP_EVENT, has_come ? IP_EVENT_STA_GOT_IP : IP_EVENT_STA_LOST_IP, &event);
}

esp_err_t esp_netif_init(void) {
    return doubles_outcome("esp_netif_init");
}

esp_netif_t *esp_netif_create_default_wifi_sta(void) {
    static char interface;
    esp_err_t error = doubles_outcome("esp_netif_create_default_wifi_sta");
    return error == ESP_OK ? (esp_netif_t *)(void *)&interface : NULL;
}

esp_err_t esp_event_loop_create_default(void) {
    return doubles_outcome("esp_event_loop_create_default");
}

esp_err_t esp_event_handler_instance_register(esp_event_base_t event_base, int32_t event_id,
                                              esp_event_handler_t event_handler,
                                              void *event_handler_arg,
                                              esp_event_handler_instance_t *instance) {
    (void)event_id;
    (void)event_handler_arg;
    (void)instance;
    esp_err_t error = doubles_outcome("esp_event_handler_instance_register");
    for (size_t index = 0; index < HANDLERS_MAX && error == ESP_OK; index++) {
        if (handlers[index].base == NULL) {
            handlers[index].base = event_base;
            handlers[index].handler = event_handler;
            return ESP_OK;
        }
    }
    return error;
}

esp_err_t esp_wifi_init(const wifi_init_config_t *config) {
    (void)config;
    return doubles_outcome("esp_wifi_init");
}

esp_err_t esp_wifi_set_mode(wifi_mode_t mode) {
    (void)mode;
    return doubles_outcome("esp_wifi_set_mode");
}

esp_err_t esp_wifi_set_storage(wifi_storage_t storage) {
    (void)storage;
    return doubles_outcome("esp_wifi_set_storage");
}

esp_err_t esp_wifi_set_config(wifi_interface_t interface, wifi_config_t *conf) {
    (void)interface;
    wifi.config = *conf;
    return doubles_outcome("esp_wifi_set_config");
}

esp_err_t esp_wifi_set_ps(wifi_ps_type_t type) {
    esp_err_t error = doubles_outcome("esp_wifi_set_ps");
    wifi.is_quick = error == ESP_OK ? type == WIFI_PS_NONE : wifi.is_quick;
    return error;
}

esp_err_t esp_wifi_stop(void) {
    wifi.is_started = false;
    return doubles_outcome("esp_wifi_stop");
}

/* The event comes later, from the driver's task: by doubles_wifi_event(). */
esp_err_t esp_wifi_start(void) {
    esp_err_t error = doubles_outcome("esp_wifi_start");
    wifi.is_started = wifi.is_started || error == ESP_OK;
    return error;
}

esp_err_t esp_wifi_connect(void) {
    wifi.connects++;
    return doubles_outcome("esp_wifi_connect");
}

esp_err_t esp_wifi_disconnect(void) {
    wifi.disconnects++;
    return doubles_outcome("esp_wifi_disconnect");
}

esp_err_t esp_wifi_sta_get_ap_info(wifi_ap_record_t *ap_info) {
    ap_info->rssi = (int8_t)wifi.signal_dbm;
    return wifi.signal_dbm == 0 ? ESP_FAIL : ESP_OK;
}

esp_err_t esp_read_mac(uint8_t *mac, esp_mac_type_t type) {
    static const uint8_t address[] = {0x24, 0x0a, 0xc4, 0x12, 0x34, 0xab};
    (void)type;
    memcpy(mac, address, sizeof address);
    return ESP_OK;
}
