/**
 * ESP-IDF's side of the tests: doubles of exactly the functions that wamcam_esp32 and firmware use.
 * Time moves only when a test or the camera lets it; every call that can fail can be made to.
 */
#ifndef WAMCAM_DOUBLES_H
#define WAMCAM_DOUBLES_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "esp_camera.h"
#include "esp_partition.h"
#include "esp_system.h"
#include "esp_wifi_types.h"

/** Back to a chip that has just got power, with a card in and a camera on. Call it first. */
void doubles_reset(void);

/* --- failures -------------------------------------------------------------------------------- */

/** Let the next `times` calls of a function return `error`, or fail in its way of failing. */
void doubles_fail(const char *function, esp_err_t error, int times);
/** Let the call number `index` (from 0) of all that can fail return `error`. -1: none. */
void doubles_fail_at(int index, esp_err_t error);
/** How many calls that can fail there were since doubles_reset(). */
int doubles_calls(void);
/** How many times a function was called. */
int doubles_calls_of(const char *function);
/** What this call of a double is to return: ESP_OK or an error. For the doubles. */
esp_err_t doubles_outcome(const char *function);

/* --- time ------------------------------------------------------------------------------------ */

/** Let time pass; due timers fire on the calling thread. */
void doubles_advance_us(int64_t duration_us);
int64_t doubles_now_us(void);
/** The wall clock, in microseconds since 1970. */
void doubles_set_wall_us(int64_t utc_us);
/** Timers that are alive. */
int doubles_timers(void);
/** True while a timer of that name runs. */
bool doubles_timer_runs(const char *name);
/** Wait until another thread has started the timer of that name. */
void doubles_await_timer(const char *name);

/* --- chip ------------------------------------------------------------------------------------ */

void doubles_set_reset_reason(esp_reset_reason_t reason);
/** Number of restarts. The one who calls esp_restart() ends: a test by coming back from
 *  doubles_until_restart(), another thread by ending. */
int doubles_restarts(void);
/** Call `function`, which is to end in esp_restart(); true if it did. */
bool doubles_until_restart(void (*function)(void));
/** Wait until another thread has called esp_restart(). */
void doubles_await_restart(void);
/** The length of the deep sleep that ended doubles_until_restart(), -1: it was a restart. */
int64_t doubles_slept_us(void);
/** Whether a pin is held at its level. */
bool doubles_pin_is_held(int pin);
/** Let a computer be connected by USB, or not. */
void doubles_set_usb_host(bool is_there);
/** Level of a pin, -1 if it is no output. */
int doubles_pin(int pin);
/** Tie a pin to ground; the others are pulled up. */
void doubles_ground_pin(int pin);

/* --- log ------------------------------------------------------------------------------------- */

/** All lines so far: "E tag: text\n". */
const char *doubles_log_text(void);

/* --- memory ---------------------------------------------------------------------------------- */

void doubles_heap_start(void);
/** The PSRAM that is free, as one block. */
void doubles_set_psram_free(size_t bytes);
/** Pieces that were asked of internal memory. */
int doubles_internal_pieces(void);

/* --- camera ---------------------------------------------------------------------------------- */

/** How the camera is; change it at any time. */
struct doubles_camera {
    uint16_t pid;
    framesize_t max_size;
    int64_t period_us;     /**< From frame to frame. */
    size_t frame_bytes;    /**< Length of the frames to come; 0 is possible. */
    bool lacks_end;        /**< Its frames have no end marker. */
    int missing;           /**< That many calls from now find no frame. */
    int setter_result;     /**< Of all setters. */
    int registers[0x400b]; /**< Bytes by address, as get_reg() has it. */
    /* what was seen */
    camera_config_t config;
    bool is_running;
    int out;               /**< Frames taken and not returned. */
    int torn;              /**< Frames whose memory went while they were out. */
    char settings[256];    /**< "name=value " of all setters called since the start. */
    char last_setting[32]; /**< "name=value" of the last setter called. */
};
struct doubles_camera *doubles_camera(void);
void doubles_camera_start(void);

/* --- card ------------------------------------------------------------------------------------ */

struct doubles_card {
    bool is_in;
    bool has_file_system;
    uint64_t free_bytes;
    /* what was seen */
    int mounted; /**< Cards that are mounted: 0 or 1. */
    int clock_khz;
    char bus[8]; /**< "spi" or "sdmmc" */
    int width;
    bool would_format;
};
struct doubles_card *doubles_card(void);
void doubles_card_start(void);

/* --- files on the card ----------------------------------------------------------------------- */

void doubles_files_start(void);
/** From now on close, fsync, rename, unlink and write of files can fail, by an errno. */
void doubles_files_may_fail(void);

/* --- flash ----------------------------------------------------------------------------------- */

struct doubles_flash {
    bool has_partition;
    bool has_file_system;
    size_t core_dump_bytes; /**< 0: none. */
    /* what was seen */
    int mounted;  /**< File systems that are mounted: 0 or 1. */
    int levelled; /**< Wear levelling that is in use: 0 or 1. */
    int formatted;
    int nvs_count; /**< Failed starts as NVS has them; -1: the key is not there. */
    uint8_t network[128];
    size_t network_bytes; /**< Of the blob that NVS keeps; 0: the key is not there. */
};
struct doubles_flash *doubles_flash(void);
void doubles_flash_start(void);
/** The partition of the file system, if it is asked for so; else NULL. */
const esp_partition_t *doubles_storage_partition(esp_partition_type_t type,
                                                 esp_partition_subtype_t subtype,
                                                 const char *label);

/* --- USB ------------------------------------------------------------------------------------- */

struct doubles_usb {
    bool is_installed;    /**< The transceiver belongs to the drive. */
    bool is_console_back; /**< It was given back to the serial port. */
    int drivers;          /**< Mass storage drivers: 0 or 1. */
    int storages;
    bool would_format;
};
struct doubles_usb *doubles_usb(void);
void doubles_usb_start(void);
/** The computer ejects the drive: the events that the component then sends. */
void doubles_usb_eject(void);

/* --- terminal -------------------------------------------------------------------------------- */

struct doubles_terminal {
    bool is_dumb; /**< It knows no escape sequences. */
    /* what was seen */
    bool takes_enter;
    bool waits_for_keys;
    bool is_in_dumb_mode;
    bool has_run_over; /**< A line was longer than its memory. */
    int probes;
    int pauses;
    char remembered[300]; /**< Latest line of the history. */
};
struct doubles_terminal *doubles_terminal(void);
/** Also ends the thread that reads. */
void doubles_terminal_start(void);
/** Plug the cable in, or pull it. */
void doubles_terminal_plug(bool is_in);
void doubles_terminal_type(const char *keys);
/** True when all lines are answered and the next one is waited for. */
bool doubles_terminal_is_idle(void);
/** Wait until another thread pauses. */
void doubles_terminal_await_pause(void);
/** What is shown behind the cursor; NULL: nothing. */
const char *doubles_terminal_hint(const char *typed);
/** What Tab makes of it, texts of 32 bytes; returns their number. */
size_t doubles_terminal_complete(const char *typed, char **out);

/* --- partitions for applications ------------------------------------------------------------- */

#define DOUBLES_PARTITIONS 3
/** Change the table before the board starts; a label that nobody looks for: it is not there. */
struct doubles_partitions {
    esp_partition_t table[DOUBLES_PARTITIONS];
};
struct doubles_partitions *doubles_partitions(void);
void doubles_partitions_start(void);

/* --- Wi-Fi ----------------------------------------------------------------------------------- */

struct doubles_wifi {
    wifi_config_t config;
    bool is_started;
    bool is_quick; /**< No modem sleep. */
    int connects;
    int disconnects;
    int signal_dbm; /**< 0: not connected. */
};
struct doubles_wifi *doubles_wifi(void);
void doubles_wifi_start(void);
void doubles_wifi_event(wifi_event_t event);
void doubles_wifi_disconnected(uint8_t reason);
void doubles_wifi_address(bool has_come);

/* --- HTTP server and mDNS -------------------------------------------------------------------- */

/** The server's task is the thread that asks. */
struct doubles_http {
    bool is_started;
    uint16_t port;
    int core;
    /* what the next request brings */
    const char *authorization; /**< NULL: no such header. */
    const char *query;         /**< NULL: none. */
    const uint8_t *body;
    size_t body_bytes;   /**< That come. */
    size_t length_bytes; /**< That are announced. */
    size_t piece_bytes;  /**< That come at once; 0: all. */
    int timeouts;        /**< That many times nothing comes at first. */
    int64_t timeout_us;  /**< How long the server waits for nothing. */
    bool hangs;          /**< Behind what comes nothing ends: the connection stays open. */
    /* what was seen */
    size_t read_bytes; /**< Of the body. */
    bool is_kept;      /**< The connection goes on. */
    char status[40];   /**< "": no answer was sent. */
    char type[40];
    char header[64]; /**< "field: value" of the last one that was added. */
    char answer[8192];
    const char *header_field; /**< Added to the answer to come. */
    const char *header_value;
};
struct doubles_http *doubles_http(void);
void doubles_http_start(void);
/** A request to a path, as it stands there. False: nobody answers it. */
bool doubles_http_ask(int method, const char *path);

struct doubles_mdns {
    char host[40];
    char name[40]; /**< "": no service is told of. */
    char service[40];
    uint16_t port;
    char properties[80]; /**< "key=value " of each. */
};
struct doubles_mdns *doubles_mdns(void);

#endif
