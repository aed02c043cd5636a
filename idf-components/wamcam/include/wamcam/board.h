/**
 * What a board must provide: the only door from the core to hardware and operating system.
 *
 * A board is one constant `struct wamcam_board`. Next to it the core needs POSIX files, POSIX
 * sockets, POSIX threads and mbedTLS, which ESP-IDF and Linux both have.
 *
 * Rules for all callbacks
 * - `context` is the board's own pointer, handed back unchanged.
 * - Results: zero or more is success, negative is an `enum wamcam_error`.
 * - "Core thread" is the thread that called wamcam_run(). Unless said otherwise a callback is
 *   called on the core thread only and must return within a few milliseconds.
 * - Strings are UTF-8 and end with NUL; they belong to the side that made them.
 */
#ifndef WAMCAM_BOARD_H
#define WAMCAM_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/errors.h"

/** Severity of a log line; also the numbers of the import log.write. */
enum wamcam_level {
    WAMCAM_LEVEL_ERROR = 0,
    WAMCAM_LEVEL_WARNING = 1,
    WAMCAM_LEVEL_INFORMATION = 2,
    WAMCAM_LEVEL_DEBUG = 3,
};

/** Cells of a frame whose brightness is told: 8 columns, 6 rows. */
#define WAMCAM_LUMINANCE_CELLS 48u

/** One picture in the camera's memory. Valid until it is given back. */
struct wamcam_frame {
    const uint8_t *bytes; /**< JPEG data, owned by the board. */
    size_t length_bytes;
    int32_t width_px;              /**< 0 when the board does not know. */
    int32_t height_px;             /**< 0 when the board does not know. */
    int64_t captured_at_uptime_us; /**< Start of exposure, or the nearest moment known. */
    void *token;                   /**< For the board: finds its buffer again. */
};

/** A socket that the core waits for. */
struct wamcam_wait_socket {
    int descriptor;
    bool readable; /**< Wake when there is something to read. */
    bool writable; /**< Wake when there is room to write. */
};

/** Why the board started; also the numbers of the import board.health. */
enum wamcam_reset_reason {
    WAMCAM_RESET_UNKNOWN = 0,
    WAMCAM_RESET_POWER_ON = 1,   /**< Power came, or the reset button was pressed. */
    WAMCAM_RESET_SOFTWARE = 2,   /**< The firmware restarted itself on purpose. */
    WAMCAM_RESET_PANIC = 3,      /**< The firmware crashed. */
    WAMCAM_RESET_WATCHDOG = 4,   /**< Any watchdog: of a task, of interrupts, of the chip. */
    WAMCAM_RESET_BROWN_OUT = 5,  /**< The supply voltage was too low. */
    WAMCAM_RESET_DEEP_SLEEP = 6, /**< Woken from deep sleep. */
};

/** One heap, in bytes; -1: unknown. On ESP-IDF: heap_caps_get_info() of its capability. */
struct wamcam_heap {
    int64_t free_bytes;
    int64_t free_bytes_min;  /**< Least free since the board started. */
    int64_t block_bytes_max; /**< Largest block that could be had now. */
};

/** How a board is, in the layout that the import board.health promises. */
struct wamcam_health {
    int32_t reset_reason; /**< An enum wamcam_reset_reason; on ESP-IDF from esp_reset_reason(). */
    int32_t signal_dbm;   /**< Of Wi-Fi (esp_wifi_sta_get_ap_info()), below 0; 0: unknown. */
    struct wamcam_heap internal; /**< MALLOC_CAP_INTERNAL, or the only heap. */
    struct wamcam_heap psram;    /**< MALLOC_CAP_SPIRAM. */
    int64_t core_dump_bytes;     /**< Kept of the last crash; 0: none; -1: the board keeps none. */
};

/** How much a storage holds, in bytes. */
struct wamcam_room {
    int64_t free_bytes;
    int64_t total_bytes;
};

/** A public key of ECDSA on P-256: its point, uncompressed (SEC 1, section 2.3.3): 4, x, y. */
struct wamcam_key {
    uint8_t point[65];
};

/** Most bytes that an application keeps over a sleep. */
#define WAMCAM_KEPT_BYTES_MAX 256

/** Bounds of everything that could grow. */
struct wamcam_limits {
    uint32_t wasm_pages_max;        /**< Linear memory, in pages of 64 KiB. */
    uint32_t wasm_stack_bytes;      /**< Operand stack of the interpreter. */
    uint32_t wasm_module_bytes_max; /**< Largest application file. */
    int32_t
        instructions_per_call;  /**< Interpreter operations in one call into wasm; -1: no limit. */
    uint32_t call_ms_max;       /**< Real time of one call into wasm before it is stopped. */
    uint32_t frames_max;        /**< Frames held at the same time. */
    uint32_t connections_max;   /**< Connections open at the same time. */
    uint32_t send_chunk_bytes;  /**< Most bytes given to TLS at once (1,024 to 4,096). */
    uint32_t send_pause_ms_max; /**< Longest pause between two of them. */
    uint32_t send_buffer_bytes_max; /**< Largest send buffer of a socket; 0: it cannot be chosen. */
    uint32_t open_ms;               /**< Name lookup, connect and handshake together. */
    uint32_t stall_ms;              /**< Sending without a byte accepted by the link. */
    uint32_t response_ms;           /**< From the last byte sent to the next received. */
    uint32_t trial_s;               /**< How long a new application must run to be confirmed. */
    uint32_t trial_s_max;           /**< By when it must have proved itself. */
    uint64_t recording_bytes_max;   /**< Of a run; what comes after is not recorded. */
    bool machine_code; /**< Whether an application may bring machine code: docs/package.md. */
};

/** A program that looks at one part of the camera, for the console's command of that name. */
struct wamcam_check {
    const char *name; /**< For example "camera". */
    const uint8_t *wasm;
    size_t wasm_bytes;
};

#define WAMCAM_CHECKS_MAX 4

struct wamcam_console; /* console.h */

/** Parts of flash memory that hold applications, or files that play them. */
enum wamcam_flash_area {
    WAMCAM_FLASH_JOURNAL = 0, /**< What is known of the slots; at least two erase units. */
    WAMCAM_FLASH_SLOT_A = 1,  /**< One application file. */
    WAMCAM_FLASH_SLOT_B = 2,
    WAMCAM_FLASH_AREAS = 3,
};

/**
 * Flash memory for applications that replace the one that is part of the firmware. It behaves as
 * NOR flash does: erasing makes all bits 1, writing makes some of them 0, and a cut of power may
 * leave what was under way half done. Core thread only; `context` is the board's; 0 or IO. The
 * core stays within the areas and erases whole units. When a call returns, its bytes are safe.
 */
struct wamcam_flash {
    uint32_t area_bytes[WAMCAM_FLASH_AREAS]; /**< Multiples of erase_bytes. */
    uint32_t erase_bytes;                    /**< Smallest part that can be erased, from 1,024. */
    int (*read)(void *context, enum wamcam_flash_area area, uint32_t offset, uint8_t *out,
                size_t length);
    int (*erase)(void *context, enum wamcam_flash_area area, uint32_t offset, uint32_t length);
    int (*write)(void *context, enum wamcam_flash_area area, uint32_t offset, const uint8_t *bytes,
                 size_t length);
};

struct wamcam_board {
    const char *name;             /**< For logs and reports, for example "desktop". */
    const char *firmware_version; /**< Of the program around the core, for example "0.1.0". */
    void *context;
    struct wamcam_limits limits;

    /* --- time ------------------------------------------------------------------------------ */

    /** Microseconds since the board started; never jumps. A desktop board may let it run fast. */
    int64_t (*uptime_us)(void *context);
    /** Microseconds since 1970-01-01T00:00:00Z, or -1 while not known. */
    int64_t (*utc_us)(void *context);
    /** Set the wall clock. The core has checked the range. */
    int (*set_utc_us)(void *context, int64_t utc_us);
    /** Real microseconds from an arbitrary start; never sped up. Any thread. */
    int64_t (*stopwatch_us)(void *context);
    /**
     * Optional (NULL: stopwatch_us() stands in). Microseconds of a processor that the calling
     * thread has had; tells what the application's work costs where other programs run, too.
     */
    int64_t (*processor_us)(void *context);

    /**
     * Sleep until a socket is ready, wake() is called, uptime_us() reaches `until_uptime_us` or
     * stopwatch_us() reaches `until_stopwatch_us` (INT64_MAX: no such limit), whichever comes
     * first. May return early.
     */
    void (*wait)(void *context, const struct wamcam_wait_socket *sockets, size_t count,
                 int64_t until_uptime_us, int64_t until_stopwatch_us);
    /** End a wait() under way, or the next one at once. Any thread. */
    void (*wake)(void *context);
    /** True when the person or the system wants the program to end. */
    bool (*stop_requested)(void *context);

    /** Fill with random bytes. Any thread. */
    void (*random)(void *context, uint8_t *out, size_t length);

    /** How the board is. `out` says "unknown" everywhere; fill in what is known. */
    void (*health)(void *context, struct wamcam_health *out);

    /**
     * Optional (NULL: the board cannot power down). Whether it may power down now: 0, or BUSY while
     * somebody is at it. What is wanted stands in the outcome of the run (run.h).
     */
    int (*sleep_state)(void *context);
    /**
     * Optional, as sleep_state(). Copy what was kept over the sleep from which the board has woken
     * to `out`, which holds WAMCAM_KEPT_BYTES_MAX bytes, and forget it; returns its length, 0 after
     * any other start.
     */
    size_t (*kept)(void *context, uint8_t *out);

    /* --- camera: one call at a time; open, take and close come from a thread of their own
     *     and may block for seconds ---------------------------------------------------------- */

    /**
     * Start or restart the camera. `frame_size` is an esp32-camera name without FRAMESIZE_,
     * `jpeg_quality` 0..63, lower is better. Errors: NO_DEVICE, NOT_SUPPORTED, INVALID, NO_MEMORY.
     */
    int (*camera_open)(void *context, const char *frame_size, int32_t jpeg_quality);
    /** One sensor setting (esp32-camera's setter name without set_). Core thread, camera idle. */
    int (*camera_set)(void *context, const char *setting, int32_t value);
    /**
     * Take a frame whose exposure began after the call. Errors: TIMED_OUT (no frame came), IO,
     * NO_MEMORY. After success the frame is held until camera_give_back().
     */
    int (*camera_take)(void *context, struct wamcam_frame *out);
    /** Return a frame of camera_take(). Core thread; may overlap with camera_take(). */
    void (*camera_give_back)(void *context, struct wamcam_frame *frame);
    /**
     * How bright the cells of a frame are, 0 to 255, row by row from the top left. Core thread.
     * NULL on a board that decodes no frames. INVALID for one that cannot be decoded, NO_MEMORY.
     */
    int (*camera_luminance)(void *context, const struct wamcam_frame *frame,
                            uint8_t out[WAMCAM_LUMINANCE_CELLS]);
    void (*camera_close)(void *context);
    /** Name of the sensor after a successful open, "" before. */
    const char *(*camera_sensor)(void *context);

    /* --- files ----------------------------------------------------------------------------- */

    /** Folder under which the card is mounted, without a / at the end. */
    const char *card_folder;
    /** 0, NO_DEVICE, READ_ONLY or IO. Also the place to mount a card that has come back. */
    int (*card_state)(void *context);
    /** Bytes free on the card, or an error. */
    int64_t (*card_free_bytes)(void *context);
    /**
     * Optional (NULL: not told). How much there is in the storage of `folder`, which is card_folder
     * or state_folder; a person asks. Errors: NO_DEVICE; BUSY while a computer has it; IO.
     */
    int (*room)(void *context, const char *folder, struct wamcam_room *out);
    /** Folders searched in this order for settings files; NULL entries are skipped. */
    const char *settings_folders[3];
    /** Folder for state.toml. */
    const char *state_folder;

    /** Optional (NULL: none, only the firmware's own application runs). See docs/updates.md. */
    const struct wamcam_flash *flash;

    /* --- network --------------------------------------------------------------------------- */

    /**
     * Install the trusted root certificates into an `mbedtls_ssl_config` (void to keep mbedTLS
     * out of this header). Called once per connection.
     */
    int (*tls_trust)(void *context, void *ssl_config);
    /**
     * Optional (NULL: the board has no Wi-Fi, or its system looks after it). Join this network and,
     * whenever it is lost, join it again, until called with another one. Returns at once and
     * copies the texts, whose lengths the core has checked; `password` "": an open network. The
     * password must never be shown.
     */
    int (*wifi_join)(void *context, const char *ssid, const char *password);
    /**
     * Optional (NULL: the board does not listen). Take applications from the local network, under
     * this name and from whoever knows the token, and hand them over as push.h has it; from now on,
     * or with another name and token. Returns at once and copies the texts, whose form the core has
     * checked. The token must never be shown. IO.
     */
    int (*listen)(void *context, const char *name, const char *token);
    /**
     * Optional (NULL: none). Where to connect instead of host:port, as curl's --connect-to; the
     * certificate is still checked against `host`. Asked for TCP and, with port 123, for the UDP
     * of SNTP. Returns 0 with the target filled in, or ACCESS to refuse the connection. `target`
     * holds `target_size` bytes.
     */
    int (*connect_to)(void *context, const char *host, uint16_t port, char *target,
                      size_t target_size, uint16_t *target_port);

    /* --- trust ----------------------------------------------------------------------------- */

    /** Keys whose owners may send applications to this board; NULL and 0: nobody. */
    const struct wamcam_key *trusted_keys;
    size_t trusted_key_count;

    /* --- output ---------------------------------------------------------------------------- */

    /** One log line without a line end. Any thread. */
    void (*log)(void *context, enum wamcam_level level, const char *text);
    /** One JSON object from the application or the core. */
    void (*report)(void *context, const char *json, size_t length);
    /**
     * Optional (NULL: no recording). Keep a piece of the recording of this run behind those
     * before; see docs/recorder.md. An error ends the recording, not the run.
     */
    int (*record)(void *context, const uint8_t *bytes, size_t length);

    /* --- console --------------------------------------------------------------------------- */

    /** Optional (NULL: none; then what follows is not used). See console.h. */
    struct wamcam_console *console;
    /** A piece of an answer: whole characters of UTF-8 and line ends, nothing that could steer a
     *  terminal. Core thread. */
    void (*console_write)(void *context, const char *text, size_t length);
    /** The answer has ended, and the next line may be handed in. Core thread. */
    void (*console_done)(void *context);
    /**
     * Optional (NULL: the board has no Wi-Fi of its own). Lines about Wi-Fi for a person, each with
     * its line end, into `out`: state, network, address; never the password.
     */
    void (*wifi_describe)(void *context, char *out, size_t size);
    /**
     * Optional (NULL: the board cannot). Hand the storage for settings to a computer, as a USB
     * drive, the next time the core thread waits. BUSY: the computer has it; NOT_SUPPORTED.
     */
    int (*usb_drive_offer)(void *context);
    /** Checks that can be run; the first without a name ends the list. */
    struct wamcam_check checks[WAMCAM_CHECKS_MAX];
};

#endif
