#define _POSIX_C_SOURCE 200809L

#include <sched.h>
#include <string.h>

#include "camera/capture.h"
#include "check.h"
#include "runtime/board_double.h"

/** The result of the job under way, once it has ended. */
static int await(struct wamcam_capture *capture) {
    int result = wamcam_capture_result(capture);
    while (result == WAMCAM_WOULD_BLOCK) {
        sched_yield();
        result = wamcam_capture_result(capture);
    }
    return result;
}

static void test_a_frame_is_taken_and_given_back(void) {
    struct board_double board;
    board_double_init(&board);
    struct wamcam_capture *capture = wamcam_capture_start(&board.board);
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_capture_shoot(capture));
    CHECK_EQUAL_INT(0, wamcam_capture_open(capture, "SVGA", 10));
    CHECK_EQUAL_INT(0, await(capture));
    CHECK_EQUAL_INT(0, wamcam_capture_shoot(capture));
    int frame = await(capture);
    CHECK(frame > 0);
    CHECK(wamcam_capture_happened(capture));
    struct wamcam_frame_info info;
    CHECK_EQUAL_INT(0, wamcam_capture_info(capture, frame, &info));
    CHECK_EQUAL_INT(7, info.bytes);
    CHECK_EQUAL_INT(3, info.marks);
    CHECK_EQUAL_INT(0, wamcam_capture_release(capture, frame));
    CHECK_EQUAL_INT(WAMCAM_BAD_HANDLE, wamcam_capture_release(capture, frame));
    CHECK_EQUAL_INT(WAMCAM_BAD_HANDLE, wamcam_capture_info(capture, frame, &info));
    wamcam_capture_stop(capture);
    CHECK_EQUAL_INT(0, board.frames_out);
    board_double_free(&board);
}

static void test_no_frame_is_kept_at_the_end(void) {
    struct board_double board;
    board_double_init(&board);
    struct wamcam_capture *capture = wamcam_capture_start(&board.board);
    wamcam_capture_open(capture, "SVGA", 10);
    await(capture);
    wamcam_capture_shoot(capture);
    CHECK(await(capture) > 0);     /* held */
    wamcam_capture_shoot(capture); /* taken, never fetched */
    wamcam_capture_stop(capture);
    CHECK_EQUAL_INT(0, board.frames_out);
    board_double_free(&board);
}

static void test_the_limit_of_frames_holds(void) {
    struct board_double board;
    board_double_init(&board);
    struct wamcam_capture *capture = wamcam_capture_start(&board.board);
    wamcam_capture_open(capture, "SVGA", 10);
    await(capture);
    for (uint32_t count = 0; count < board.board.limits.frames_max; count++) {
        CHECK_EQUAL_INT(0, wamcam_capture_shoot(capture));
        CHECK(await(capture) > 0);
    }
    CHECK_EQUAL_INT(WAMCAM_NO_MEMORY, wamcam_capture_shoot(capture));
    wamcam_capture_stop(capture);
    CHECK_EQUAL_INT(0, board.frames_out);
    board_double_free(&board);
}

static void test_failures_are_handed_on(void) {
    struct board_double board;
    board_double_init(&board);
    board.open_result = WAMCAM_NO_DEVICE;
    struct wamcam_capture *capture = wamcam_capture_start(&board.board);
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_capture_result(capture));
    CHECK_EQUAL_INT(0, wamcam_capture_open(capture, "SVGA", 10));
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, await(capture));
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_capture_set(capture, "vflip", 1));
    board.open_result = 0;
    board.take_result = WAMCAM_TIMED_OUT;
    wamcam_capture_open(capture, "SVGA", 10);
    CHECK_EQUAL_INT(0, await(capture));
    CHECK_EQUAL_INT(0, wamcam_capture_set(capture, "vflip", 1));
    CHECK_EQUAL_TEXT("vflip=1 ", board.settings);
    wamcam_capture_shoot(capture);
    CHECK_EQUAL_INT(WAMCAM_TIMED_OUT, await(capture));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_capture_open(capture, "SVGA", 64));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_capture_open(capture, "A_NAME_TOO_LONG_TO_BE_ONE", 1));
    wamcam_capture_stop(capture);
    board_double_free(&board);
}

static void test_an_unfetched_result_keeps_the_camera_busy(void) {
    struct board_double board;
    board_double_init(&board);
    struct wamcam_capture *capture = wamcam_capture_start(&board.board);
    wamcam_capture_open(capture, "SVGA", 10);
    while (!wamcam_capture_happened(capture)) {
        sched_yield();
    }
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_capture_open(capture, "SVGA", 10));
    CHECK_EQUAL_INT(0, await(capture));
    CHECK_EQUAL_INT(0, wamcam_capture_open(capture, "SVGA", 10));
    wamcam_capture_stop(capture);
    board_double_free(&board);
}

static void test_marks_tell_torn_frames(void) {
    static const uint8_t torn[] = {0xff, 0xd8, 1, 2, 3};
    struct board_double board;
    board_double_init(&board);
    board.frame_bytes = torn;
    board.frame_length = sizeof torn;
    struct wamcam_capture *capture = wamcam_capture_start(&board.board);
    wamcam_capture_open(capture, "SVGA", 10);
    await(capture);
    wamcam_capture_shoot(capture);
    struct wamcam_frame_info info;
    wamcam_capture_info(capture, await(capture), &info);
    CHECK_EQUAL_INT(WAMCAM_FRAME_MARK_START, info.marks);
    wamcam_capture_stop(capture);
    board_double_free(&board);
}

static const struct check_test tests[] = {
    {"a frame is taken and given back", test_a_frame_is_taken_and_given_back},
    {"no frame is kept at the end", test_no_frame_is_kept_at_the_end},
    {"the limit of frames holds", test_the_limit_of_frames_holds},
    {"failures are handed on", test_failures_are_handed_on},
    {"an unfetched result keeps the camera busy", test_an_unfetched_result_keeps_the_camera_busy},
    {"marks tell torn frames", test_marks_tell_torn_frames},
};
CHECK_SUITE(camera_capture, tests);
