/* The card: mounted, noticed when it is pulled, mounted again. */
#include <string.h>

#include "boards.h"
#include "card.h"
#include "check.h"
#include "doubles.h"
#include "wamcam/errors.h"

#define RETRY_US 3000000
#define LOOK_US 2000000

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_changed = PTHREAD_COND_INITIALIZER;
static int changes;

static void changed(void) {
    pthread_mutex_lock(&mutex);
    changes++;
    pthread_cond_signal(&has_changed);
    pthread_mutex_unlock(&mutex);
}

/** Wait until the thread that mounts has found the card. */
static void await_card(void) {
    pthread_mutex_lock(&mutex);
    while (changes == 0) {
        pthread_cond_wait(&has_changed, &mutex);
    }
    changes = 0;
    pthread_mutex_unlock(&mutex);
    CHECK_EQUAL_INT(0, wamcam_esp32_card_state());
}

static void start(const struct wamcam_esp32_hardware *board) {
    wamcam_esp32_card_start(board, changed);
    wamcam_esp32_card_await_attempt();
    changes = 0; /* of the attempt at the start */
}

static void finish(void) {
    wamcam_esp32_card_stop();
    CHECK_EQUAL_INT(0, doubles_card()->mounted);
    CHECK_EQUAL_INT(0, doubles_timers());
    CHECK(!doubles_card()->would_format);
}

static void test_a_card_is_mounted_over_the_boards_bus(void) {
    doubles_reset();
    start(&board_xiao_esp32s3_sense);
    CHECK_EQUAL_INT(0, wamcam_esp32_card_state());
    CHECK_EQUAL_TEXT("spi", doubles_card()->bus);
    CHECK_EQUAL_INT(20000, doubles_card()->clock_khz);
    struct wamcam_room room;
    CHECK_EQUAL_INT(1000000, wamcam_esp32_card_free_bytes());
    CHECK_EQUAL_INT(0, wamcam_esp32_card_room(&room));
    CHECK_EQUAL_INT(2000000, room.total_bytes);
    finish();
    start(&board_esp32s3_eye);
    CHECK_EQUAL_TEXT("sdmmc", doubles_card()->bus);
    CHECK_EQUAL_INT(1, doubles_card()->width);
    finish();
}

static void test_a_card_that_comes_later_is_mounted(void) {
    doubles_reset();
    doubles_card()->is_in = false;
    start(&board_xiao_esp32s3_sense);
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_card_state());
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_card_free_bytes());
    doubles_advance_us(RETRY_US);
    doubles_await_timer("card"); /* for the next attempt */
    CHECK_EQUAL_INT(0, changes);
    CHECK_EQUAL_INT(10000, doubles_card()->clock_khz); /* slower each time */
    doubles_card()->is_in = true;
    doubles_advance_us(RETRY_US);
    await_card();
    CHECK_EQUAL_INT(4000, doubles_card()->clock_khz);
    finish();
}

static void test_a_card_that_is_pulled_is_noticed_and_comes_back(void) {
    doubles_reset();
    start(&board_xiao_esp32s3_sense);
    for (int round = 0; round < 5; round++) {
        doubles_card()->is_in = false;
        CHECK_EQUAL_INT(0, wamcam_esp32_card_state()); /* looked at a moment ago */
        doubles_advance_us(LOOK_US);
        CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_card_state());
        CHECK_EQUAL_INT(0, doubles_card()->mounted);
        doubles_card()->is_in = true;
        doubles_advance_us(RETRY_US);
        await_card();
        CHECK_EQUAL_INT(1, doubles_card()->mounted);
    }
    finish();
}

static void test_a_card_without_file_system_is_not_formatted(void) {
    doubles_reset();
    doubles_card()->has_file_system = false;
    start(&board_xiao_esp32s3_sense);
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_card_state());
    CHECK_CONTAINS("format it as FAT32", doubles_log_text());
    finish();
}

static void test_a_missing_card_is_told_of_once(void) {
    doubles_reset();
    doubles_card()->is_in = false;
    start(&board_xiao_esp32s3_sense);
    for (int attempt = 1; attempt < 20; attempt++) {
        doubles_await_timer("card");
        doubles_advance_us(RETRY_US);
    }
    doubles_await_timer("card");
    CHECK_EQUAL_INT(20, doubles_calls_of("esp_vfs_fat_sdspi_mount"));
    finish();
    const char *first = strstr(doubles_log_text(), "no card");
    CHECK(first != NULL && strstr(first + 1, "no card") == NULL);
}

static void test_a_card_that_fails_to_tell_its_room_is_an_error(void) {
    doubles_reset();
    start(&board_xiao_esp32s3_sense);
    doubles_fail("esp_vfs_fat_info", ESP_FAIL, 1);
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_card_free_bytes());
    doubles_card()->free_bytes = UINT64_MAX;
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_esp32_card_free_bytes());
    finish();
}

static void test_a_card_that_is_held_is_not_looked_for(void) {
    doubles_reset();
    doubles_card()->is_in = false;
    start(&board_xiao_esp32s3_sense);
    wamcam_esp32_card_hold(true);
    doubles_card()->is_in = true;
    for (int attempt = 0; attempt < 5; attempt++) {
        doubles_await_timer("card");
        doubles_advance_us(RETRY_US);
    }
    doubles_await_timer("card");
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_card_state());
    CHECK_EQUAL_INT(1, doubles_calls_of("esp_vfs_fat_sdspi_mount"));
    wamcam_esp32_card_hold(false);
    doubles_advance_us(RETRY_US);
    await_card();
    finish();
}

static void test_without_a_bus_or_a_timer_there_is_no_card(void) {
    doubles_reset();
    doubles_fail("spi_bus_initialize", ESP_ERR_NO_MEM, 1);
    start(&board_xiao_esp32s3_sense);
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_card_state());
    finish();
    doubles_fail("esp_timer_create", ESP_ERR_NO_MEM, 1);
    start(&board_xiao_esp32s3_sense);
    CHECK_EQUAL_INT(0, wamcam_esp32_card_state());
    doubles_card()->is_in = false;
    doubles_advance_us(LOOK_US);
    CHECK_EQUAL_INT(WAMCAM_NO_DEVICE, wamcam_esp32_card_state());
    finish();
}

static const struct check_test tests[] = {
    {"a card is mounted over the board's bus", test_a_card_is_mounted_over_the_boards_bus},
    {"a card that comes later is mounted", test_a_card_that_comes_later_is_mounted},
    {"a card that is pulled is noticed and comes back",
     test_a_card_that_is_pulled_is_noticed_and_comes_back},
    {"a card without file system is not formatted",
     test_a_card_without_file_system_is_not_formatted},
    {"a missing card is told of once", test_a_missing_card_is_told_of_once},
    {"a card that fails to tell its room is an error",
     test_a_card_that_fails_to_tell_its_room_is_an_error},
    {"a card that is held is not looked for", test_a_card_that_is_held_is_not_looked_for},
    {"without a bus or a timer there is no card", test_without_a_bus_or_a_timer_there_is_no_card},
};
CHECK_SUITE(card, tests);
