/* The pins of every board: none twice, none that the chip needs for itself. */
#include <string.h>

#include "boards.h"
#include "check.h"

#define PINS_MAX 32

struct pins {
    int list[PINS_MAX];
    size_t count;
};

static void add(struct pins *pins, int pin) {
    if (pin != WAMCAM_ESP32_NO_PIN) {
        CHECK(pins->count < PINS_MAX);
        pins->list[pins->count++] = pin;
    }
}

static void collect(struct pins *pins, const struct wamcam_esp32_hardware *board) {
    const struct wamcam_esp32_camera_pins *camera = &board->camera;
    const int all[] = {camera->power_down, camera->reset,       camera->xclk,   camera->sda,
                       camera->scl,        camera->vsync,       camera->href,   camera->pclk,
                       board->card.clk,    board->card.cmd,     board->card.d0, board->card.d3,
                       board->lamp.pin,    board->usb_drive_pin};
    pins->count = 0;
    for (size_t index = 0; index < sizeof all / sizeof *all; index++) {
        add(pins, all[index]);
    }
    for (size_t line = 0; line < 8; line++) {
        add(pins, camera->data[line]);
    }
}

/** Pins that an ESP32-S3 with octal PSRAM and native USB does not give away. */
static bool is_taken_on_s3(int pin) {
    return (pin >= 26 && pin <= 37) || pin == 19 || pin == 20 || pin > 48;
}

/** Flash, PSRAM, and numbers that are no pins. */
static bool is_taken_on_esp32(int pin) {
    return (pin >= 6 && pin <= 11) || pin == 16 || pin == 17 || pin > 39;
}

static void check_board(const struct wamcam_esp32_hardware *board, bool (*is_taken)(int)) {
    struct pins pins;
    collect(&pins, board);
    for (size_t index = 0; index < pins.count; index++) {
        CHECK(pins.list[index] >= 0 && !is_taken(pins.list[index]));
        for (size_t other = 0; other < index; other++) {
            CHECK(pins.list[index] != pins.list[other]);
        }
    }
    CHECK(board->xclk_hz >= 8000000 && board->xclk_hz <= 20000000);
    bool has_select = board->card.d3 != WAMCAM_ESP32_NO_PIN;
    CHECK(has_select == (board->card_bus == &wamcam_esp32_card_spi));
    CHECK(strlen(board->name) > 0);
}

static void test_no_pin_is_used_twice_or_taken(void) {
    check_board(&board_xiao_esp32s3_sense, is_taken_on_s3);
    check_board(&board_freenove_esp32s3_wroom, is_taken_on_s3);
    check_board(&board_esp32s3_eye, is_taken_on_s3);
    check_board(&board_m5stack_cams3, is_taken_on_s3);
    check_board(&board_esp32_cam, is_taken_on_esp32);
}

static const struct check_test tests[] = {
    {"no pin is used twice or taken", test_no_pin_is_used_twice_or_taken},
};
CHECK_SUITE(boards, tests);
