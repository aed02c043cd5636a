#include "runtime/flash_double.h"

#include <string.h>

#define ERASE_PARTS 8u

struct flash_double flash_double;

static uint8_t *at(enum wamcam_flash_area area, uint32_t offset, size_t length) {
    static uint8_t nothing[FLASH_DOUBLE_SLOT_BYTES];
    bool is_journal = area == WAMCAM_FLASH_JOURNAL;
    size_t size = is_journal ? sizeof flash_double.journal : FLASH_DOUBLE_SLOT_BYTES;
    if (offset > size || length > size - offset) {
        flash_double.was_misused = true;
        return nothing;
    }
    return (is_journal ? flash_double.journal : flash_double.slots[area - WAMCAM_FLASH_SLOT_A]) +
           offset;
}

static int read_flash(void *context, enum wamcam_flash_area area, uint32_t offset, uint8_t *out,
                      size_t length) {
    (void)context;
    memcpy(out, at(area, offset, length), length);
    return flash_double.is_off ? WAMCAM_IO : 0;
}

/** One step; true if power goes in the middle of it. */
static bool step(void) {
    flash_double.steps++;
    if (flash_double.steps_left > 0) {
        flash_double.steps_left--;
    }
    flash_double.is_off = flash_double.steps_left == 0;
    return flash_double.is_off;
}

static bool may_change(void) {
    if (flash_double.fails > 0) {
        flash_double.fails--;
        return false;
    }
    return !flash_double.is_off;
}

static uint8_t any_byte(void) {
    return (uint8_t)check_random_next(&flash_double.random);
}

static int erase_flash(void *context, enum wamcam_flash_area area, uint32_t offset,
                       uint32_t length) {
    (void)context;
    uint8_t *bytes = at(area, offset, length);
    flash_double.was_misused = flash_double.was_misused || offset % FLASH_DOUBLE_UNIT != 0 ||
                               length % FLASH_DOUBLE_UNIT != 0;
    if (!may_change()) {
        return WAMCAM_IO;
    }
    for (uint32_t part = 0; part < length; part += FLASH_DOUBLE_UNIT / ERASE_PARTS) {
        bool is_cut = step();
        for (uint32_t index = 0; index < FLASH_DOUBLE_UNIT / ERASE_PARTS; index++) {
            bytes[part + index] = is_cut ? bytes[part + index] | any_byte() : 0xff;
        }
        if (is_cut) {
            return WAMCAM_IO;
        }
    }
    return 0;
}

static int write_flash(void *context, enum wamcam_flash_area area, uint32_t offset,
                       const uint8_t *bytes, size_t length) {
    (void)context;
    uint8_t *out = at(area, offset, length);
    if (!may_change()) {
        return WAMCAM_IO;
    }
    for (size_t index = 0; index < length; index++) {
        flash_double.was_misused =
            flash_double.was_misused || (uint8_t)(out[index] & bytes[index]) != bytes[index];
        if (step()) {
            out[index] &= bytes[index] | any_byte();
            return WAMCAM_IO;
        }
        out[index] &= bytes[index];
    }
    return 0;
}

void flash_double_start(uint64_t seed) {
    memset(&flash_double, 0, sizeof flash_double);
    flash_double.flash = (struct wamcam_flash){
        .area_bytes = {sizeof flash_double.journal, FLASH_DOUBLE_SLOT_BYTES,
                       FLASH_DOUBLE_SLOT_BYTES},
        .erase_bytes = FLASH_DOUBLE_UNIT,
        .read = read_flash,
        .erase = erase_flash,
        .write = write_flash,
    };
    flash_double.steps_left = -1;
    flash_double.random = check_random_seed(seed);
}

void flash_double_cut_after(int64_t steps) {
    flash_double.steps_left = steps;
}

void flash_double_power_on(void) {
    flash_double.steps_left = -1;
    flash_double.is_off = false;
}
