#include "wifi_reason.h"

#include "esp_wifi_types.h"

const char *wamcam_esp32_wifi_reason(uint8_t reason) {
    switch (reason) {
    case WIFI_REASON_NO_AP_FOUND:
        return "no network of that name is in reach; 5 GHz is not (check CIRCUITPY_WIFI_SSID)";
    case WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT:
    case WIFI_REASON_HANDSHAKE_TIMEOUT:
    case WIFI_REASON_AUTH_FAIL:
    case WIFI_REASON_MIC_FAILURE:
        return "the network did not accept the password (check CIRCUITPY_WIFI_PASSWORD)";
    case WIFI_REASON_NO_AP_FOUND_IN_AUTHMODE_THRESHOLD:
    case WIFI_REASON_NO_AP_FOUND_W_COMPATIBLE_SECURITY:
        return "the network is protected in a way that is too old or not known (WPA2 is needed)";
    case WIFI_REASON_NO_AP_FOUND_IN_RSSI_THRESHOLD:
    case WIFI_REASON_BEACON_TIMEOUT:
        return "the signal is too weak, or the access point has gone";
    case WIFI_REASON_ASSOC_TOOMANY:
        return "the access point has too many guests";
    case WIFI_REASON_ASSOC_LEAVE:
    case WIFI_REASON_AUTH_LEAVE:
    case WIFI_REASON_AUTH_EXPIRE:
    case WIFI_REASON_DISASSOC_DUE_TO_INACTIVITY:
        return "the access point ended the connection";
    default:
        return "the connection failed";
    }
}
