#include "ledger_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECKSUM_LETTERS 8
#define LINE_BYTES_MAX 512
#define POLYNOMIAL UINT32_C(0xedb88320)

static uint32_t checksum(const char *bytes, size_t length) {
    uint32_t sum = UINT32_MAX;
    for (size_t index = 0; index < length; index++) {
        sum ^= (uint8_t)bytes[index];
        for (int bit = 0; bit < 8; bit++) {
            sum = (sum >> 1) ^ (sum & 1 ? POLYNOMIAL : 0);
        }
    }
    return ~sum;
}

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
    int64_t shifted = year - (month <= 2);
    int64_t era = shifted / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

/** 20250615T011000.000Z, or "-". */
static bool read_time(const char *text, int64_t *time_ms) {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int ms = 0;
    *time_ms = SIM_LEDGER_TIME_UNKNOWN;
    if (strcmp(text, "-") == 0) {
        return true;
    }
    if (strlen(text) != 20 || sscanf(text, "%4d%2d%2dT%2d%2d%2d.%3dZ", &year, &month, &day, &hour,
                                     &minute, &second, &ms) != 7) {
        return false;
    }
    *time_ms = ((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60000 +
               second * INT64_C(1000) + ms;
    return true;
}

/** One letter for each field: number, time, hash, period, word that is passed over, text to the
 *  end. */
static const char *form_of(const char *kind) {
    static const struct {
        const char *kind;
        const char *form;
    } forms[] = {
        {"ledger", "nn"},   {"opened", "n"},      {"planned", "nwtwx"}, {"stored", "nnhwwwwpx"},
        {"doubtful", "nx"}, {"missed", "nntwtx"}, {"dropped", "n"},     {"uploaded", "n"},
        {"verified", "n"},  {"refused", "nwx"},   {"dated", "nwwx"},    {"deleted", "n"},
        {"gone", "nx"},     {"complete", "n"},
    };
    for (size_t index = 0; index < sizeof forms / sizeof forms[0]; index++) {
        if (strcmp(kind, forms[index].kind) == 0) {
            return forms[index].form;
        }
    }
    return NULL;
}

/** Cut off the next field; NULL at the end. */
static char *next_field(char **rest, bool to_the_end) {
    char *field = *rest;
    if (field == NULL) {
        return NULL;
    }
    char *blank = to_the_end ? NULL : strchr(field, ' ');
    *rest = blank == NULL ? NULL : blank + 1;
    if (blank != NULL) {
        *blank = '\0';
    }
    return field;
}

static bool read_number(const char *text, int64_t *number) {
    char *end = NULL;
    *number = strtoll(text, &end, 10);
    return end != text && *end == '\0';
}

static bool read_field(char letter, const char *field, struct sim_ledger_line *line) {
    switch (letter) {
    case 'n':
        return read_number(field, line->number < 0 ? &line->number : &line->count);
    case 't':
        return read_time(field, line->due_ms == INT64_MIN ? &line->due_ms : &line->last_due_ms);
    case 'h':
        snprintf(line->hash, sizeof line->hash, "%.64s", field);
        return strlen(field) == 64 || strcmp(field, "-") == 0;
    case 'p':
        line->is_dark = strcmp(field, "night") == 0;
        return line->is_dark || strcmp(field, "day") == 0;
    case 'x':
        snprintf(line->text, sizeof line->text, "%.200s", field);
        return true;
    default:
        return true;
    }
}

bool sim_ledger_read_line(const char *bytes, size_t length, struct sim_ledger_line *line) {
    char copy[LINE_BYTES_MAX];
    char expected[CHECKSUM_LETTERS + 1];
    *line = (struct sim_ledger_line){.number = -1, .due_ms = INT64_MIN};
    if (length <= CHECKSUM_LETTERS + 1 || length >= sizeof copy) {
        return false;
    }
    size_t told = length - CHECKSUM_LETTERS - 1;
    snprintf(expected, sizeof expected, "%08" PRIx32, checksum(bytes, told));
    if (bytes[told] != ' ' || memcmp(bytes + told + 1, expected, CHECKSUM_LETTERS) != 0) {
        return false;
    }
    memcpy(copy, bytes, told);
    copy[told] = '\0';
    char *rest = copy;
    snprintf(line->kind, sizeof line->kind, "%.*s", SIM_LEDGER_KIND_BYTES - 1,
             next_field(&rest, false));
    const char *form = form_of(line->kind);
    for (; form != NULL && *form != '\0'; form++) {
        const char *field = next_field(&rest, *form == 'x');
        bool is_optional = strcmp(line->kind, "uploaded") == 0;
        if (field == NULL ? !is_optional : !read_field(*form, field, line)) {
            return false;
        }
    }
    return form != NULL;
}
