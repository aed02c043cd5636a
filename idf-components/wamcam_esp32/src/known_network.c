#include "known_network.h"

#include <string.h>

#include "esp_log.h"
#include "nvs.h"

#define NAMESPACE "wamcam"
#define KEY "network"

static const char *const tag = "wifi";

bool wamcam_esp32_known_network_read(struct wamcam_esp32_network *out) {
    nvs_handle_t handle;
    size_t length = sizeof *out;
    if (nvs_open(NAMESPACE, NVS_READONLY, &handle) != ESP_OK) {
        return false;
    }
    esp_err_t error = nvs_get_blob(handle, KEY, out, &length);
    nvs_close(handle);
    /* Of another length: kept by a firmware that had other fields. */
    if (error != ESP_OK || length != sizeof *out || out->ssid[0] == '\0') {
        return false;
    }
    out->ssid[sizeof out->ssid - 1] = '\0';
    out->password[sizeof out->password - 1] = '\0';
    return true;
}

static esp_err_t write_network(const struct wamcam_esp32_network *network) {
    nvs_handle_t handle;
    esp_err_t error = nvs_open(NAMESPACE, NVS_READWRITE, &handle);
    if (error != ESP_OK) {
        return error;
    }
    error = nvs_set_blob(handle, KEY, network, sizeof *network);
    if (error == ESP_OK) {
        error = nvs_commit(handle);
    }
    nvs_close(handle);
    return error;
}

void wamcam_esp32_known_network_keep(const struct wamcam_esp32_network *network) {
    struct wamcam_esp32_network kept;
    if (wamcam_esp32_known_network_read(&kept) && memcmp(&kept, network, sizeof kept) == 0) {
        return;
    }
    esp_err_t error = write_network(network);
    if (error != ESP_OK) {
        ESP_LOGW(tag, "the network is not kept for safe mode: %s", esp_err_to_name(error));
    }
}
