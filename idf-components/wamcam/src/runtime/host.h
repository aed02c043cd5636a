/** Everything that belongs to the running application on the host's side. */
#ifndef WAMCAM_RUNTIME_HOST_H
#define WAMCAM_RUNTIME_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include <wasm_export.h>

#include "camera/capture.h"
#include "net/connections.h"
#include "net/sntp.h"
#include "runtime/effort.h"
#include "runtime/line_budget.h"
#include "store/listing.h"
#include "wamcam/board.h"
#include "wamcam/package.h"
#include "wamcam/run.h"

struct wamcam_recorder;
struct wamcam_trial;

struct wamcam_host {
    const struct wamcam_board *board;
    const struct wamcam_manifest *manifest; /**< What the application may do. */
    struct wamcam_capture *capture;
    struct wamcam_connections *connections;
    struct wamcam_sntp_question *question; /**< The question to a time server, or NULL. */
    struct wamcam_listing listing;
    struct wamcam_effort effort;
    struct wamcam_line_budget lines;  /**< Of log and events. */
    struct wamcam_recorder *recorder; /**< NULL: nothing is recorded. */
    struct wamcam_trial *trial;       /**< NULL: nobody supervises this run. */
    bool finish_requested;
    bool stop_requested; /**< The application was told to end; it has a grace period. */
    int exit_code;
    struct wamcam_sleep sleep;
    uint32_t asked;    /**< What a person wants of the application; WAMCAM_ASKED_... */
    bool has_news;     /**< Something for the application has come from a person: call it. */
    bool takes_wishes; /**< The application has asked what is wanted at least once. */
};

/** Bits of the import app.asked. */
#define WAMCAM_ASKED_PHOTO UINT32_C(1)

/** The host of the instance that calls an import; never NULL once the instance runs. */
struct wamcam_host *wamcam_host_of(wasm_exec_env_t environment);

/** One log line of the core itself, printf-style. */
void wamcam_host_log(const struct wamcam_board *board, enum wamcam_level level, const char *format,
                     ...) __attribute__((format(printf, 3, 4)));

#endif
