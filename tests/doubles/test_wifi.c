/* Wi-Fi: from every state, whatever happens, the way leads to the network again. */
#include <string.h>

#include "check.h"
#include "doubles.h"
#include "nvs.h"
#include "wamcam/errors.h"
#include "wifi.h"

#define S INT64_C(1000000)

static int changes;

static void changed(void) {
    changes++;
}

static void start(void) {
    doubles_reset();
    changes = 0;
    wamcam_esp32_wifi_start(changed);
}

static void join(void) {
    CHECK_EQUAL_INT(0, wamcam_esp32_wifi_join("net", "hunter22"));
    doubles_wifi_event(WIFI_EVENT_STA_START);
}

static void go_online(void) {
    doubles_wifi_event(WIFI_EVENT_STA_CONNECTED);
    doubles_wifi_address(true);
}

/** The timer goes on running after the test: the driver is never taken down. */
static void finish(void) {
    CHECK(strstr(doubles_log_text(), "hunter22") == NULL);
}

static void test_a_network_is_joined_as_told(void) {
    start();
    join();
    const wifi_sta_config_t *station = &doubles_wifi()->config.sta;
    CHECK_EQUAL_TEXT("net", (const char *)station->ssid);
    CHECK_EQUAL_TEXT("hunter22", (const char *)station->password);
    CHECK_EQUAL_INT(WIFI_AUTH_WPA2_PSK, station->threshold.authmode);
    CHECK_EQUAL_INT(WIFI_ALL_CHANNEL_SCAN, station->scan_method);
    CHECK_EQUAL_INT(1, doubles_wifi()->connects);
    go_online();
    CHECK_EQUAL_INT(1, changes);
    CHECK_CONTAINS("192.168.0.10", doubles_log_text());
    CHECK(!doubles_timer_runs("wifi"));
    finish();
}

static void test_names_and_keys_may_fill_their_fields(void) {
    const char *ssid = "01234567890123456789012345678901";
    const char *key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    start();
    CHECK_EQUAL_INT(0, wamcam_esp32_wifi_join(ssid, key));
    CHECK_EQUAL_BYTES(ssid, doubles_wifi()->config.sta.ssid, 32);
    CHECK_EQUAL_BYTES(key, doubles_wifi()->config.sta.password, 64);
    CHECK_EQUAL_INT(0, wamcam_esp32_wifi_join("open", ""));
    CHECK_EQUAL_INT(WIFI_AUTH_OPEN, doubles_wifi()->config.sta.threshold.authmode);
    finish();
}

static void test_pauses_grow_and_never_end(void) {
    start();
    join();
    const int64_t pauses_s[] = {1, 2, 4, 8, 16, 32, 64, 64, 64};
    for (size_t index = 0; index < sizeof pauses_s / sizeof *pauses_s; index++) {
        int connects = doubles_wifi()->connects;
        doubles_wifi_disconnected(WIFI_REASON_NO_AP_FOUND);
        doubles_advance_us(pauses_s[index] * S - 1);
        CHECK_EQUAL_INT(connects, doubles_wifi()->connects);
        doubles_advance_us(1);
        CHECK_EQUAL_INT(connects + 1, doubles_wifi()->connects);
    }
    go_online();
    doubles_wifi_disconnected(WIFI_REASON_BEACON_TIMEOUT); /* was online: begin anew */
    int connects = doubles_wifi()->connects;
    doubles_advance_us(1 * S);
    CHECK_EQUAL_INT(connects + 1, doubles_wifi()->connects);
    finish();
}

static void test_reasons_tell_what_to_do(void) {
    start();
    join();
    doubles_wifi_disconnected(WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT);
    CHECK_CONTAINS("CIRCUITPY_WIFI_PASSWORD", doubles_log_text());
    doubles_advance_us(1 * S);
    doubles_wifi_disconnected(WIFI_REASON_NO_AP_FOUND);
    CHECK_CONTAINS("CIRCUITPY_WIFI_SSID", doubles_log_text());
    finish();
}

static void test_no_address_is_given_up(void) {
    start();
    join();
    doubles_wifi_event(WIFI_EVENT_STA_CONNECTED);
    doubles_advance_us(30 * S);
    CHECK_EQUAL_INT(1, doubles_wifi()->disconnects);
    doubles_wifi_disconnected(WIFI_REASON_ASSOC_LEAVE); /* by our own doing */
    doubles_advance_us(1 * S);
    CHECK_EQUAL_INT(2, doubles_wifi()->connects);
    go_online();
    doubles_wifi_address(false); /* the lease has run out */
    doubles_advance_us(30 * S);
    CHECK_EQUAL_INT(2, doubles_wifi()->disconnects);
    finish();
}

static void test_a_silent_driver_is_given_up(void) {
    start();
    join();
    doubles_advance_us(61 * S);
    CHECK_EQUAL_INT(1, doubles_wifi()->disconnects);
    CHECK_EQUAL_INT(2, doubles_wifi()->connects);
    finish();
}

static void test_another_network_takes_the_place(void) {
    start();
    join();
    go_online();
    CHECK_EQUAL_INT(0, wamcam_esp32_wifi_join("net", "hunter22"));
    CHECK_EQUAL_INT(0, doubles_wifi()->disconnects); /* the same: nothing to do */
    CHECK_EQUAL_INT(0, wamcam_esp32_wifi_join("other", "hunter22"));
    CHECK_EQUAL_INT(1, doubles_wifi()->disconnects);
    doubles_wifi_disconnected(WIFI_REASON_ASSOC_LEAVE);
    doubles_advance_us(1 * S);
    CHECK_EQUAL_INT(2, doubles_wifi()->connects);
    CHECK_EQUAL_TEXT("other", (const char *)doubles_wifi()->config.sta.ssid);
    finish();
}

static void test_without_a_driver_joining_fails(void) {
    const char *const functions[] = {
        "esp_netif_init",
        "esp_event_loop_create_default",
        "esp_netif_create_default_wifi_sta",
        "esp_wifi_init",
        "esp_wifi_set_storage",
        "esp_wifi_set_mode",
        "esp_timer_create",
        "esp_event_handler_instance_register",
    };
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        doubles_reset();
        doubles_fail(functions[index], ESP_ERR_NO_MEM, 1);
        wamcam_esp32_wifi_start(changed);
        CHECK_CONTAINS("no Wi-Fi", doubles_log_text());
        CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_wifi_join("net", "hunter22"));
        CHECK(!doubles_wifi()->is_started);
    }
}

static void test_a_driver_that_does_not_start_is_tried_again(void) {
    start();
    doubles_fail("esp_wifi_start", ESP_ERR_NO_MEM, 1);
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_wifi_join("net", "hunter22"));
    join();
    go_online();
    CHECK_EQUAL_INT(1, changes);
    finish();
}

/** Anything that can happen, in any order. */
static void let_something_happen(struct check_random *random) {
    const uint8_t reasons[] = {2, 8, 15, 200, 201, 202, 205, 210};
    switch (check_random_below(random, 8)) {
    case 0:
        doubles_wifi_event(WIFI_EVENT_STA_START);
        break;
    case 1:
        doubles_wifi_event(WIFI_EVENT_STA_CONNECTED);
        break;
    case 2:
        doubles_wifi_address(true);
        break;
    case 3:
        doubles_wifi_address(false);
        break;
    case 4:
        doubles_fail("esp_wifi_connect", ESP_FAIL, 1);
        break;
    case 5:
        wamcam_esp32_wifi_join(check_random_below(random, 2) == 0 ? "net" : "other", "hunter22");
        break;
    case 6:
        doubles_advance_us((int64_t)check_random_below(random, 100) * S);
        break;
    default:
        doubles_wifi_disconnected(reasons[check_random_below(random, sizeof reasons)]);
        break;
    }
}

static void test_from_every_state_it_joins_again(void) {
    struct check_random random = check_random_seed(3);
    for (int round = 0; round < 300; round++) {
        start();
        join();
        for (int step = 0; step < 40; step++) {
            let_something_happen(&random);
        }
        doubles_wifi_disconnected(WIFI_REASON_BEACON_TIMEOUT);
        int connects = doubles_wifi()->connects;
        for (int tries = 0; tries < 3; tries++) { /* one may be made to fail */
            doubles_advance_us(65 * S);
        }
        CHECK(doubles_wifi()->connects > connects);
        go_online();
        CHECK(!doubles_timer_runs("wifi"));
        finish();
    }
}

static void test_a_network_that_was_joined_is_known_to_safe_mode(void) {
    start();
    join();
    CHECK_EQUAL_INT(0, doubles_flash()->network_bytes); /* it may be the wrong one */
    go_online();
    CHECK_EQUAL_INT(1, doubles_calls_of("nvs_set_blob"));
    doubles_wifi_disconnected(WIFI_REASON_BEACON_TIMEOUT);
    doubles_advance_us(S);
    go_online();
    wamcam_esp32_wifi_start(changed); /* the next start */
    CHECK_EQUAL_INT(0, wamcam_esp32_wifi_join_known());
    CHECK_EQUAL_TEXT("net", (const char *)doubles_wifi()->config.sta.ssid);
    CHECK_EQUAL_TEXT("hunter22", (const char *)doubles_wifi()->config.sta.password);
    doubles_wifi_event(WIFI_EVENT_STA_START);
    go_online();
    CHECK_EQUAL_INT(1, doubles_calls_of("nvs_set_blob")); /* flash wears */
    CHECK_EQUAL_INT(0, wamcam_esp32_wifi_join("other", ""));
    doubles_advance_us(S);
    go_online();
    CHECK_EQUAL_INT(2, doubles_calls_of("nvs_set_blob"));
    finish();
}

static void test_safe_mode_without_a_known_network_says_so(void) {
    start();
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_esp32_wifi_join_known());
    CHECK_CONTAINS("none has been joined before", doubles_log_text());
    doubles_flash()->network_bytes = 40; /* of another firmware */
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_esp32_wifi_join_known());
    doubles_flash()->network_bytes = 128;
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_esp32_wifi_join_known());
    CHECK(!doubles_wifi()->is_started);
    finish();
}

static void test_nvs_that_takes_no_network_changes_nothing_else(void) {
    const char *const functions[] = {"nvs_open", "nvs_set_blob", "nvs_commit"};
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        start();
        join();
        doubles_fail(functions[index], ESP_ERR_NVS_NOT_ENOUGH_SPACE, 10);
        go_online();
        CHECK_EQUAL_INT(1, changes);
        CHECK_EQUAL_INT(0, doubles_flash()->network_bytes);
        CHECK_CONTAINS("not kept for safe mode", doubles_log_text());
        finish();
    }
}

static const struct check_test tests[] = {
    {"a network is joined as told", test_a_network_is_joined_as_told},
    {"names and keys may fill their fields", test_names_and_keys_may_fill_their_fields},
    {"pauses grow and never end", test_pauses_grow_and_never_end},
    {"reasons tell what to do", test_reasons_tell_what_to_do},
    {"no address is given up", test_no_address_is_given_up},
    {"a silent driver is given up", test_a_silent_driver_is_given_up},
    {"another network takes the place", test_another_network_takes_the_place},
    {"without a driver joining fails", test_without_a_driver_joining_fails},
    {"a driver that does not start is tried again",
     test_a_driver_that_does_not_start_is_tried_again},
    {"from every state it joins again", test_from_every_state_it_joins_again},
    {"a network that was joined is known to safe mode",
     test_a_network_that_was_joined_is_known_to_safe_mode},
    {"safe mode without a known network says so", test_safe_mode_without_a_known_network_says_so},
    {"nvs that takes no network changes nothing else",
     test_nvs_that_takes_no_network_changes_nothing_else},
};
CHECK_SUITE(wifi, tests);
