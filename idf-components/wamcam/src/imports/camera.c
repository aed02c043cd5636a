/* Capability camera. */
#include <string.h>

#include "imports/table.h"
#include "imports/text.h"
#include "runtime/host.h"

/* Longest name of a setting or frame size that the driver knows, and some. */
#define NAME_BYTES 24

/** A name from linear memory as C text; INVALID if it is empty, long or holds a NUL. */
static int copy_name(const uint8_t *bytes, uint32_t length, char name[NAME_BYTES]) {
    if (length == 0 || length >= NAME_BYTES || memchr(bytes, 0, length) != NULL) {
        return WAMCAM_INVALID;
    }
    memcpy(name, bytes, length);
    name[length] = '\0';
    return 0;
}

int32_t wamcam_camera_open(wasm_exec_env_t environment, uint8_t *frame_size,
                           uint32_t frame_size_length, int32_t jpeg_quality) {
    char name[NAME_BYTES];
    int status = copy_name(frame_size, frame_size_length, name);
    if (status < 0) {
        return status;
    }
    return wamcam_capture_open(wamcam_host_of(environment)->capture, name, jpeg_quality);
}

int32_t wamcam_camera_set(wasm_exec_env_t environment, uint8_t *setting, uint32_t setting_length,
                          int32_t value) {
    char name[NAME_BYTES];
    int status = copy_name(setting, setting_length, name);
    if (status < 0) {
        return status;
    }
    return wamcam_capture_set(wamcam_host_of(environment)->capture, name, value);
}

int32_t wamcam_camera_shoot(wasm_exec_env_t environment) {
    return wamcam_capture_shoot(wamcam_host_of(environment)->capture);
}

int32_t wamcam_camera_result(wasm_exec_env_t environment) {
    return wamcam_capture_result(wamcam_host_of(environment)->capture);
}

int32_t wamcam_camera_sensor(wasm_exec_env_t environment, uint8_t *out, uint32_t out_length) {
    const struct wamcam_board *board = wamcam_host_of(environment)->board;
    return wamcam_text_give(board->camera_sensor(board->context), out, out_length);
}

int32_t wamcam_camera_frame_info(wasm_exec_env_t environment, int32_t frame, uint8_t *out,
                                 uint32_t out_length) {
    struct wamcam_frame_info info;
    int status = wamcam_capture_info(wamcam_host_of(environment)->capture, frame, &info);
    if (status < 0) {
        return status;
    }
    _Static_assert(sizeof info == 24, "the layout that imports.json promises");
    if (out_length < sizeof info) {
        return WAMCAM_INVALID;
    }
    memcpy(out, &info, sizeof info); /* wasm is little-endian, and so are all our boards */
    return (int32_t)sizeof info;
}

int32_t wamcam_camera_luminance(wasm_exec_env_t environment, int32_t frame, uint8_t *out,
                                uint32_t out_length) {
    const struct wamcam_host *host = wamcam_host_of(environment);
    const struct wamcam_frame *held = wamcam_capture_frame(host->capture, frame);
    if (held == NULL) {
        return WAMCAM_BAD_HANDLE;
    }
    if (out_length < WAMCAM_LUMINANCE_CELLS) {
        return WAMCAM_INVALID;
    }
    if (host->board->camera_luminance == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    int status = host->board->camera_luminance(host->board->context, held, out);
    return status < 0 ? status : (int32_t)WAMCAM_LUMINANCE_CELLS;
}

int32_t wamcam_camera_frame_release(wasm_exec_env_t environment, int32_t frame) {
    return wamcam_capture_release(wamcam_host_of(environment)->capture, frame);
}
