#include "sensor_settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "wamcam/errors.h"

struct range {
    int16_t least;
    int16_t most;
};

typedef int (*setter)(sensor_t *sensor, int value);

/* Ranges as esp32-camera 2.1.5 has them in sensors/ov2640.c, ov3660.c and ov5640.c. */
struct setting {
    const char *name;
    size_t setter_offset; /* in sensor_t */
    struct range ov2640;  /* {0, -1}: the sensor lacks it */
    struct range ov3660;  /* and OV5640, which has its registers */
};

#define LACKING                                                                                    \
    { 0, -1 }
#define SWITCH                                                                                     \
    { 0, 1 }
#define SETTER(name) #name, offsetof(sensor_t, set_##name)

/* The names and their order are those of as-app/assembly/config/sensor_settings.ts. */
static const struct setting settings[] = {
    {SETTER(whitebal), SWITCH, SWITCH},
    {SETTER(awb_gain), SWITCH, SWITCH},
    {SETTER(wb_mode), {0, 4}, {0, 4}},
    {SETTER(exposure_ctrl), SWITCH, SWITCH},
    {SETTER(aec2), SWITCH, SWITCH},
    {SETTER(ae_level), {-2, 2}, {-5, 5}},
    {SETTER(aec_value), {0, 1200}, {0, 1944}},
    {SETTER(gain_ctrl), SWITCH, SWITCH},
    {SETTER(gainceiling), {0, 6}, {0, 1023}},
    {SETTER(agc_gain), {0, 30}, {0, 64}},
    {SETTER(contrast), {-2, 2}, {-3, 3}},
    {SETTER(brightness), {-2, 2}, {-3, 3}},
    {SETTER(saturation), {-2, 2}, {-4, 4}},
    {SETTER(sharpness), LACKING, {-3, 3}},
    {SETTER(denoise), LACKING, {0, 8}},
    {SETTER(special_effect), {0, 6}, {0, 6}},
    {SETTER(quality), {0, 63}, {0, 63}},
    {SETTER(dcw), SWITCH, SWITCH},
    {SETTER(bpc), SWITCH, SWITCH},
    {SETTER(wpc), SWITCH, SWITCH},
    {SETTER(raw_gma), SWITCH, SWITCH},
    {SETTER(lenc), SWITCH, SWITCH},
    {SETTER(hmirror), SWITCH, SWITCH},
    {SETTER(vflip), SWITCH, SWITCH},
    {SETTER(colorbar), SWITCH, SWITCH},
};

static const struct setting *find(const char *name) {
    for (size_t index = 0; index < sizeof settings / sizeof *settings; index++) {
        if (strcmp(settings[index].name, name) == 0) {
            return &settings[index];
        }
    }
    return NULL;
}

/** Call the setter; the one of the gain ceiling takes an enumeration and is called as itself. */
static int apply(sensor_t *sensor, const struct setting *setting, int value) {
    if (setting->setter_offset == offsetof(sensor_t, set_gainceiling)) {
        return sensor->set_gainceiling == NULL
                   ? WAMCAM_NOT_SUPPORTED
                   : sensor->set_gainceiling(sensor, (gainceiling_t)value);
    }
    setter function;
    memcpy(&function, (const char *)sensor + setting->setter_offset, sizeof function);
    return function == NULL ? WAMCAM_NOT_SUPPORTED : function(sensor, value);
}

int wamcam_esp32_sensor_set(sensor_t *sensor, const char *name, int32_t value) {
    const struct setting *setting = find(name);
    if (setting == NULL) {
        return WAMCAM_NOT_SUPPORTED;
    }
    struct range range = sensor->id.PID == OV2640_PID ? setting->ov2640 : setting->ov3660;
    if (range.least > range.most) {
        return WAMCAM_NOT_SUPPORTED;
    }
    if (value < range.least || value > range.most) {
        return WAMCAM_INVALID;
    }
    int result = apply(sensor, setting, (int)value);
    return result == 0 || result == WAMCAM_NOT_SUPPORTED ? result : WAMCAM_IO;
}
