/* Failed starts in a row: counted over restarts, forgotten after a minute. */
#include "check.h"
#include "doubles.h"
#include "nvs.h"
#include "wamcam_esp32/starts.h"

#define MINUTE_US INT64_C(60000000)

static unsigned begin_after(esp_reset_reason_t reason) {
    doubles_set_reset_reason(reason);
    return wamcam_esp32_starts_begin();
}

static void test_crashes_are_counted_until_one_survives(void) {
    const esp_reset_reason_t crashes[] = {ESP_RST_PANIC,     ESP_RST_INT_WDT,  ESP_RST_TASK_WDT,
                                          ESP_RST_WDT,       ESP_RST_BROWNOUT, ESP_RST_CPU_LOCKUP,
                                          ESP_RST_PWR_GLITCH};
    doubles_reset();
    CHECK_EQUAL_INT(0, begin_after(ESP_RST_POWERON));
    for (unsigned index = 0; index < sizeof crashes / sizeof *crashes; index++) {
        CHECK_EQUAL_INT(index + 1, begin_after(crashes[index]));
    }
    wamcam_esp32_starts_survive(MINUTE_US - 1);
    CHECK_EQUAL_INT(7, doubles_flash()->nvs_count);
    wamcam_esp32_starts_survive(MINUTE_US);
    CHECK_EQUAL_INT(0, doubles_flash()->nvs_count);
    CHECK_EQUAL_INT(1, doubles_calls_of("esp_ota_mark_app_valid_cancel_rollback"));
    CHECK_EQUAL_INT(1, begin_after(ESP_RST_PANIC));
}

static void test_a_person_who_switches_on_gets_a_new_attempt(void) {
    doubles_reset();
    begin_after(ESP_RST_PANIC);
    CHECK_EQUAL_INT(2, begin_after(ESP_RST_PANIC));
    CHECK_EQUAL_INT(0, begin_after(ESP_RST_POWERON));
    CHECK_EQUAL_INT(1, begin_after(ESP_RST_PANIC));
}

static void test_a_restart_of_our_own_keeps_the_number(void) {
    doubles_reset();
    begin_after(ESP_RST_POWERON);
    wamcam_esp32_starts_failed();
    CHECK_EQUAL_INT(1, begin_after(ESP_RST_SW));
    wamcam_esp32_starts_failed();
    CHECK_EQUAL_INT(2, begin_after(ESP_RST_SW));
    wamcam_esp32_starts_forget();
    CHECK_EQUAL_INT(0, begin_after(ESP_RST_SW));
}

static void test_flash_is_written_only_for_news(void) {
    doubles_reset();
    for (int start = 0; start < 10; start++) {
        begin_after(ESP_RST_POWERON);
        for (int round = 0; round < 10; round++) {
            wamcam_esp32_starts_survive(MINUTE_US * (round + 1));
        }
    }
    CHECK_EQUAL_INT(0, doubles_calls_of("nvs_set_u8"));
}

static void test_nvs_that_is_full_is_emptied(void) {
    const esp_err_t errors[] = {ESP_ERR_NVS_NO_FREE_PAGES, ESP_ERR_NVS_NEW_VERSION_FOUND};
    for (size_t index = 0; index < 2; index++) {
        doubles_reset();
        doubles_fail("nvs_flash_init", errors[index], 1);
        CHECK_EQUAL_INT(1, begin_after(ESP_RST_PANIC));
        CHECK_EQUAL_INT(1, doubles_calls_of("nvs_flash_erase"));
        CHECK_EQUAL_INT(2, doubles_calls_of("nvs_flash_init"));
        CHECK_EQUAL_INT(1, doubles_flash()->nvs_count);
    }
}

static void test_without_nvs_every_start_is_the_first(void) {
    const char *const functions[] = {"nvs_flash_init", "nvs_open", "nvs_set_u8", "nvs_commit"};
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        doubles_reset();
        for (int start = 0; start < 10; start++) {
            doubles_fail("nvs_flash_erase", ESP_FAIL, 100);
            doubles_fail("nvs_open", index == 0 ? ESP_ERR_NVS_NOT_FOUND : ESP_OK,
                         index == 0 ? 100 : 0);
            doubles_fail(functions[index], ESP_ERR_NVS_NOT_ENOUGH_SPACE, 100);
            CHECK_EQUAL_INT(1, begin_after(ESP_RST_PANIC));
        }
        CHECK_EQUAL_INT(-1, doubles_flash()->nvs_count);
    }
}

static const struct check_test tests[] = {
    {"crashes are counted until one survives", test_crashes_are_counted_until_one_survives},
    {"a person who switches on gets a new attempt",
     test_a_person_who_switches_on_gets_a_new_attempt},
    {"a restart of our own keeps the number", test_a_restart_of_our_own_keeps_the_number},
    {"flash is written only for news", test_flash_is_written_only_for_news},
    {"nvs that is full is emptied", test_nvs_that_is_full_is_emptied},
    {"without nvs every start is the first", test_without_nvs_every_start_is_the_first},
};
CHECK_SUITE(starts, tests);
