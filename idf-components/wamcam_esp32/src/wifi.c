#include "wifi.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "esp_event.h"
#include "esp_log.h"
#include "esp_netif.h"
#include "esp_timer.h"
#include "esp_wifi.h"
#include "known_network.h"
#include "wamcam/errors.h"
#include "wifi_reason.h"

/* Pauses after failures in a row: 1, 2, 4 ... 64 s, for ever. */
#define PAUSE_FIRST_US UINT64_C(1000000)
#define PAUSE_DOUBLINGS_MAX 6u

/* The driver should have said something by then, or DHCP. */
#define JOIN_PATIENCE_US UINT64_C(60000000)
#define ADDRESS_PATIENCE_US UINT64_C(30000000)

static const char *const tag = "wifi";

/* In every state but the first and the last a timer runs, which leads on if nothing else does. */
enum state {
    IDLE,    /* no network named yet */
    PAUSING, /* until the next attempt */
    JOINING,
    WITHOUT_ADDRESS,
    ONLINE,
};

static struct {
    void (*changed)(void);
    esp_timer_handle_t timer;
    bool is_ready;         /* the driver works; set once, before anybody else looks */
    pthread_mutex_t mutex; /* guards what follows; three tasks come by */
    enum state state;
    bool is_started;
    bool is_quick; /* no modem sleep */
    unsigned failures;
    wifi_config_t network;
    bool is_kept; /* the network, for safe mode */
    esp_ip4_addr_t address;
} wifi = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void enter(enum state state, uint64_t at_most_us) {
    wifi.state = state;
    (void)esp_timer_stop(wifi.timer); /* it may not be running */
    esp_err_t error = esp_timer_start_once(wifi.timer, at_most_us);
    if (error != ESP_OK) {
        ESP_LOGE(tag, "no timer: %s", esp_err_to_name(error));
    }
}

static void pause_and_try_again(void) {
    unsigned doublings = wifi.failures < PAUSE_DOUBLINGS_MAX ? wifi.failures : PAUSE_DOUBLINGS_MAX;
    wifi.failures++;
    enter(PAUSING, PAUSE_FIRST_US << doublings);
}

static void try_to_join(void) {
    esp_err_t error = esp_wifi_connect();
    if (error == ESP_OK) {
        enter(JOINING, JOIN_PATIENCE_US);
    } else {
        ESP_LOGW(tag, "joining cannot begin: %s", esp_err_to_name(error));
        pause_and_try_again();
    }
}

/** Give up what does not lead on. An event that follows finds us pausing and changes nothing. */
static void give_up(const char *why) {
    ESP_LOGW(tag, "%s; trying again", why);
    (void)esp_wifi_disconnect();
    pause_and_try_again();
}

static void on_timer(void *argument) {
    (void)argument;
    pthread_mutex_lock(&wifi.mutex);
    switch (wifi.state) {
    case PAUSING:
        try_to_join();
        break;
    case JOINING:
        give_up("the driver has not joined and does not say why");
        break;
    case WITHOUT_ADDRESS:
        give_up("the network gives no address");
        break;
    case IDLE:
    case ONLINE: /* the timer was stopped a moment too late */
        break;
    }
    pthread_mutex_unlock(&wifi.mutex);
}

static void on_disconnected(const wifi_event_sta_disconnected_t *event) {
    if (wifi.state != PAUSING && wifi.state != IDLE) {
        ESP_LOGW(tag, "%s (%u)", wamcam_esp32_wifi_reason(event->reason), event->reason);
        pause_and_try_again();
    }
}

static void on_wifi_event(void *argument, esp_event_base_t base, int32_t id, void *data) {
    (void)argument;
    (void)base;
    pthread_mutex_lock(&wifi.mutex);
    if (id == WIFI_EVENT_STA_START) {
        try_to_join();
    } else if (id == WIFI_EVENT_STA_CONNECTED && wifi.state == JOINING) {
        enter(WITHOUT_ADDRESS, ADDRESS_PATIENCE_US);
    } else if (id == WIFI_EVENT_STA_DISCONNECTED) {
        on_disconnected(data);
    }
    pthread_mutex_unlock(&wifi.mutex);
}

/** The network as it is kept. */
static struct wamcam_esp32_network joined_network(void) {
    struct wamcam_esp32_network network = {0};
    memcpy(network.ssid, wifi.network.sta.ssid, sizeof wifi.network.sta.ssid);
    memcpy(network.password, wifi.network.sta.password, sizeof wifi.network.sta.password);
    return network;
}

static void on_address_event(void *argument, esp_event_base_t base, int32_t id, void *data) {
    (void)argument;
    (void)base;
    bool has_come = false;
    pthread_mutex_lock(&wifi.mutex);
    const struct wamcam_esp32_network network = joined_network();
    const bool was_kept = wifi.is_kept;
    if (id == IP_EVENT_STA_GOT_IP && wifi.state != IDLE) {
        const ip_event_got_ip_t *event = data;
        ESP_LOGI(tag, "online as " IPSTR, IP2STR(&event->ip_info.ip));
        (void)esp_timer_stop(wifi.timer);
        wifi.state = ONLINE;
        wifi.failures = 0;
        wifi.address = event->ip_info.ip;
        wifi.is_kept = true;
        has_come = true;
    } else if (id == IP_EVENT_STA_LOST_IP && wifi.state == ONLINE) {
        ESP_LOGW(tag, "the address has expired");
        enter(WITHOUT_ADDRESS, ADDRESS_PATIENCE_US);
    }
    pthread_mutex_unlock(&wifi.mutex);
    if (has_come && !was_kept) {
        wamcam_esp32_known_network_keep(&network);
    }
    if (has_come) {
        wifi.changed();
    }
}

/** One after the other; the first error. */
static esp_err_t start_driver(void) {
    const wifi_init_config_t configuration = WIFI_INIT_CONFIG_DEFAULT();
    const esp_timer_create_args_t timer = {.callback = on_timer, .name = "wifi"};
    esp_err_t error = esp_netif_init();
    error = error != ESP_OK ? error : esp_event_loop_create_default();
    if (error == ESP_OK && esp_netif_create_default_wifi_sta() == NULL) {
        error = ESP_ERR_NO_MEM;
    }
    error = error != ESP_OK ? error : esp_wifi_init(&configuration);
    error = error != ESP_OK ? error : esp_wifi_set_storage(WIFI_STORAGE_RAM);
    error = error != ESP_OK ? error : esp_wifi_set_mode(WIFI_MODE_STA);
    error = error != ESP_OK ? error : esp_timer_create(&timer, &wifi.timer);
    error = error != ESP_OK ? error
                            : esp_event_handler_instance_register(WIFI_EVENT, ESP_EVENT_ANY_ID,
                                                                  on_wifi_event, NULL, NULL);
    return error != ESP_OK ? error
                           : esp_event_handler_instance_register(IP_EVENT, ESP_EVENT_ANY_ID,
                                                                 on_address_event, NULL, NULL);
}

void wamcam_esp32_wifi_start(void (*changed)(void)) {
    wifi.changed = changed;
    wifi.state = IDLE;
    wifi.is_started = false;
    wifi.failures = 0;
    wifi.is_kept = false;
    wifi.timer = NULL;
    memset(&wifi.network, 0, sizeof wifi.network);
    esp_err_t error = start_driver();
    wifi.is_ready = error == ESP_OK;
    if (!wifi.is_ready) {
        ESP_LOGE(tag, "no Wi-Fi: %s", esp_err_to_name(error));
    }
}

bool wamcam_esp32_wifi_is_ready(void) {
    return wifi.is_ready;
}

static wifi_config_t network_of(const char *ssid, const char *password) {
    wifi_config_t network;
    memset(&network, 0, sizeof network);
    /* Neither field ends with NUL when it is full. The core has checked the lengths. */
    memcpy(network.sta.ssid, ssid, strnlen(ssid, sizeof network.sta.ssid));
    memcpy(network.sta.password, password, strnlen(password, sizeof network.sta.password));
    network.sta.scan_method = WIFI_ALL_CHANNEL_SCAN; /* of several access points the strongest */
    network.sta.sort_method = WIFI_CONNECT_AP_BY_SIGNAL;
    network.sta.threshold.authmode = password[0] == '\0' ? WIFI_AUTH_OPEN : WIFI_AUTH_WPA2_PSK;
    network.sta.sae_pwe_h2e = WPA3_SAE_PWE_BOTH;
    return network;
}

/** Begin with this network; the lock is held. */
static esp_err_t begin(void) {
    esp_err_t error = esp_wifi_set_config(WIFI_IF_STA, &wifi.network);
    if (error != ESP_OK) {
        return error;
    }
    wifi.failures = 0;
    if (wifi.is_started) {
        (void)esp_wifi_disconnect(); /* from the network before, if it was joined */
        pause_and_try_again();
        return ESP_OK;
    }
    enter(JOINING, JOIN_PATIENCE_US);
    error = esp_wifi_start(); /* WIFI_EVENT_STA_START leads on */
    wifi.is_started = error == ESP_OK;
    if (wifi.is_started) {
        wifi.is_quick = true;
        (void)esp_wifi_set_ps(WIFI_PS_NONE);
    }
    return error;
}

int wamcam_esp32_wifi_join(const char *ssid, const char *password) {
    if (!wifi.is_ready) {
        return WAMCAM_IO;
    }
    wifi_config_t network = network_of(ssid, password);
    esp_err_t error = ESP_OK;
    pthread_mutex_lock(&wifi.mutex);
    if (wifi.state == IDLE || memcmp(&network, &wifi.network, sizeof network) != 0) {
        wifi.network = network;
        wifi.is_kept = false;
        error = begin();
        if (error != ESP_OK) {
            (void)esp_timer_stop(wifi.timer);
            wifi.state = IDLE;
        }
    }
    pthread_mutex_unlock(&wifi.mutex);
    if (error != ESP_OK) {
        ESP_LOGE(tag, "the network cannot be joined: %s", esp_err_to_name(error));
    }
    return error == ESP_OK ? 0 : WAMCAM_IO;
}

int wamcam_esp32_wifi_join_known(void) {
    struct wamcam_esp32_network network;
    if (!wamcam_esp32_known_network_read(&network)) {
        ESP_LOGW(tag, "no network: none has been joined before");
        return WAMCAM_NOT_FOUND;
    }
    return wamcam_esp32_wifi_join(network.ssid, network.password);
}

/* Sleeping from beacon to beacon costs an upload dearly, and nothing while there is none. */
void wamcam_esp32_wifi_be_quick(bool is_quick) {
    pthread_mutex_lock(&wifi.mutex);
    if (wifi.is_started && wifi.is_quick != is_quick) {
        esp_err_t error = esp_wifi_set_ps(is_quick ? WIFI_PS_NONE : WIFI_PS_MIN_MODEM);
        if (error == ESP_OK) {
            wifi.is_quick = is_quick;
        }
    }
    pthread_mutex_unlock(&wifi.mutex);
}

void wamcam_esp32_wifi_describe(char *out, size_t size) {
    static const char *const states[] = {
        [IDLE] = "no network is named yet",
        [PAUSING] = "pausing before the next try",
        [JOINING] = "joining",
        [WITHOUT_ADDRESS] = "joined, waiting for an address",
        [ONLINE] = "online",
    };
    wifi_ap_record_t network;
    char signal[16] = "-";
    char address[24] = "-";
    if (esp_wifi_sta_get_ap_info(&network) == ESP_OK) {
        snprintf(signal, sizeof signal, "%d dBm", network.rssi);
    }
    pthread_mutex_lock(&wifi.mutex);
    if (wifi.state == ONLINE) {
        snprintf(address, sizeof address, IPSTR, IP2STR(&wifi.address));
    }
    snprintf(out, size, "state    %s\nnetwork  %.32s\naddress  %s\nsignal   %s\n",
             wifi.is_ready ? states[wifi.state] : "Wi-Fi did not start",
             (const char *)wifi.network.sta.ssid, address, signal);
    pthread_mutex_unlock(&wifi.mutex);
}

void wamcam_esp32_wifi_stop(void) {
    pthread_mutex_lock(&wifi.mutex);
    if (wifi.is_started) {
        (void)esp_timer_stop(wifi.timer);
        wifi.state = IDLE;
        wifi.is_started = false;
        (void)esp_wifi_disconnect();
        (void)esp_wifi_stop();
    }
    pthread_mutex_unlock(&wifi.mutex);
}
