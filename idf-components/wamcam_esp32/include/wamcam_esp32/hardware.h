/**
 * What differs between two boards that run the same firmware: pins and clocks.
 *
 * A board is one file in boards/, which defines `wamcam_esp32_this_board`; menuconfig chooses the
 * file. docs/boards.md has the table of all boards, with the source of each pin.
 */
#ifndef WAMCAM_ESP32_HARDWARE_H
#define WAMCAM_ESP32_HARDWARE_H

/** For a pin that is not connected. */
#define WAMCAM_ESP32_NO_PIN (-1)

/** GPIO numbers of the camera, named as on the sensor. */
struct wamcam_esp32_camera_pins {
    int power_down; /**< PWDN, high = off. */
    int reset;      /**< RESET, low = reset. */
    int xclk;       /**< Clock to the sensor. */
    int sda;        /**< SIOD, data of the control bus. */
    int scl;        /**< SIOC, clock of the control bus. */
    int data[8];    /**< D0 (called Y2 on sensors) to D7 (Y9). */
    int vsync;
    int href;
    int pclk;
};

/** GPIO numbers of the card, named as in SD mode; in SPI mode they are SCLK, MOSI, MISO and CS. */
struct wamcam_esp32_card_pins {
    int clk; /**< SCLK */
    int cmd; /**< MOSI */
    int d0;  /**< MISO */
    int d3;  /**< CS; not connected on boards that use one line of SD mode. */
};

struct wamcam_esp32_card_bus; /* see src/card_bus.h */
/** Four wires at up to 20 MHz; works with every card and on every pin. */
extern const struct wamcam_esp32_card_bus wamcam_esp32_card_spi;
/** SD mode with one data line. ESP32-S3 only: other chips cannot choose these pins. */
extern const struct wamcam_esp32_card_bus wamcam_esp32_card_sdmmc;

/** A lamp that says "safe mode"; no pin where the board has none, or one that the card shares. */
struct wamcam_esp32_lamp {
    int pin;
    int lit_level; /**< 0 or 1. */
};

struct wamcam_esp32_hardware {
    const char *name; /**< For logs and reports, for example "xiao-esp32s3-sense". */
    struct wamcam_esp32_camera_pins camera;
    int xclk_hz; /**< 8,000,000 to 20,000,000; lower where the clock disturbs the antenna. */
    const struct wamcam_esp32_card_bus *card_bus;
    struct wamcam_esp32_card_pins card;
    struct wamcam_esp32_lamp lamp;
    int usb_drive_pin; /**< Tied to ground at the start it asks for the USB drive. */
};

/** The board that this firmware is for. */
extern const struct wamcam_esp32_hardware wamcam_esp32_this_board;

#endif
