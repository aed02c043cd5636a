#include "household.h"

#include <inttypes.h>
#include <stdio.h>

#include "card/card.h"
#include "cloud/services.h"
#include "pulls.h"
#include "sleep.h"
#include "virtual_time.h"

/* 2025-01-01 and three years later, UTC. */
#define EARLIEST_S INT64_C(1735689600)
#define LATEST_S INT64_C(1830297600)

struct place {
    const char *zone;
    const char *latitude;
    const char *longitude;
};

static const struct place places[] = {
    {"Europe/Amsterdam", "52.37", "4.90"},       {"America/New_York", "40.71", "-74.00"},
    {"Australia/Lord_Howe", "-31.55", "159.08"}, {"Asia/Kathmandu", "27.72", "85.32"},
    {"Europe/Oslo", "69.65", "18.96"}, /* the last one lies beyond the polar circle */
};
/* A week in which clocks change somewhere: late March and late October of 2026. */
static const int64_t changing_s[] = {INT64_C(1774656000), INT64_C(1792800000)};
static const int64_t intervals_s[] = {30, 60, 120, 300, 600, 900};

static struct sim_expectation expectation;
static const struct place *place;
static int64_t start_utc_us;
static int dark; /* 0 never, 1 by the sun, 2 by the clock */
static bool has_account;
static bool has_latest;
static bool is_oldest_first;

void sim_household_draw(struct sim_draw *draw) {
    const int64_t last_place = sizeof places / sizeof places[0] - 1;
    const int64_t last_interval = sizeof intervals_s / sizeof intervals_s[0] - 1;
    int64_t start_s = sim_draw_between(draw, EARLIEST_S, LATEST_S);
    if (sim_draw_chance(draw, SIM_ALWAYS / 3)) {
        start_s = changing_s[sim_draw_between(draw, 0, 1)] + sim_draw_between(draw, 0, 86400);
    }
    start_utc_us = start_s * SIM_SECOND_US + sim_draw_between(draw, 0, SIM_SECOND_US - 1);
    place = &places[sim_draw_between(draw, 0, last_place)];
    expectation.day_interval_s = intervals_s[sim_draw_between(draw, 0, last_interval)];
    expectation.dark_interval_s = intervals_s[sim_draw_between(draw, 0, last_interval)];
    dark = (int)sim_draw_between(draw, 0, 2);
    expectation.is_polar = dark == 1 && place == &places[last_place];
    has_account = sim_draw_chance(draw, SIM_ALWAYS / 2);
    has_latest = sim_draw_chance(draw, SIM_ALWAYS / 3);
    is_oldest_first = sim_draw_chance(draw, SIM_ALWAYS / 2);
    expectation.may_delete = sim_draw_chance(draw, SIM_ALWAYS / 2);
    bool has_status = sim_draw_chance(draw, SIM_ALWAYS / 3);
    expectation.status_path = has_status ? "/webcam/status-CAM1.json" : "";
    expectation.latest_path = has_latest ? "/webcam/latest.jpg" : "";
}

int64_t sim_household_start_utc_us(void) {
    return start_utc_us;
}

const struct sim_expectation *sim_household_expectation(void) {
    return &expectation;
}

static void write_settings(void) {
    char text[1024];
    snprintf(text, sizeof text,
             "TIMEZONE = \"%s\"\n"
             "DBX_APP_KEY = \"" SIM_APP_KEY "\"\n"
             "DBX_APP_SECRET = \"" SIM_APP_SECRET "\"\n"
             "DBX_REFRESH_TOKEN = \"" SIM_REFRESH_TOKEN "\"\n%s",
             place->zone,
             has_account ? "ADAFRUIT_AIO_USERNAME = \"" SIM_AIO_USER "\"\n"
                           "ADAFRUIT_AIO_KEY = \"" SIM_AIO_KEY "\"\n"
                         : "");
    sim_card_put(SIM_FLASH_FOLDER "/settings.toml", text);
}

void sim_household_furnish(void) {
    static const char *const darks[] = {"dark = \"never\"", "dark = \"sun\"",
                                        "dark = \"hours\"\ndark_hours = [20, 7]"};
    char text[1024];
    snprintf(
        text, sizeof text,
        "[camera]\ncam_id = \"CAM1\"\n"
        "[timer]\ninterval_sec = [%" PRId64 ", %" PRId64 "]\n%s\n"
        "latitude = %s\nlongitude = %s\n"
        "[local]\nimage_dir = \"webcam\"\nfree_min_mb = 2\n%s"
        "[dropbox]\nimage_dir = \"webcam\"\nupload_order = \"%s\"\n%s%s%s%s",
        expectation.day_interval_s, expectation.dark_interval_s, darks[dark], place->latitude,
        place->longitude, expectation.may_delete ? "card_full = \"delete_oldest_uploaded\"\n" : "",
        is_oldest_first ? "oldest" : "newest", has_latest ? "image_crt = \"latest.jpg\"\n" : "",
        expectation.status_path[0] != '\0' ? "[status]\ndropbox = true\n" : "",
        sim_sleep_configuration(), sim_pulls_configuration());
    sim_card_put(SIM_FLASH_FOLDER "/camconfig.toml", text);
    write_settings();
}
