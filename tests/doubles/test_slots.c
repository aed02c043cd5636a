/* Partitions for applications: there, missing, failing, full of anything. */
#include <stdio.h>
#include <string.h>

#include "boards.h"
#include "check.h"
#include "doubles.h"
#include "runtime/slots.h"
#include "wamcam_esp32/board.h"

static const struct wamcam_board *start(void) {
    return wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
}

static void test_applications_have_their_partitions(void) {
    uint8_t seen[6] = {0};
    doubles_reset();
    const struct wamcam_board *board = start();
    const struct wamcam_flash *flash = board->flash;
    CHECK(flash != NULL);
    CHECK_EQUAL_INT(4096, flash->erase_bytes);
    CHECK_EQUAL_INT(2 * 4096, flash->area_bytes[WAMCAM_FLASH_JOURNAL]);
    CHECK_EQUAL_INT(4 * 4096, flash->area_bytes[WAMCAM_FLASH_SLOT_A]);
    for (int area = 0; area < WAMCAM_FLASH_AREAS; area++) {
        enum wamcam_flash_area one = (enum wamcam_flash_area)area;
        uint8_t number = (uint8_t)area;
        CHECK_EQUAL_INT(0, flash->erase(board->context, one, 4096, 4096));
        CHECK_EQUAL_INT(0, flash->write(board->context, one, 4097, &number, 1));
        CHECK_EQUAL_INT(0, flash->read(board->context, one, 4095, seen, 4));
        uint8_t expected[4] = {0xa5, 0xff, number, 0xff};
        CHECK_EQUAL_BYTES(expected, seen, 4);
    }
    wamcam_esp32_board_stop();
}

/** The board starts all the same, and says what to do. */
static void check_unusable(const char *part) {
    const struct wamcam_board *board = start();
    CHECK(board->flash == NULL);
    CHECK_CONTAINS(part, doubles_log_text());
    wamcam_esp32_board_stop();
}

static void test_a_camera_of_before_has_no_partitions(void) {
    static const char *const names[] = {"\"slots\"", "\"wasm_0\"", "\"wasm_1\""};
    for (int index = 0; index < DOUBLES_PARTITIONS; index++) {
        doubles_reset();
        strcpy(doubles_partitions()->table[index].label, "other");
        check_unusable(names[index]);
        CHECK_CONTAINS("flash partition-table and firmware together", doubles_log_text());
    }
}

static void test_partitions_that_are_no_use_are_not_used(void) {
    doubles_reset();
    doubles_partitions()->table[0].size = 4096;
    check_unusable("\"slots\" cannot be used");
    doubles_reset();
    doubles_partitions()->table[1].readonly = true;
    check_unusable("\"wasm_0\" cannot be used");
    doubles_reset();
    doubles_partitions()->table[1].encrypted = true;
    check_unusable("\"wasm_0\" cannot be used");
    doubles_reset();
    doubles_partitions()->table[2].erase_size = 8192;
    check_unusable("\"wasm_1\" cannot be used");
}

/** Every call to the flash memory fails once: the firmware's own application can run in any case.
 */
static void test_flash_that_fails_is_no_harm(void) {
    static const char *const calls[] = {"esp_partition_read", "esp_partition_write",
                                        "esp_partition_erase_range"};
    static const uint8_t sha256[WAMCAM_SLOT_HASH_BYTES] = {1};
    static struct wamcam_slots slots;
    for (size_t index = 0; index < sizeof calls / sizeof *calls; index++) {
        doubles_reset();
        const struct wamcam_board *board = start();
        doubles_fail(calls[index], ESP_ERR_INVALID_STATE, 100);
        wamcam_slots_open(&slots, board, NULL, 0);
        CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
        CHECK_EQUAL_INT(WAMCAM_IO, wamcam_slots_begin(&slots, 100, sha256, 0, 0));
        CHECK_CONTAINS("flash memory for applications", doubles_log_text());
        CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
        doubles_fail(calls[index], ESP_OK, 0);
        CHECK_EQUAL_INT(0, wamcam_slots_begin(&slots, 100, sha256, 0, 0));
        wamcam_esp32_board_stop();
    }
}

static const struct check_test tests[] = {
    {"applications have their partitions", test_applications_have_their_partitions},
    {"a camera of before has no partitions", test_a_camera_of_before_has_no_partitions},
    {"partitions that are no use are not used", test_partitions_that_are_no_use_are_not_used},
    {"flash that fails is no harm", test_flash_that_fails_is_no_harm},
};
CHECK_SUITE(slots, tests);
