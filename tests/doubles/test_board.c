/* The board as the core gets it: it always comes up, with what there is. */
#include <string.h>
#include <unistd.h>

#include "boards.h"
#include "check.h"
#include "doubles.h"
#include "wamcam_esp32/board.h"

static const struct wamcam_board *start(void) {
    return wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
}

static void stop(void) {
    wamcam_esp32_board_stop();
    CHECK_EQUAL_INT(0, doubles_card()->mounted);
    CHECK_EQUAL_INT(0, doubles_camera()->out);
}

static void test_a_board_has_all_that_the_core_asks_for(void) {
    doubles_reset();
    const struct wamcam_board *board = start();
    CHECK_EQUAL_TEXT("xiao-esp32s3-sense", board->name);
    CHECK_EQUAL_TEXT("1.2.3", board->firmware_version);
    CHECK_EQUAL_TEXT("/card", board->card_folder);
    CHECK_EQUAL_TEXT("/card", board->settings_folders[0]);
    CHECK_EQUAL_TEXT("/internal", board->settings_folders[1]);
    CHECK(board->settings_folders[2] == NULL);
    CHECK_EQUAL_TEXT("/internal", board->state_folder);
    CHECK_EQUAL_INT(0, board->card_state(board->context));
    CHECK(!board->stop_requested(board->context));
    CHECK_EQUAL_INT(0, board->tls_trust(board->context, NULL));
    uint8_t random[5] = {0};
    board->random(board->context, random, 4);
    CHECK_EQUAL_BYTES("\x5a\x5a\x5a\x5a\0", random, 5);
    stop();
}

static void test_the_time_is_unknown_until_it_is_set(void) {
    const int64_t utc_us = INT64_C(1782000000123456);
    doubles_reset();
    const struct wamcam_board *board = start();
    CHECK_EQUAL_INT(-1, board->utc_us(board->context));
    CHECK_EQUAL_INT(0, board->set_utc_us(board->context, utc_us));
    CHECK_EQUAL_INT(utc_us, board->utc_us(board->context));
    doubles_fail("settimeofday", ESP_FAIL, 1);
    CHECK_EQUAL_INT(WAMCAM_IO, board->set_utc_us(board->context, utc_us + 5));
    CHECK_EQUAL_INT(utc_us, board->utc_us(board->context));
    CHECK_EQUAL_INT(doubles_now_us(), board->uptime_us(board->context));
    stop();
}

static void test_health_tells_memory_signal_and_reset(void) {
    doubles_reset();
    doubles_set_reset_reason(ESP_RST_TASK_WDT);
    const struct wamcam_board *board = start();
    struct wamcam_health health = {0};
    board->health(board->context, &health);
    CHECK_EQUAL_INT(WAMCAM_RESET_WATCHDOG, health.reset_reason);
    CHECK_EQUAL_INT(0, health.signal_dbm);
    CHECK_EQUAL_INT(100000, health.internal.free_bytes);
    CHECK_EQUAL_INT(4 << 20, health.psram.free_bytes);
    CHECK_EQUAL_INT(2 << 20, health.psram.block_bytes_max);
    CHECK_EQUAL_INT(1 << 20, health.psram.free_bytes_min);
    doubles_wifi()->signal_dbm = -61;
    board->health(board->context, &health);
    CHECK_EQUAL_INT(-61, health.signal_dbm);
    stop();
}

static void test_a_sleep_ends_by_waking_sockets_and_time(void) {
    int pipe_ends[2];
    doubles_reset();
    const struct wamcam_board *board = start();
    CHECK_EQUAL_INT(0, pipe(pipe_ends));
    const struct wamcam_wait_socket reading = {.descriptor = pipe_ends[0], .readable = true};
    const struct wamcam_wait_socket writing = {.descriptor = pipe_ends[1], .writable = true};
    board->wake(board->context);
    board->wait(board->context, NULL, 0, INT64_MAX, INT64_MAX);
    board->wait(board->context, &writing, 1, INT64_MAX, INT64_MAX);
    CHECK_EQUAL_INT(1, write(pipe_ends[1], "x", 1));
    board->wait(board->context, &reading, 1, INT64_MAX, INT64_MAX);
    board->wait(board->context, NULL, 0, 0, INT64_MAX); /* a moment that has passed */
    board->wait(board->context, NULL, 0, INT64_MAX, 0);
    CHECK_EQUAL_INT(10, doubles_calls_of("esp_task_wdt_reset"));
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    stop();
}

static void test_log_levels_are_kept(void) {
    doubles_reset();
    const struct wamcam_board *board = start();
    board->log(board->context, WAMCAM_LEVEL_ERROR, "100 % broken %s");
    board->log(board->context, WAMCAM_LEVEL_WARNING, "two");
    board->log(board->context, WAMCAM_LEVEL_INFORMATION, "three");
    board->log(board->context, WAMCAM_LEVEL_DEBUG, "four");
    CHECK_CONTAINS("E wamcam: 100 % broken %s\nW wamcam: two\nI wamcam: three\nD wamcam: four\n",
                   doubles_log_text());
    stop();
}

static void test_storage_in_flash_that_fails_is_done_without(void) {
    doubles_reset();
    doubles_fail("esp_vfs_fat_spiflash_mount_rw_wl", ESP_FAIL, 2);
    const struct wamcam_board *board = start();
    CHECK_CONTAINS("the storage in flash cannot be used", doubles_log_text());
    CHECK(board->settings_folders[1] == NULL);
    CHECK_EQUAL_TEXT("/card", board->state_folder);
    CHECK_EQUAL_INT(0, doubles_flash()->levelled);
    stop();
}

static void test_storage_without_a_file_system_is_formatted_and_told(void) {
    doubles_reset();
    doubles_flash()->has_file_system = false;
    const struct wamcam_board *board = start();
    CHECK_EQUAL_TEXT("/internal", board->state_folder);
    CHECK_EQUAL_INT(1, doubles_flash()->formatted);
    CHECK_EQUAL_INT(1, doubles_flash()->levelled);
    CHECK_CONTAINS("has no file system and is formatted", doubles_log_text());
    stop();
}

static void test_storage_without_a_partition_is_told(void) {
    doubles_reset();
    doubles_flash()->has_partition = false;
    const struct wamcam_board *board = start();
    CHECK(board->settings_folders[1] == NULL);
    CHECK_CONTAINS("no partition \"storage\"", doubles_log_text());
    stop();
}

static int64_t core_dump_bytes(const struct wamcam_board *board) {
    struct wamcam_health health = {0};
    board->health(board->context, &health);
    return health.core_dump_bytes;
}

static void test_a_core_dump_that_is_kept_is_told_of(void) {
    const char *const kept[] = {
        "W core dump: of task \"pthread\" at 0x42001234 in firmware 0a1b2c3d4 kept, 40960 bytes",
        "W core dump: kept, 40960 bytes", "W core dump: one is kept that was not written"};
    const char *const failing[] = {"none", "esp_core_dump_get_summary",
                                   "esp_core_dump_image_check"};
    for (size_t index = 0; index < 3; index++) {
        doubles_reset();
        doubles_flash()->core_dump_bytes = 40960;
        doubles_fail(failing[index], ESP_ERR_INVALID_CRC, 1);
        CHECK_EQUAL_INT(index < 2 ? 40960 : 0, core_dump_bytes(start()));
        CHECK_CONTAINS(kept[index], doubles_log_text());
        stop();
    }
    doubles_reset();
    CHECK_EQUAL_INT(0, core_dump_bytes(start()));
    CHECK(strstr(doubles_log_text(), "core dump") == NULL);
    stop();
}

static void test_roots_that_cannot_be_had_are_an_error(void) {
    doubles_reset();
    const struct wamcam_board *board = start();
    doubles_fail("esp_crt_bundle_attach", ESP_ERR_NO_MEM, 1);
    CHECK_EQUAL_INT(WAMCAM_IO, board->tls_trust(board->context, NULL));
    stop();
}

/** What an application does first, whatever the answers. */
static void use(const struct wamcam_board *board) {
    struct wamcam_health health = {0};
    struct wamcam_frame frame;
    board->health(board->context, &health);
    board->wifi_join(board->context, "net", "hunter22");
    board->card_free_bytes(board->context);
    board->camera_open(board->context, "SVGA", 12);
    board->camera_set(board->context, "vflip", 1);
    if (board->camera_take(board->context, &frame) == 0) {
        board->camera_give_back(board->context, &frame);
    }
    board->wait(board->context, NULL, 0, 0, 0);
    board->camera_close(board->context);
}

static void test_any_call_may_fail(void) {
    doubles_reset();
    use(start());
    stop();
    int calls = doubles_calls();
    CHECK(calls > 20);
    for (int index = 0; index < calls; index++) {
        doubles_reset();
        doubles_fail_at(index, ESP_ERR_NO_MEM);
        use(start());
        stop();
    }
}

static const struct check_test tests[] = {
    {"a board has all that the core asks for", test_a_board_has_all_that_the_core_asks_for},
    {"the time is unknown until it is set", test_the_time_is_unknown_until_it_is_set},
    {"health tells memory, signal and reset", test_health_tells_memory_signal_and_reset},
    {"a sleep ends by waking, sockets and time", test_a_sleep_ends_by_waking_sockets_and_time},
    {"log levels are kept", test_log_levels_are_kept},
    {"storage in flash that fails is done without",
     test_storage_in_flash_that_fails_is_done_without},
    {"storage without a file system is formatted and told",
     test_storage_without_a_file_system_is_formatted_and_told},
    {"storage without a partition is told", test_storage_without_a_partition_is_told},
    {"a core dump that is kept is told of", test_a_core_dump_that_is_kept_is_told_of},
    {"roots that cannot be had are an error", test_roots_that_cannot_be_had_are_an_error},
    {"any call may fail", test_any_call_may_fail},
};
CHECK_SUITE(board, tests);
