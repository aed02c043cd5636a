/* Double of esp32-camera: a sensor that runs freely and delivers a frame each period. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doubles.h"
#include "esp_timer.h"

#define BUFFERS_MAX 4
#define FRAME_TIMEOUT_US 4000000
#define FRAME_BYTES_MAX 65536

struct buffer {
    camera_fb_t frame; /* first: the driver's users know nothing of the rest */
    bool is_out;
};

/* Widths and heights in the order of framesize_t. */
const resolution_info_t resolution[] = {
    {96, 96},     {160, 120},   {128, 128},   {176, 144},   {240, 176},  {240, 240},   {320, 240},
    {320, 320},   {400, 296},   {480, 320},   {640, 480},   {800, 600},  {1024, 768},  {1280, 720},
    {1280, 1024}, {1600, 1200}, {1920, 1080}, {720, 1280},  {864, 1536}, {2048, 1536}, {2560, 1440},
    {2560, 1600}, {1088, 1920}, {2560, 1920}, {2592, 1944},
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct doubles_camera camera;
static struct buffer *buffers;
static int64_t delivered_us; /* start of the frame delivered last */
static camera_sensor_info_t info;
static sensor_t sensor;

/* One setter for each name: it notes its name and value. */
static int note(const char *name, int value) {
    size_t used = strlen(camera.settings);
    snprintf(camera.settings + used, sizeof camera.settings - used, "%s=%d ", name, value);
    snprintf(camera.last_setting, sizeof camera.last_setting, "%s=%d", name, value);
    return camera.setter_result;
}

#define SETTER(name, type)                                                                         \
    static int set_##name(sensor_t *of, type value) {                                              \
        (void)of;                                                                                  \
        return note(#name, (int)value);                                                            \
    }
SETTER(contrast, int)
SETTER(brightness, int)
SETTER(saturation, int)
SETTER(sharpness, int)
SETTER(denoise, int)
SETTER(gainceiling, gainceiling_t)
SETTER(quality, int)
SETTER(colorbar, int)
SETTER(whitebal, int)
SETTER(gain_ctrl, int)
SETTER(exposure_ctrl, int)
SETTER(hmirror, int)
SETTER(vflip, int)
SETTER(aec2, int)
SETTER(awb_gain, int)
SETTER(agc_gain, int)
SETTER(aec_value, int)
SETTER(special_effect, int)
SETTER(wb_mode, int)
SETTER(ae_level, int)
SETTER(dcw, int)
SETTER(bpc, int)
SETTER(wpc, int)
SETTER(raw_gma, int)
SETTER(lenc, int)

/* Masks of more than a byte reach over registers that follow each other, the highest first. */
static int bytes_of(int mask) {
    return mask > 0xffff ? 3 : mask > 0xff ? 2 : 1;
}

static int get_reg(sensor_t *of, int reg, int mask) {
    (void)of;
    int value = 0;
    for (int index = 0; index < bytes_of(mask); index++) {
        value = value << 8 | camera.registers[reg + index];
    }
    return doubles_outcome("get_reg") == ESP_OK ? value & mask : -1;
}

static int set_reg(sensor_t *of, int reg, int mask, int value) {
    (void)of;
    if (doubles_outcome("set_reg") != ESP_OK) {
        return -1;
    }
    int bytes = bytes_of(mask);
    for (int index = 0; index < bytes; index++) {
        int shift = 8 * (bytes - 1 - index);
        int part = mask >> shift & 0xff;
        int *byte = &camera.registers[reg + index];
        *byte = (*byte & ~part) | (value >> shift & part);
    }
    return 0;
}

static const sensor_t all_setters = {
    .get_reg = get_reg,
    .set_reg = set_reg,
    .set_contrast = set_contrast,
    .set_brightness = set_brightness,
    .set_saturation = set_saturation,
    .set_sharpness = set_sharpness,
    .set_denoise = set_denoise,
    .set_gainceiling = set_gainceiling,
    .set_quality = set_quality,
    .set_colorbar = set_colorbar,
    .set_whitebal = set_whitebal,
    .set_gain_ctrl = set_gain_ctrl,
    .set_exposure_ctrl = set_exposure_ctrl,
    .set_hmirror = set_hmirror,
    .set_vflip = set_vflip,
    .set_aec2 = set_aec2,
    .set_awb_gain = set_awb_gain,
    .set_agc_gain = set_agc_gain,
    .set_aec_value = set_aec_value,
    .set_special_effect = set_special_effect,
    .set_wb_mode = set_wb_mode,
    .set_ae_level = set_ae_level,
    .set_dcw = set_dcw,
    .set_bpc = set_bpc,
    .set_wpc = set_wpc,
    .set_raw_gma = set_raw_gma,
    .set_lenc = set_lenc,
};

struct doubles_camera *doubles_camera(void) {
    return &camera;
}

void doubles_camera_start(void) {
    free(buffers); /* of a test that failed half-way */
    buffers = NULL;
    camera = (struct doubles_camera){
        .pid = OV2640_PID,
        .max_size = FRAMESIZE_UXGA,
        .period_us = 80000,
        .frame_bytes = 5000,
    };
}

esp_err_t esp_camera_init(const camera_config_t *config) {
    esp_err_t error = doubles_outcome("esp_camera_init");
    if (camera.is_running) {
        return ESP_ERR_INVALID_STATE;
    }
    if (error != ESP_OK) {
        return error;
    }
    camera.config = *config;
    buffers = calloc(config->fb_count, sizeof *buffers);
    for (size_t index = 0; index < config->fb_count; index++) {
        buffers[index].frame.buf = calloc(1, FRAME_BYTES_MAX);
    }
    delivered_us = esp_timer_get_time() - camera.period_us;
    sensor = all_setters;
    sensor.id.PID = camera.pid;
    camera.is_running = true;
    return ESP_OK;
}

esp_err_t esp_camera_deinit(void) {
    if (!camera.is_running) {
        return ESP_ERR_INVALID_STATE;
    }
    camera.torn += camera.out;
    for (size_t index = 0; index < camera.config.fb_count; index++) {
        free(buffers[index].frame.buf);
    }
    free(buffers);
    buffers = NULL;
    camera.is_running = false;
    return ESP_OK;
}

static struct buffer *free_buffer(void) {
    for (size_t index = 0; index < camera.config.fb_count; index++) {
        if (!buffers[index].is_out) {
            return &buffers[index];
        }
    }
    return NULL;
}

/**
 * The newest whole frame if it was not delivered yet, else the one that is being read out, when it
 * is whole. As with CAMERA_GRAB_LATEST.
 */
static int64_t next_frame_us(void) {
    int64_t now_us = esp_timer_get_time();
    int64_t newest_us = now_us / camera.period_us * camera.period_us - camera.period_us;
    int64_t start_us = newest_us > delivered_us ? newest_us : newest_us + camera.period_us;
    int64_t whole_us = start_us + camera.period_us;
    if (whole_us > now_us) {
        doubles_advance_us(whole_us - now_us);
    }
    return start_us;
}

/** How a JPEG begins and ends, as far as it goes. */
static void set_marks(uint8_t *frame, size_t length) {
    if (length >= 4) {
        memcpy(frame, "\xff\xd8", 2);
        memcpy(frame + length - 2, camera.lacks_end ? "\0\0" : "\xff\xd9", 2);
    }
}

camera_fb_t *esp_camera_fb_get(void) {
    bool fails = doubles_outcome("esp_camera_fb_get") != ESP_OK;
    pthread_mutex_lock(&mutex);
    struct buffer *buffer = camera.is_running ? free_buffer() : NULL;
    if (camera.missing > 0) {
        camera.missing--;
        fails = true;
    }
    if (fails || buffer == NULL) {
        pthread_mutex_unlock(&mutex);
        doubles_advance_us(FRAME_TIMEOUT_US);
        return NULL;
    }
    buffer->is_out = true;
    camera.out++;
    pthread_mutex_unlock(&mutex);
    delivered_us = next_frame_us();
    buffer->frame.len = camera.frame_bytes;
    set_marks(buffer->frame.buf, buffer->frame.len);
    buffer->frame.width = resolution[camera.config.frame_size].width;
    buffer->frame.height = resolution[camera.config.frame_size].height;
    buffer->frame.timestamp.tv_sec = (time_t)(delivered_us / 1000000);
    buffer->frame.timestamp.tv_usec = (suseconds_t)(delivered_us % 1000000);
    return &buffer->frame;
}

void esp_camera_fb_return(camera_fb_t *fb) {
    pthread_mutex_lock(&mutex);
    struct buffer *buffer = (struct buffer *)(void *)fb;
    camera.out -= buffer->is_out ? 1 : 0;
    buffer->is_out = false;
    pthread_mutex_unlock(&mutex);
}

sensor_t *esp_camera_sensor_get(void) {
    return camera.is_running ? &sensor : NULL;
}

camera_sensor_info_t *esp_camera_sensor_get_info(sensor_id_t *id) {
    const camera_sensor_info_t found = {
        .name = id->PID == OV2640_PID   ? "OV2640"
                : id->PID == OV3660_PID ? "OV3660"
                                        : "OV5640",
        .max_size = camera.max_size,
    };
    memcpy(&info, &found, sizeof info); /* one of its fields is const */
    return doubles_outcome("esp_camera_sensor_get_info") == ESP_OK ? &info : NULL;
}
