/* The USB drive: the storage belongs to one side at a time and always comes home. */
#include "boards.h"
#include "card.h"
#include "check.h"
#include "doubles.h"
#include "usb_drive.h"
#include "wamcam/errors.h"
#include "wamcam_esp32/board.h"

#define S INT64_C(1000000)

int no_usb_drive_offer(void);
int64_t no_usb_drive_step(void);

static const struct wamcam_board *board;

static void start(void) {
    board = wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
}

/** As the core thread does it again and again. */
static void wait(void) {
    board->wait(board->context, NULL, 0, 0, 0);
}

static void check_is_home(void) {
    CHECK(!wamcam_esp32_usb_drive_is_out());
    CHECK_EQUAL_INT(1, doubles_flash()->mounted);
    CHECK_EQUAL_INT(1, doubles_flash()->levelled);
    CHECK_EQUAL_INT(0, doubles_usb()->storages);
    CHECK_EQUAL_INT(0, doubles_usb()->drivers);
    CHECK(!doubles_usb()->is_installed);
}

static void check_is_out(void) {
    CHECK(wamcam_esp32_usb_drive_is_out());
    CHECK_EQUAL_INT(0, doubles_flash()->mounted);
    CHECK_EQUAL_INT(1, doubles_flash()->levelled);
    CHECK_EQUAL_INT(1, doubles_usb()->storages);
    CHECK(doubles_usb()->is_installed);
    CHECK(!board->stop_requested(board->context));
    CHECK_EQUAL_INT(WAMCAM_BUSY, board->sleep_state(board->context));
}

static void stop(void) {
    wamcam_esp32_board_stop();
    CHECK(!doubles_usb()->would_format);
}

static void test_a_jumper_offers_the_drive_and_ejecting_brings_it_back(void) {
    doubles_reset();
    doubles_ground_pin(board_xiao_esp32s3_sense.usb_drive_pin);
    doubles_set_reset_reason(ESP_RST_DEEPSLEEP); /* after any other start it stays awake anyway */
    start();
    CHECK_EQUAL_INT(1, doubles_flash()->mounted); /* the application reads its settings first */
    wait();
    check_is_out();
    CHECK_EQUAL_INT(WAMCAM_BUSY, wamcam_esp32_usb_drive_offer());
    doubles_usb_eject();
    wait();
    check_is_out(); /* the computer is still being answered */
    doubles_advance_us(S / 2);
    wait();
    check_is_home();
    CHECK(doubles_usb()->is_console_back);
    CHECK(wamcam_esp32_usb_drive_has_come_back());
    CHECK(board->stop_requested(board->context));
    wamcam_esp32_usb_drive_welcome();
    CHECK(!board->stop_requested(board->context));
    CHECK_EQUAL_INT(0, board->sleep_state(board->context));
    wait();
    check_is_home(); /* the jumper counts at the start only */
    stop();
}

static void test_without_a_jumper_nothing_is_handed_over_until_somebody_asks(void) {
    doubles_reset();
    start();
    for (int round = 0; round < 3; round++) {
        wait();
        check_is_home();
        CHECK_EQUAL_INT(0, board->usb_drive_offer(board->context));
        wait();
        check_is_out();
        doubles_usb_eject();
        wait();
        doubles_advance_us(S / 2);
        wait();
        wamcam_esp32_usb_drive_welcome();
    }
    check_is_home();
    stop();
}

static void test_no_card_is_mounted_while_the_drive_is_out(void) {
    doubles_reset();
    doubles_card()->is_in = false;
    start();
    wamcam_esp32_usb_drive_offer();
    wait();
    doubles_card()->is_in = true;
    doubles_await_timer("card");
    doubles_advance_us(3 * S);
    doubles_await_timer("card");
    CHECK_EQUAL_INT(0, doubles_card()->mounted);
    doubles_usb_eject();
    wait();
    doubles_advance_us(S / 2);
    wait();
    check_is_home();
    stop();
}

static void test_a_drive_that_fails_leaves_the_storage_at_home(void) {
    const char *const functions[] = {"wl_mount", "tinyusb_msc_install_driver",
                                     "tinyusb_msc_new_storage_spiflash", "tinyusb_driver_install"};
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        doubles_reset();
        start();
        doubles_fail(functions[index], ESP_ERR_NO_MEM, 1);
        wamcam_esp32_usb_drive_offer();
        wait();
        check_is_home();
        CHECK(!wamcam_esp32_usb_drive_has_come_back());
        CHECK_CONTAINS("no USB drive: ", doubles_log_text());
        CHECK_EQUAL_INT(0, wamcam_esp32_usb_drive_offer());
        wait();
        check_is_out();
        stop();
    }
}

static void step(void) {
    (void)wamcam_esp32_usb_drive_step();
}

static void test_storage_that_does_not_come_back_restarts_the_chip(void) {
    const char *const functions[] = {"tinyusb_driver_uninstall", "tinyusb_msc_delete_storage"};
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
        doubles_reset();
        start();
        wamcam_esp32_usb_drive_offer();
        wait();
        doubles_usb_eject();
        wait();
        doubles_advance_us(S / 2);
        doubles_fail(functions[index], ESP_ERR_INVALID_STATE, 1);
        CHECK(doubles_until_restart(step));
        CHECK_CONTAINS("does not come back", doubles_log_text());
        wamcam_esp32_board_stop();
    }
}

static void test_what_the_computer_made_unreadable_is_formatted(void) {
    doubles_reset();
    start();
    wamcam_esp32_usb_drive_offer();
    wait();
    doubles_flash()->has_file_system = false;
    doubles_usb_eject();
    wait();
    doubles_advance_us(S / 2);
    wait();
    check_is_home();
    CHECK_CONTAINS("has no file system and is formatted", doubles_log_text());
    stop();
}

static void test_a_board_without_usb_refuses(void) {
    doubles_reset();
    CHECK_EQUAL_INT(WAMCAM_NOT_SUPPORTED, no_usb_drive_offer());
    CHECK_CONTAINS("this board has no USB drive", doubles_log_text());
    CHECK_EQUAL_INT(INT64_MAX, no_usb_drive_step());
}

static const struct check_test tests[] = {
    {"a jumper offers the drive and ejecting brings it back",
     test_a_jumper_offers_the_drive_and_ejecting_brings_it_back},
    {"without a jumper nothing is handed over until somebody asks",
     test_without_a_jumper_nothing_is_handed_over_until_somebody_asks},
    {"no card is mounted while the drive is out", test_no_card_is_mounted_while_the_drive_is_out},
    {"a drive that fails leaves the storage at home",
     test_a_drive_that_fails_leaves_the_storage_at_home},
    {"storage that does not come back restarts the chip",
     test_storage_that_does_not_come_back_restarts_the_chip},
    {"what the computer made unreadable is formatted",
     test_what_the_computer_made_unreadable_is_formatted},
    {"a board without usb refuses", test_a_board_without_usb_refuses},
};
CHECK_SUITE(usb_drive, tests);
