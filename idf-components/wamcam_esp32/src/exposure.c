#include "exposure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "esp_attr.h"
#include "esp_log.h"

#define REGISTERS_MAX 4

static const char *const tag = "exposure";

/* As get_reg() and set_reg() of the driver have them: the OV2640's in bank 1, the others' with as
 * many bytes, the highest first, as the mask has. */
struct part {
    int address;
    int mask;
};

struct kind {
    uint16_t pid;
    struct part exposure[REGISTERS_MAX]; /* ends with the mask 0, or is full; gain included */
    struct part standby;
};

/* Register names as in the drivers of esp32-camera 2.1.5. */
static const struct kind kinds[] = {
    {OV2640_PID,
     {{0x145, 0x3f} /* REG45 */, {0x110, 0xff} /* AEC */, {0x104, 0x03} /* REG04 */, {0x100, 0xff}},
     {0x109, 0x10} /* COM2_STDBY */},
    {OV3660_PID, {{0x3500, 0x0fffff}, {0x350a, 0x03ff}}, {0x3008, 0x40} /* software power down */},
    {OV5640_PID, {{0x3500, 0x0fffff}, {0x350a, 0x03ff}}, {0x3008, 0x40}},
};

/* Lives on in deep sleep; any other start finds it empty. */
static RTC_DATA_ATTR struct {
    uint16_t pid; /* 0: nothing is known */
    int values[REGISTERS_MAX];
} remembered;

static const struct kind *kind_of(const sensor_t *sensor) {
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        if (kinds[index].pid == sensor->id.PID) {
            return &kinds[index];
        }
    }
    return NULL;
}

void wamcam_esp32_exposure_remember(sensor_t *sensor) {
    const struct kind *kind = kind_of(sensor);
    remembered.pid = 0;
    if (kind == NULL) {
        return;
    }
    for (size_t index = 0; index < REGISTERS_MAX && kind->exposure[index].mask != 0; index++) {
        const struct part *part = &kind->exposure[index];
        remembered.values[index] = sensor->get_reg(sensor, part->address, part->mask);
        if (remembered.values[index] < 0) {
            ESP_LOGW(tag, "the sensor does not tell its exposure");
            return;
        }
    }
    remembered.pid = kind->pid;
}

static bool write_all(sensor_t *sensor, const struct kind *kind) {
    bool is_good = true;
    for (size_t index = 0; index < REGISTERS_MAX && kind->exposure[index].mask != 0; index++) {
        const struct part *part = &kind->exposure[index];
        int status = sensor->set_reg(sensor, part->address, part->mask, remembered.values[index]);
        is_good = is_good && status >= 0;
    }
    return is_good;
}

/* A control loop that runs would overwrite what is written: it is stopped meanwhile. */
void wamcam_esp32_exposure_restore(sensor_t *sensor) {
    const struct kind *kind = kind_of(sensor);
    if (kind == NULL || remembered.pid != kind->pid) {
        return;
    }
    bool is_good = sensor->set_exposure_ctrl(sensor, 0) == 0;
    is_good = sensor->set_gain_ctrl(sensor, 0) == 0 && is_good;
    is_good = write_all(sensor, kind) && is_good;
    is_good = sensor->set_gain_ctrl(sensor, 1) == 0 && is_good;
    is_good = sensor->set_exposure_ctrl(sensor, 1) == 0 && is_good;
    if (!is_good) {
        ESP_LOGW(tag, "the sensor does not take its exposure of before");
    }
}

void wamcam_esp32_exposure_standby(sensor_t *sensor) {
    const struct kind *kind = kind_of(sensor);
    if (kind != NULL && sensor->set_reg(sensor, kind->standby.address, kind->standby.mask,
                                        kind->standby.mask) < 0) {
        ESP_LOGW(tag, "the sensor does not go to standby");
    }
}
