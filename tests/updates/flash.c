#include "updates/flash.h"

#include "power.h"
#include "runtime/flash_double.h"
#include "virtual_time.h"
#include "wamcam/errors.h"

/* A serial NOR flash of the usual kind: typical times of its data sheet. */
#define ERASE_UNIT_US 45000
#define WRITE_US_PER_256 700

static struct wamcam_flash timed;

/** If power went in the flash memory, it is gone everywhere. */
static int after(int status) {
    if (flash_double.is_off && sim_power_is_on()) {
        sim_power_cut();
    }
    return sim_power_is_gone() ? WAMCAM_IO : status;
}

static int read_flash(void *context, enum wamcam_flash_area area, uint32_t offset, uint8_t *out,
                      size_t length) {
    return after(flash_double.flash.read(context, area, offset, out, length));
}

static int erase_flash(void *context, enum wamcam_flash_area area, uint32_t offset,
                       uint32_t length) {
    if (sim_power_is_gone()) {
        return WAMCAM_IO;
    }
    sim_time_spend(ERASE_UNIT_US * (int64_t)(length / flash_double.flash.erase_bytes));
    return after(flash_double.flash.erase(context, area, offset, length));
}

static int write_flash(void *context, enum wamcam_flash_area area, uint32_t offset,
                       const uint8_t *bytes, size_t length) {
    if (sim_power_is_gone()) {
        return WAMCAM_IO;
    }
    sim_time_spend(WRITE_US_PER_256 * (int64_t)(length / 256 + 1));
    return after(flash_double.flash.write(context, area, offset, bytes, length));
}

const struct wamcam_flash *sim_flash_start(uint64_t seed) {
    flash_double_start(seed);
    timed = flash_double.flash;
    timed.read = read_flash;
    timed.erase = erase_flash;
    timed.write = write_flash;
    return &timed;
}

void sim_flash_boot(int64_t cut_in_step) {
    flash_double_power_on();
    if (cut_in_step > 0) {
        flash_double_cut_after(cut_in_step);
    }
}
