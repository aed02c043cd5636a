/* Sensor settings: every name reaches its setter, every range holds. */
#include <stdio.h>

#include "boards.h"
#include "camera.h"
#include "check.h"
#include "doubles.h"
#include "wamcam/errors.h"

static void start(uint16_t pid) {
    doubles_reset();
    doubles_camera()->pid = pid;
    wamcam_esp32_camera_start(&board_xiao_esp32s3_sense);
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
}

struct limits {
    const char *name;
    int least;
    int most;
};

static void check_limits(uint16_t pid, const struct limits *limits, size_t count) {
    start(pid);
    for (size_t index = 0; index < count; index++) {
        const struct limits *of = &limits[index];
        char expected[32];
        for (int value = of->least; value <= of->most; value++) {
            CHECK_EQUAL_INT(0, wamcam_esp32_camera_set(of->name, value));
            snprintf(expected, sizeof expected, "%s=%d", of->name, value);
            CHECK_EQUAL_TEXT(expected, doubles_camera()->last_setting);
        }
        CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_esp32_camera_set(of->name, of->least - 1));
        CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_esp32_camera_set(of->name, of->most + 1));
        CHECK_EQUAL_TEXT(expected, doubles_camera()->last_setting);
    }
    wamcam_esp32_camera_close();
}

/* Typed off the driver's sources anew, not taken from the code under test. */
static void test_ranges_of_an_ov2640(void) {
    const struct limits limits[] = {
        {"contrast", -2, 2},
        {"brightness", -2, 2},
        {"saturation", -2, 2},
        {"ae_level", -2, 2},
        {"special_effect", 0, 6},
        {"wb_mode", 0, 4},
        {"quality", 0, 63},
        {"agc_gain", 0, 30},
        {"aec_value", 0, 1200},
        {"gainceiling", 0, 6},
        {"whitebal", 0, 1},
        {"awb_gain", 0, 1},
        {"exposure_ctrl", 0, 1},
        {"aec2", 0, 1},
        {"gain_ctrl", 0, 1},
        {"dcw", 0, 1},
        {"bpc", 0, 1},
        {"wpc", 0, 1},
        {"raw_gma", 0, 1},
        {"lenc", 0, 1},
        {"hmirror", 0, 1},
        {"vflip", 0, 1},
        {"colorbar", 0, 1},
    };
    check_limits(OV2640_PID, limits, sizeof limits / sizeof *limits);
}

static void test_ranges_of_ov3660_and_ov5640(void) {
    const struct limits limits[] = {
        {"contrast", -3, 3},  {"brightness", -3, 3},    {"saturation", -4, 4},
        {"sharpness", -3, 3}, {"denoise", 0, 8},        {"ae_level", -5, 5},
        {"agc_gain", 0, 64},  {"aec_value", 0, 1944},   {"gainceiling", 0, 1023},
        {"quality", 0, 63},   {"special_effect", 0, 6}, {"vflip", 0, 1},
    };
    check_limits(OV3660_PID, limits, sizeof limits / sizeof *limits);
    check_limits(OV5640_PID, limits, sizeof limits / sizeof *limits);
}

static void test_what_a_sensor_lacks_is_not_supported(void) {
    start(OV2640_PID);
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, wamcam_esp32_camera_set("sharpness", 0));
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, wamcam_esp32_camera_set("denoise", 0));
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, wamcam_esp32_camera_set("framesize", 1));
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, wamcam_esp32_camera_set("", 1));
    CHECK_EQUAL_TEXT("", doubles_camera()->last_setting);
    wamcam_esp32_camera_close();
}

static void test_a_setting_that_is_not_taken_is_an_error(void) {
    start(OV3660_PID);
    doubles_camera()->setter_result = -1;
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_camera_set("vflip", 1));
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_camera_set("gainceiling", 1));
    wamcam_esp32_camera_close();
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_camera_set("vflip", 1));
}

static const struct check_test tests[] = {
    {"ranges of an ov2640", test_ranges_of_an_ov2640},
    {"ranges of ov3660 and ov5640", test_ranges_of_ov3660_and_ov5640},
    {"what a sensor lacks is not supported", test_what_a_sensor_lacks_is_not_supported},
    {"a setting that is not taken is an error", test_a_setting_that_is_not_taken_is_an_error},
};
CHECK_SUITE(sensor_settings, tests);
