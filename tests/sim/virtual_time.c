#include "virtual_time.h"

#include "power.h"

static int64_t now_us;
static int64_t start_utc_us;

void sim_time_start(int64_t utc_us) {
    now_us = 0;
    start_utc_us = utc_us;
}

int64_t sim_time_us(void) {
    return now_us;
}

int64_t sim_time_utc_us(int64_t at_us) {
    return start_utc_us + at_us;
}

void sim_time_spend(int64_t duration_us) {
    sim_time_pass_until(now_us + duration_us);
}

void sim_time_pass_until(int64_t at_us) {
    int64_t cut_at_us = sim_power_cut_at_us();
    if (sim_power_is_on() && cut_at_us <= at_us) {
        now_us = cut_at_us > now_us ? cut_at_us : now_us;
        sim_power_cut();
    } else if (at_us > now_us) {
        now_us = at_us;
    }
}
