#include "camera.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "esp_attr.h"
#include "esp_camera.h"
#include "esp_heap_caps.h"
#include "esp_log.h"
#include "esp_system.h"
#include "exposure.h"
#include "frame_sizes.h"
#include "sensor_settings.h"
#include "wamcam/errors.h"

/* One that the driver fills while the other is out, and never an old one first. */
#define FRAME_BUFFERS 2

/* Frames looked at for one that began after the call: those in the queue and under way, the one
 * whose exposure had begun, and some that the driver threw away. */
#define FRAMES_LOOKED_AT_MAX 8

static const char *const tag = "camera";

static const struct wamcam_esp32_hardware *hardware;
static bool is_open;
static atomic_int frames_out;
static const char *sensor_name = "";

/* As what it was last open. Lives on in deep sleep; any other start finds it empty. */
static RTC_DATA_ATTR struct {
    char frame_size[16]; /* "": it is not known */
    int32_t jpeg_quality;
} last;

static pthread_t ahead;
static bool is_going_ahead;

void wamcam_esp32_camera_start(const struct wamcam_esp32_hardware *of) {
    hardware = of;
    is_open = false;
    atomic_store(&frames_out, 0);
    sensor_name = "";
    is_going_ahead = false;
}

static camera_config_t configuration(framesize_t frame_size, int32_t jpeg_quality) {
    const struct wamcam_esp32_camera_pins *pins = &hardware->camera;
    return (camera_config_t){
        .pin_pwdn = pins->power_down,
        .pin_reset = pins->reset,
        .pin_xclk = pins->xclk,
        .pin_sccb_sda = pins->sda,
        .pin_sccb_scl = pins->scl,
        .pin_d7 = pins->data[7],
        .pin_d6 = pins->data[6],
        .pin_d5 = pins->data[5],
        .pin_d4 = pins->data[4],
        .pin_d3 = pins->data[3],
        .pin_d2 = pins->data[2],
        .pin_d1 = pins->data[1],
        .pin_d0 = pins->data[0],
        .pin_vsync = pins->vsync,
        .pin_href = pins->href,
        .pin_pclk = pins->pclk,
        .xclk_freq_hz = hardware->xclk_hz,
        .ledc_timer = LEDC_TIMER_0, /* makes XCLK on the classic ESP32 only */
        .ledc_channel = LEDC_CHANNEL_0,
        .pixel_format = PIXFORMAT_JPEG,
        .frame_size = frame_size,
        .jpeg_quality = (int)jpeg_quality,
        .fb_count = FRAME_BUFFERS,
        .fb_location = CAMERA_FB_IN_PSRAM,
        .grab_mode = CAMERA_GRAB_LATEST,
    };
}

/** What the driver says when it has no memory is "failed", so it is looked at before. */
static bool has_memory(framesize_t frame_size) {
    /* The driver's size of a JPEG buffer: CONFIG_CAMERA_JPEG_MODE_FRAME_SIZE_AUTO. */
    size_t buffer_bytes = (size_t)resolution[frame_size].width * resolution[frame_size].height / 5;
    return heap_caps_get_largest_free_block(MALLOC_CAP_SPIRAM) >= buffer_bytes &&
           heap_caps_get_free_size(MALLOC_CAP_SPIRAM) >= FRAME_BUFFERS * buffer_bytes;
}

static int error_of(esp_err_t error) {
    switch (error) {
    case ESP_OK:
        return 0;
    case ESP_ERR_NO_MEM:
        return WAMCAM_NO_MEMORY;
    case ESP_ERR_NOT_SUPPORTED: /* no sensor answered, or none that the driver knows */
    case ESP_ERR_CAMERA_NOT_DETECTED:
    case ESP_ERR_CAMERA_NOT_SUPPORTED:
        return WAMCAM_NO_DEVICE;
    default:
        return WAMCAM_IO;
    }
}

/** The driver lowers a frame size that the sensor does not have; that is not what was asked for. */
static int check_sensor(framesize_t frame_size) {
    sensor_t *sensor = esp_camera_sensor_get();
    const camera_sensor_info_t *info =
        sensor == NULL ? NULL : esp_camera_sensor_get_info(&sensor->id);
    if (info == NULL) {
        return WAMCAM_NO_DEVICE;
    }
    if (frame_size > info->max_size) {
        ESP_LOGE(tag, "the sensor %s has no frames as large as that", info->name);
        return WAMCAM_NOT_SUPPORTED;
    }
    sensor_name = info->name;
    return 0;
}

/** The sensor after its last frame: what it knows is kept, and it is to draw little current. */
static void lay_down(void) {
    sensor_t *sensor = esp_camera_sensor_get();
    if (sensor == NULL || sensor_name[0] == '\0') {
        return;
    }
    wamcam_esp32_exposure_remember(sensor);
    if (hardware->camera.power_down == WAMCAM_ESP32_NO_PIN) {
        wamcam_esp32_exposure_standby(sensor);
    }
}

static void close_camera(void) {
    if (is_open) {
        lay_down();
        is_open = false;
        sensor_name = "";
        (void)esp_camera_deinit(); /* fails only if it was not open */
    }
}

/** Start a camera that is closed. */
static int start_camera(framesize_t size, const char *frame_size, int32_t jpeg_quality) {
    last.frame_size[0] = '\0';
    if (!has_memory(size)) {
        ESP_LOGE(tag, "no memory in PSRAM for two frames of size %s", frame_size);
        return WAMCAM_NO_MEMORY;
    }
    camera_config_t config = configuration(size, jpeg_quality);
    esp_err_t error = esp_camera_init(&config);
    if (error != ESP_OK) {
        ESP_LOGE(tag, "the camera does not start: %s", esp_err_to_name(error));
        return error_of(error);
    }
    is_open = true;
    int status = check_sensor(size);
    if (status < 0) {
        close_camera();
        return status;
    }
    wamcam_esp32_exposure_restore(esp_camera_sensor_get());
    snprintf(last.frame_size, sizeof last.frame_size, "%s", frame_size);
    last.jpeg_quality = jpeg_quality;
    return 0;
}

static void *start_as_last(void *argument) {
    (void)argument;
    char frame_size[sizeof last.frame_size];
    memcpy(frame_size, last.frame_size, sizeof frame_size);
    (void)start_camera(wamcam_esp32_frame_size(frame_size), frame_size, last.jpeg_quality);
    return NULL;
}

void wamcam_esp32_camera_go_ahead(void) {
    if (esp_reset_reason() == ESP_RST_DEEPSLEEP && last.frame_size[0] != '\0') {
        is_going_ahead = pthread_create(&ahead, NULL, start_as_last, NULL) == 0;
    }
}

/** Wait until nobody else is at the camera; true if somebody was. */
static bool await_ahead(void) {
    bool was_ahead = is_going_ahead;
    if (was_ahead) {
        (void)pthread_join(ahead, NULL);
        is_going_ahead = false;
    }
    return was_ahead;
}

int wamcam_esp32_camera_open(const char *frame_size, int32_t jpeg_quality) {
    framesize_t size = wamcam_esp32_frame_size(frame_size);
    if (size == FRAMESIZE_INVALID || jpeg_quality < 0 || jpeg_quality > 63) {
        ESP_LOGE(tag, "there is no frame size %s with quality %" PRIi32, frame_size, jpeg_quality);
        return WAMCAM_INVALID;
    }
    if (atomic_load(&frames_out) > 0) {
        return WAMCAM_BUSY;
    }
    if (await_ahead() && is_open && jpeg_quality == last.jpeg_quality &&
        strcmp(frame_size, last.frame_size) == 0) {
        return 0;
    }
    close_camera();
    return start_camera(size, frame_size, jpeg_quality);
}

int wamcam_esp32_camera_set(const char *setting, int32_t value) {
    sensor_t *sensor = is_open ? esp_camera_sensor_get() : NULL;
    return sensor == NULL ? WAMCAM_NO_DEVICE : wamcam_esp32_sensor_set(sensor, setting, value);
}

static int64_t began_at_us(const camera_fb_t *buffer) {
    return (int64_t)buffer->timestamp.tv_sec * 1000000 + buffer->timestamp.tv_usec;
}

/**
 * A frame that was exposed after this moment, or NULL. The driver notes when a frame begins to be
 * read out; its lines were exposed before that, for up to the length of a frame. So the first
 * frame that begins after the call may have been exposed before it, the next cannot.
 */
static camera_fb_t *take_after(int64_t asked_at_us) {
    bool seen_one = false;
    for (int look = 0; look < FRAMES_LOOKED_AT_MAX; look++) {
        camera_fb_t *buffer = esp_camera_fb_get();
        if (buffer == NULL) {
            return NULL;
        }
        bool is_after = began_at_us(buffer) >= asked_at_us;
        if (is_after && seen_one) {
            return buffer;
        }
        seen_one = seen_one || is_after;
        esp_camera_fb_return(buffer);
    }
    return NULL;
}

int wamcam_esp32_camera_take(struct wamcam_frame *out) {
    if (!is_open) {
        return WAMCAM_NO_DEVICE;
    }
    camera_fb_t *buffer = take_after(wamcam_esp32_clock_uptime_us());
    if (buffer == NULL) {
        return WAMCAM_TIMED_OUT;
    }
    if (buffer->buf == NULL || buffer->len == 0) {
        esp_camera_fb_return(buffer);
        return WAMCAM_IO;
    }
    *out = (struct wamcam_frame){
        .bytes = buffer->buf,
        .length_bytes = buffer->len,
        .width_px = (int32_t)buffer->width,
        .height_px = (int32_t)buffer->height,
        .captured_at_uptime_us = began_at_us(buffer),
        .token = buffer,
    };
    atomic_fetch_add(&frames_out, 1);
    return 0;
}

void wamcam_esp32_camera_give_back(struct wamcam_frame *frame) {
    if (frame->token == NULL) {
        return;
    }
    esp_camera_fb_return(frame->token);
    *frame = (struct wamcam_frame){0};
    atomic_fetch_sub(&frames_out, 1);
}

void wamcam_esp32_camera_close(void) {
    (void)await_ahead();
    close_camera();
}

const char *wamcam_esp32_camera_sensor(void) {
    return sensor_name;
}
