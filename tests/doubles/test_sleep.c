/* Deep sleep: who may sleep when, what is kept, and what the camera does meanwhile. */
#include <setjmp.h>
#include <string.h>

#include "application.h"
#include "boards.h"
#include "camera.h"
#include "check.h"
#include "doubles.h"
#include "exposure.h"
#include "frame_sizes.h"
#include "supervisor.h"
#include "wamcam/errors.h"
#include "wamcam_esp32/board.h"
#include "wamcam_esp32/sleep.h"
#include "wamcam_esp32/starts.h"

#define S INT64_C(1000000)

static const struct wamcam_esp32_hardware *hardware;
static struct wamcam_sleep wanted;

static void start(esp_reset_reason_t reason) {
    doubles_reset();
    doubles_set_reset_reason(reason);
    hardware = &board_xiao_esp32s3_sense;
    wanted = (struct wamcam_sleep){
        .is_wanted = true, .until_uptime_us = 600 * S, .kept_bytes = 4, .kept = "kept"};
}

static void sleep_now(void) {
    wamcam_esp32_sleep(hardware, &wanted);
}

static void test_a_board_stays_awake_for_a_person(void) {
    start(ESP_RST_POWERON);
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_esp32_sleep_state());
    doubles_advance_us(120 * S);
    CHECK_EQUAL_INT(0, wamcam_esp32_sleep_state());
    doubles_set_usb_host(true);
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_esp32_sleep_state());
    doubles_set_usb_host(false);
    doubles_set_reset_reason(ESP_RST_DEEPSLEEP);
    CHECK_EQUAL_INT(0, wamcam_esp32_sleep_state());
}

static void test_what_is_kept_is_given_once_after_a_waking(void) {
    uint8_t out[WAMCAM_KEPT_BYTES_MAX];
    start(ESP_RST_POWERON);
    CHECK(doubles_until_restart(sleep_now));
    CHECK_EQUAL_INT(600 * S - doubles_now_us(), doubles_slept_us());
    doubles_set_reset_reason(ESP_RST_DEEPSLEEP);
    CHECK_EQUAL_INT(4, wamcam_esp32_sleep_kept(out));
    CHECK_EQUAL_BYTES("kept", out, 4);
    CHECK_EQUAL_INT(0, wamcam_esp32_sleep_kept(out));
    CHECK(doubles_until_restart(sleep_now));
    doubles_set_reset_reason(ESP_RST_PANIC);
    CHECK_EQUAL_INT(0, wamcam_esp32_sleep_kept(out));
}

static void test_a_moment_that_has_passed_is_slept_for_an_instant(void) {
    start(ESP_RST_POWERON);
    doubles_advance_us(700 * S);
    CHECK(doubles_until_restart(sleep_now));
    CHECK_EQUAL_INT(1, doubles_slept_us());
}

static void test_without_a_timer_the_chip_restarts(void) {
    start(ESP_RST_POWERON);
    doubles_fail("esp_sleep_enable_timer_wakeup", ESP_ERR_INVALID_ARG, 1);
    CHECK(doubles_until_restart(sleep_now));
    CHECK_EQUAL_INT(-1, doubles_slept_us());
    CHECK_CONTAINS("no deep sleep", doubles_log_text());
}

static void test_a_pin_that_switches_the_camera_off_is_held(void) {
    start(ESP_RST_POWERON);
    hardware = &board_esp32_cam;
    int pin = hardware->camera.power_down;
    CHECK(doubles_until_restart(sleep_now));
    CHECK_EQUAL_INT(1, doubles_pin(pin));
    CHECK(doubles_pin_is_held(pin));
    doubles_set_reset_reason(ESP_RST_DEEPSLEEP);
    wamcam_esp32_sleep_release(hardware);
    CHECK(!doubles_pin_is_held(pin));
    doubles_fail("gpio_hold_en", ESP_FAIL, 1);
    CHECK(doubles_until_restart(sleep_now));
    CHECK_CONTAINS("the camera is not switched off", doubles_log_text());
    CHECK(doubles_slept_us() > 0);
}

/* --- the application that asks for it --------------------------------------------------------- */

static void supervise(void) {
    static const uint8_t wasm[] = {0};
    const struct firmware_application application = {.wasm = wasm, .wasm_bytes = sizeof wasm};
    const struct wamcam_board *board = wamcam_esp32_board_start(hardware);
    board->wifi_join(board->context, "net", "");
    firmware_supervise(board, hardware, &application, wamcam_esp32_starts_begin());
}

static void test_an_application_that_asks_for_it_is_powered_down(void) {
    const int codes[] = {APPLICATION_SLEEPS};
    start(ESP_RST_SW);
    wamcam_esp32_starts_begin();
    wamcam_esp32_starts_failed();
    application_double = (struct application_double){.exit_codes = codes, .sleep = wanted};
    CHECK(doubles_until_restart(supervise));
    CHECK(doubles_slept_us() > 590 * S);
    CHECK_EQUAL_INT(0, doubles_card()->mounted);
    CHECK(!doubles_wifi()->is_started);
    CHECK_EQUAL_INT(0, doubles_flash()->nvs_count); /* however short, it was a good start */
}

static void test_wifi_sleeps_while_no_connection_is_open(void) {
    const struct wamcam_wait_socket none = {.descriptor = -1};
    start(ESP_RST_POWERON);
    const struct wamcam_board *board = wamcam_esp32_board_start(hardware);
    board->wait(board->context, NULL, 0, 0, 0);
    CHECK_EQUAL_INT(0, doubles_calls_of("esp_wifi_set_ps"));
    board->wifi_join(board->context, "net", "");
    CHECK(doubles_wifi()->is_quick);
    board->wait(board->context, NULL, 0, 0, 0);
    CHECK(!doubles_wifi()->is_quick);
    doubles_fail("esp_wifi_set_ps", ESP_FAIL, 1);
    board->wait(board->context, &none, 1, 0, 0);
    CHECK(!doubles_wifi()->is_quick);
    board->wait(board->context, &none, 1, 0, 0);
    CHECK(doubles_wifi()->is_quick);
    wamcam_esp32_board_stop();
}

/* --- camera ----------------------------------------------------------------------------------- */

static void open_camera(uint16_t pid) {
    start(ESP_RST_POWERON);
    doubles_camera()->pid = pid;
    wamcam_esp32_camera_start(hardware);
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
}

/** Close and open a camera whose registers start from nothing, as a sensor's do. */
static void reopen(void) {
    wamcam_esp32_camera_close();
    memset(doubles_camera()->registers, 0, sizeof doubles_camera()->registers);
    doubles_camera()->settings[0] = '\0';
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
}

static void test_exposure_survives_on_every_sensor(void) {
    static const struct {
        uint16_t pid;
        int address;
        int value;
    } cases[] = {
        {OV2640_PID, 0x145, 0x21},  {OV2640_PID, 0x110, 0xab},  {OV2640_PID, 0x104, 0x03},
        {OV2640_PID, 0x100, 0x7f},  {OV3660_PID, 0x3500, 0x0f}, {OV3660_PID, 0x3501, 0xcd},
        {OV3660_PID, 0x3502, 0xef}, {OV3660_PID, 0x350a, 0x02}, {OV5640_PID, 0x350b, 0xfe},
    };
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        open_camera(cases[index].pid);
        doubles_camera()->registers[cases[index].address] = cases[index].value;
        reopen();
        CHECK_EQUAL_INT(cases[index].value, doubles_camera()->registers[cases[index].address]);
        CHECK_EQUAL_TEXT("exposure_ctrl=0 gain_ctrl=0 gain_ctrl=1 exposure_ctrl=1 ",
                         doubles_camera()->settings);
        wamcam_esp32_camera_close();
    }
}

static void test_exposure_of_another_sensor_is_not_taken(void) {
    open_camera(OV2640_PID);
    wamcam_esp32_camera_close();
    doubles_camera()->pid = OV3660_PID;
    reopen();
    CHECK_EQUAL_TEXT("", doubles_camera()->settings);
    wamcam_esp32_camera_close();
}

static void test_a_sensor_that_does_not_answer_is_told_of(void) {
    open_camera(OV3660_PID);
    doubles_fail("get_reg", ESP_FAIL, 1);
    reopen();
    CHECK_CONTAINS("does not tell its exposure", doubles_log_text());
    CHECK_EQUAL_TEXT("", doubles_camera()->settings);
    doubles_fail("set_reg", ESP_FAIL, 2); /* standby, and the first part */
    reopen();
    CHECK_CONTAINS("does not go to standby", doubles_log_text());
    CHECK_CONTAINS("does not take its exposure", doubles_log_text());
    CHECK_CONTAINS("exposure_ctrl=1", doubles_camera()->settings);
    wamcam_esp32_camera_close();
}

static void test_a_sensor_without_a_pin_goes_to_standby(void) {
    open_camera(OV3660_PID);
    wamcam_esp32_camera_close();
    CHECK_EQUAL_INT(0x40, doubles_camera()->registers[0x3008]);
    open_camera(OV2640_PID);
    wamcam_esp32_camera_close();
    CHECK_EQUAL_INT(0x10, doubles_camera()->registers[0x109]);
    start(ESP_RST_POWERON);
    wamcam_esp32_camera_start(&board_esp32_cam);
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
    wamcam_esp32_camera_close();
    CHECK_EQUAL_INT(0, doubles_camera()->registers[0x109]);
}

static void wake_up(void) {
    start(ESP_RST_DEEPSLEEP);
    wamcam_esp32_camera_start(hardware);
    wamcam_esp32_camera_go_ahead();
}

static void check_opens(const char *frame_size, int32_t jpeg_quality, int starts) {
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open(frame_size, jpeg_quality));
    CHECK_EQUAL_INT(starts, doubles_calls_of("esp_camera_init"));
    CHECK_EQUAL_INT(wamcam_esp32_frame_size(frame_size), doubles_camera()->config.frame_size);
    CHECK_EQUAL_INT(jpeg_quality, doubles_camera()->config.jpeg_quality);
    wamcam_esp32_camera_close();
    CHECK(!doubles_camera()->is_running);
}

static void test_a_waking_starts_the_camera_ahead(void) {
    open_camera(OV2640_PID);
    check_opens("SVGA", 12, 2); /* opening anew starts anew */
    wake_up();
    check_opens("SVGA", 12, 1);
    wake_up();
    check_opens("SVGA", 10, 2);
    wake_up();
    check_opens("UXGA", 10, 2);
    wake_up();
    wamcam_esp32_camera_close(); /* by one who never opens it */
    CHECK(!doubles_camera()->is_running);
    CHECK_EQUAL_INT(1, doubles_calls_of("esp_camera_init"));
}

static void test_a_camera_that_does_not_start_ahead_is_started_when_asked_for(void) {
    open_camera(OV2640_PID);
    wamcam_esp32_camera_close();
    start(ESP_RST_DEEPSLEEP);
    doubles_fail("esp_camera_init", ESP_ERR_NOT_SUPPORTED, 1);
    wamcam_esp32_camera_start(hardware);
    wamcam_esp32_camera_go_ahead();
    check_opens("SVGA", 12, 2);
    start(ESP_RST_POWERON);
    wamcam_esp32_camera_start(hardware);
    wamcam_esp32_camera_go_ahead(); /* no waking */
    CHECK_EQUAL_INT(0, doubles_calls_of("esp_camera_init"));
    doubles_fail("esp_camera_init", ESP_ERR_NOT_SUPPORTED, 1);
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_camera_open("SVGA", 12));
    wake_up(); /* as what it was last open is not known any more */
    check_opens("SVGA", 12, 1);
}

static const struct check_test tests[] = {
    {"a board stays awake for a person", test_a_board_stays_awake_for_a_person},
    {"what is kept is given once after a waking", test_what_is_kept_is_given_once_after_a_waking},
    {"a moment that has passed is slept for an instant",
     test_a_moment_that_has_passed_is_slept_for_an_instant},
    {"without a timer the chip restarts", test_without_a_timer_the_chip_restarts},
    {"a pin that switches the camera off is held", test_a_pin_that_switches_the_camera_off_is_held},
    {"an application that asks for it is powered down",
     test_an_application_that_asks_for_it_is_powered_down},
    {"wifi sleeps while no connection is open", test_wifi_sleeps_while_no_connection_is_open},
    {"exposure survives on every sensor", test_exposure_survives_on_every_sensor},
    {"exposure of another sensor is not taken", test_exposure_of_another_sensor_is_not_taken},
    {"a sensor that does not answer is told of", test_a_sensor_that_does_not_answer_is_told_of},
    {"a sensor without a pin goes to standby", test_a_sensor_without_a_pin_goes_to_standby},
    {"a waking starts the camera ahead", test_a_waking_starts_the_camera_ahead},
    {"a camera that does not start ahead is started when asked for",
     test_a_camera_that_does_not_start_ahead_is_started_when_asked_for},
};
CHECK_SUITE(sleep, tests);
