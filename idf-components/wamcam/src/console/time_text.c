#define _POSIX_C_SOURCE 200809L /* gmtime_r */

#include "console/time_text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define S_PER_DAY 86400

void wamcam_time_text(int64_t utc_s, char out[WAMCAM_TIME_TEXT_SIZE]) {
    struct tm civil;
    time_t time = (time_t)utc_s;
    gmtime_r(&time, &civil);
    strftime(out, WAMCAM_TIME_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &civil);
}

/** Days from 1970-01-01 to a day of the Gregorian calendar; newlib has no timegm(). */
static int64_t days_from_1970(int year, int month, int day) {
    static const int days_before[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    int64_t before = year - 1;
    int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
    return days + days_before[month - 1] + (is_leap && month > 2 ? 1 : 0) + day - 1;
}

int64_t wamcam_time_from_text(const char *text) {
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
    char again[WAMCAM_TIME_TEXT_SIZE];
    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &day, &hour, &minute, &second) !=
            6 ||
        year < 1970 || month < 1 || month > 12) {
        return -1;
    }
    int64_t utc_s = days_from_1970(year, month, day) * S_PER_DAY + hour * 3600 + minute * 60;
    utc_s += second;
    if (utc_s < 0) {
        return -1;
    }
    /* What does not come back as it was has a 31st of June, or is written otherwise. */
    wamcam_time_text(utc_s, again);
    return strcmp(again, text) == 0 ? utc_s : -1;
}
