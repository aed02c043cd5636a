/* The camera: frames that are new, whole and returned, whatever the driver does. */
#include <string.h>

#include "boards.h"
#include "camera.h"
#include "camera/capture.h"
#include "check.h"
#include "doubles.h"
#include "wamcam/errors.h"

static void start(void) {
    doubles_reset();
    wamcam_esp32_camera_start(&board_xiao_esp32s3_sense);
}

static void finish(void) {
    wamcam_esp32_camera_close();
    CHECK(!doubles_camera()->is_running);
    CHECK_EQUAL_INT(0, doubles_camera()->out);
    CHECK_EQUAL_INT(0, doubles_camera()->torn);
}

static void test_opening_hands_pins_and_sizes_to_the_driver(void) {
    start();
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
    const camera_config_t *config = &doubles_camera()->config;
    CHECK_EQUAL_INT(10, config->pin_xclk);
    CHECK_EQUAL_INT(40, config->pin_sccb_sda);
    CHECK_EQUAL_INT(39, config->pin_sccb_scl);
    CHECK_EQUAL_INT(15, config->pin_d0);
    CHECK_EQUAL_INT(48, config->pin_d7);
    CHECK_EQUAL_INT(-1, config->pin_pwdn);
    CHECK_EQUAL_INT(FRAMESIZE_SVGA, config->frame_size);
    CHECK_EQUAL_INT(12, config->jpeg_quality);
    CHECK_EQUAL_INT(PIXFORMAT_JPEG, config->pixel_format);
    CHECK_EQUAL_INT(CAMERA_GRAB_LATEST, config->grab_mode);
    CHECK_EQUAL_INT(CAMERA_FB_IN_PSRAM, config->fb_location);
    CHECK_EQUAL_TEXT("OV2640", wamcam_esp32_camera_sensor());
    finish();
    CHECK_EQUAL_TEXT("", wamcam_esp32_camera_sensor());
}

static void test_opening_again_starts_anew(void) {
    start();
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("UXGA", 10));
    CHECK_EQUAL_INT(FRAMESIZE_UXGA, doubles_camera()->config.frame_size);
    finish();
}

static void test_what_cannot_be_opened_is_refused(void) {
    start();
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_esp32_camera_open("SVGAA", 12));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_esp32_camera_open("INVALID", 12));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_esp32_camera_open("SVGA", 64));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_esp32_camera_open("SVGA", -1));
    CHECK_EQUAL_INT(0, doubles_calls_of("esp_camera_init"));
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, wamcam_esp32_camera_open("QXGA", 12));
    CHECK(!doubles_camera()->is_running);
    finish();
}

static void test_failures_of_the_driver_have_names(void) {
    const struct {
        esp_err_t error;
        int expected;
    } cases[] = {
        {ESP_ERR_NOT_SUPPORTED, WAMCAM_NO_DEVICE},
        {ESP_ERR_CAMERA_NOT_DETECTED, WAMCAM_NO_DEVICE},
        {ESP_ERR_NO_MEM, WAMCAM_NO_MEMORY},
        {ESP_FAIL, WAMCAM_IO},
    };
    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        start();
        doubles_fail("esp_camera_init", cases[index].error, 1);
        CHECK_EQUAL_INT(cases[index].expected, wamcam_esp32_camera_open("SVGA", 12));
        CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_camera_set("vflip", 1));
        CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
        finish();
    }
}

static void test_without_psram_no_memory_is_named(void) {
    start();
    size_t both_buffers = 2 * 1600 * 1200 / 5;
    doubles_set_psram_free(both_buffers - 1);
    CHECK_EQUAL_INT(WAMCAM_NO_MEMORY, wamcam_esp32_camera_open("UXGA", 12));
    CHECK_EQUAL_INT(0, doubles_calls_of("esp_camera_init"));
    doubles_set_psram_free(both_buffers);
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("UXGA", 12));
    finish();
}

/* The exposure of a frame begins at most one frame before it is read out. */
static void test_a_frame_is_exposed_after_it_was_asked_for(void) {
    struct check_random random = check_random_seed(1);
    start();
    for (int round = 0; round < 500; round++) {
        struct wamcam_frame frame;
        doubles_camera()->period_us = 20000 + (int64_t)check_random_below(&random, 400000);
        CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
        for (int shot = 0; shot < 3; shot++) {
            doubles_advance_us((int64_t)check_random_below(&random, 1000000));
            int64_t asked_us = doubles_now_us();
            CHECK_EQUAL_INT(0, wamcam_esp32_camera_take(&frame));
            CHECK(frame.captured_at_uptime_us - doubles_camera()->period_us >= asked_us);
            CHECK(doubles_now_us() - asked_us <= 5 * doubles_camera()->period_us);
            CHECK_EQUAL_INT(800, frame.width_px);
            CHECK_EQUAL_INT(600, frame.height_px);
            wamcam_esp32_camera_give_back(&frame);
        }
    }
    finish();
}

static void test_no_frame_and_empty_frames_are_errors(void) {
    struct wamcam_frame frame;
    start();
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_camera_take(&frame));
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
    doubles_camera()->missing = 1;
    CHECK_EQUAL_INT(WAMCAM_TIMED_OUT, wamcam_esp32_camera_take(&frame));
    doubles_camera()->frame_bytes = 0;
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_camera_take(&frame));
    doubles_camera()->frame_bytes = 100;
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_take(&frame));
    CHECK_EQUAL_INT(100, frame.length_bytes);
    wamcam_esp32_camera_give_back(&frame);
    wamcam_esp32_camera_give_back(&frame); /* harmless */
    finish();
}

static void test_a_frame_that_is_out_keeps_its_memory(void) {
    struct wamcam_frame frame;
    start();
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_take(&frame));
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_esp32_camera_open("SVGA", 12));
    CHECK_EQUAL_INT(0xd9, frame.bytes[frame.length_bytes - 1]);
    wamcam_esp32_camera_give_back(&frame);
    CHECK_EQUAL_INT(0, wamcam_esp32_camera_open("SVGA", 12));
    finish();
}

/* --- under the core's camera thread ---------------------------------------------------------- */

static int board_open(void *context, const char *frame_size, int32_t jpeg_quality) {
    (void)context;
    return wamcam_esp32_camera_open(frame_size, jpeg_quality);
}

static int board_take(void *context, struct wamcam_frame *out) {
    (void)context;
    return wamcam_esp32_camera_take(out);
}

static void board_give_back(void *context, struct wamcam_frame *frame) {
    (void)context;
    wamcam_esp32_camera_give_back(frame);
}

static void board_close(void *context) {
    (void)context;
    wamcam_esp32_camera_close();
}

/* The job's end can be waited for. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t woken = PTHREAD_COND_INITIALIZER;
static bool is_woken;

static void board_wake(void *context) {
    (void)context;
    pthread_mutex_lock(&mutex);
    is_woken = true;
    pthread_cond_signal(&woken);
    pthread_mutex_unlock(&mutex);
}

static int result_of_job(struct wamcam_capture *capture) {
    for (;;) {
        int result = wamcam_capture_result(capture);
        if (result != WAMCAM_WOULD_BLOCK) {
            return result;
        }
        pthread_mutex_lock(&mutex);
        while (!is_woken) {
            pthread_cond_wait(&woken, &mutex);
        }
        is_woken = false;
        pthread_mutex_unlock(&mutex);
    }
}

static void do_something(struct wamcam_capture *capture, struct check_random *random, int *held) {
    switch (check_random_below(random, 6)) {
    case 0:
        doubles_fail("esp_camera_init", ESP_FAIL, (int)check_random_below(random, 2));
        break;
    case 1:
        doubles_camera()->missing = (int)check_random_below(random, 3);
        break;
    case 2:
        doubles_camera()->frame_bytes = check_random_below(random, 2) * 4000;
        break;
    case 3:
        if (wamcam_capture_open(capture, "SVGA", 12) == 0) {
            result_of_job(capture);
        }
        break;
    case 4:
        if (*held > 0) {
            CHECK_EQUAL_INT(0, wamcam_capture_release(capture, *held));
            *held = 0;
        }
        break;
    default:
        if (wamcam_capture_shoot(capture) == 0) {
            int result = result_of_job(capture);
            *held = result > 0 ? result : *held;
        }
        break;
    }
}

static const struct wamcam_board capturing = {
    .limits.frames_max = WAMCAM_ESP32_FRAMES_MAX,
    .wake = board_wake,
    .camera_open = board_open,
    .camera_take = board_take,
    .camera_give_back = board_give_back,
    .camera_close = board_close,
};

/** Marks of a frame that was taken so, and is given back. */
static int marks_of_a_frame(struct wamcam_capture *capture) {
    struct wamcam_frame_info info;
    CHECK_EQUAL_INT(0, wamcam_capture_shoot(capture));
    int handle = result_of_job(capture);
    CHECK(handle > 0);
    CHECK_EQUAL_INT(0, wamcam_capture_info(capture, handle, &info));
    CHECK_EQUAL_INT(0, wamcam_capture_release(capture, handle));
    return info.marks;
}

/** The application takes another one then: as-app/tests/camera. */
static void test_a_frame_without_end_marker_is_told_and_comes_back(void) {
    start();
    struct wamcam_capture *capture = wamcam_capture_start(&capturing);
    CHECK(capture != NULL);
    CHECK_EQUAL_INT(0, wamcam_capture_open(capture, "SVGA", 12));
    CHECK_EQUAL_INT(0, result_of_job(capture));
    doubles_camera()->lacks_end = true;
    CHECK_EQUAL_INT(WAMCAM_FRAME_MARK_START, marks_of_a_frame(capture));
    CHECK_EQUAL_INT(0, doubles_camera()->out);
    doubles_camera()->lacks_end = false;
    CHECK_EQUAL_INT(WAMCAM_FRAME_MARK_START | WAMCAM_FRAME_MARK_END, marks_of_a_frame(capture));
    wamcam_capture_stop(capture);
    finish();
}

static void test_every_frame_comes_back_whatever_fails(void) {
    struct check_random random = check_random_seed(7);
    for (int round = 0; round < 50; round++) {
        start();
        struct wamcam_capture *capture = wamcam_capture_start(&capturing);
        CHECK(capture != NULL);
        int held = 0;
        for (int step = 0; step < 60; step++) {
            do_something(capture, &random, &held);
        }
        wamcam_capture_stop(capture);
        finish();
    }
}

static const struct check_test tests[] = {
    {"opening hands pins and sizes to the driver", test_opening_hands_pins_and_sizes_to_the_driver},
    {"opening again starts anew", test_opening_again_starts_anew},
    {"what cannot be opened is refused", test_what_cannot_be_opened_is_refused},
    {"failures of the driver have names", test_failures_of_the_driver_have_names},
    {"without psram no memory is named", test_without_psram_no_memory_is_named},
    {"a frame is exposed after it was asked for", test_a_frame_is_exposed_after_it_was_asked_for},
    {"no frame and empty frames are errors", test_no_frame_and_empty_frames_are_errors},
    {"a frame that is out keeps its memory", test_a_frame_that_is_out_keeps_its_memory},
    {"a frame without end marker is told and comes back",
     test_a_frame_without_end_marker_is_told_and_comes_back},
    {"every frame comes back whatever fails", test_every_frame_comes_back_whatever_fails},
};
CHECK_SUITE(camera, tests);
