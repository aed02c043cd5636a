#include "camera/camera.h"

#include <stdlib.h>

#include "allocation.h"
#include "board.h"
#include "camera/frames.h"
#include "digest.h"
#include "draw.h"
#include "faults.h"
#include "invariants.h"
#include "oracle.h"
#include "power.h"
#include "sleep.h"
#include "virtual_time.h"
#include "wamcam/errors.h"

#define FRAME_BYTES_LEAST 2000
#define FRAME_BYTES_MOST 16000
#define NO_FRAME_US (4 * SIM_SECOND_US)

enum fate { GOOD, HALF, MISSING };

static struct sim_draw draw;
static int64_t begun_at_us;
/** By the board's clock as it was then: the clock may be set during the exposure. */
static int64_t begun_utc_us;
static int64_t ends_at_us;
static enum fate fate;
static int64_t usual_bytes; /* wanders, as the light does */

void sim_camera_start(uint64_t seed) {
    sim_draw_start(&draw, seed, "camera");
    sim_frames_start(seed);
    usual_bytes = sim_draw_between(&draw, FRAME_BYTES_LEAST, FRAME_BYTES_MOST);
    ends_at_us = SIM_NEVER;
}

static enum fate draw_fate(const struct wamcam_camera_job *job) {
    if (job->kind == WAMCAM_CAMERA_JOB_OPEN) {
        return sim_draw_chance(&draw, sim_faults.camera_open_fails) ? MISSING : GOOD;
    }
    if (sim_draw_chance(&draw, sim_faults.camera_no_frame)) {
        return MISSING;
    }
    return sim_draw_chance(&draw, sim_faults.camera_half_frame) ? HALF : GOOD;
}

int64_t sim_camera_begin(const struct wamcam_camera_job *job) {
    bool opens = job->kind == WAMCAM_CAMERA_JOB_OPEN;
    begun_at_us = sim_time_us();
    begun_utc_us = sim_board_utc_us(begun_at_us);
    fate = draw_fate(job);
    int64_t duration_us = sim_draw_between(&draw, 60000, 160000) * (opens ? 5 : 1);
    bool is_slow = sim_draw_chance(&draw, sim_faults.camera_slow);
    if (is_slow || fate != GOOD) {
        sim_invariants_excuse();
    }
    if (is_slow) {
        duration_us = sim_draw_between(&draw, SIM_SECOND_US, NO_FRAME_US);
    }
    ends_at_us = begun_at_us + (fate == MISSING ? NO_FRAME_US : duration_us);
    return ends_at_us;
}

int64_t sim_camera_ends_at_us(void) {
    return ends_at_us;
}

int sim_camera_open(void *context, const char *frame_size, int32_t jpeg_quality) {
    (void)context;
    (void)frame_size;
    sim_digest_number("camera open", jpeg_quality);
    if (!sim_sleep_is_over()) {
        sim_invariants_excuse(); /* shots wait for a camera that starts and settles */
    }
    ends_at_us = SIM_NEVER;
    return fate == MISSING ? WAMCAM_NO_DEVICE : 0;
}

int sim_camera_set(void *context, const char *setting, int32_t value) {
    (void)context;
    (void)setting;
    sim_digest_number("camera set", value);
    return sim_power_is_gone() ? WAMCAM_IO : 0;
}

static size_t draw_bytes(void) {
    usual_bytes += usual_bytes * sim_draw_between(&draw, -20, 20) / 1000;
    usual_bytes = usual_bytes < FRAME_BYTES_LEAST ? FRAME_BYTES_LEAST : usual_bytes;
    usual_bytes = usual_bytes > FRAME_BYTES_MOST ? FRAME_BYTES_MOST : usual_bytes;
    return (size_t)(usual_bytes + sim_draw_between(&draw, 0, usual_bytes / 50));
}

int sim_camera_take(void *context, struct wamcam_frame *out) {
    (void)context;
    ends_at_us = SIM_NEVER;
    if (fate == MISSING) {
        sim_digest_number("no frame", 0);
        return WAMCAM_TIMED_OUT;
    }
    size_t whole = draw_bytes();
    size_t length = fate == HALF ? (size_t)sim_draw_between(&draw, 1, (int64_t)whole - 2) : whole;
    uint64_t frame = sim_frames_next();
    uint8_t *bytes = sim_take(length);
    sim_frames_bytes(frame, whole, 0, bytes, length);
    *out = (struct wamcam_frame){.bytes = bytes,
                                 .length_bytes = length,
                                 .captured_at_uptime_us = sim_board_uptime_us(begun_at_us),
                                 .token = bytes};
    sim_oracle_frame_taken(frame, length, begun_at_us, begun_utc_us);
    sim_digest_number("frame", (int64_t)length);
    return 0;
}

void sim_camera_give_back(void *context, struct wamcam_frame *frame) {
    (void)context;
    free(frame->token);
    *frame = (struct wamcam_frame){0};
}

void sim_camera_close(void *context) {
    (void)context;
    ends_at_us = SIM_NEVER;
}

const char *sim_camera_sensor(void *context) {
    (void)context;
    return "OV2640";
}
