/* Adafruit IO and TimeAPI know the true time to the second; so does a time server, exactly. */
#include <inttypes.h>
#include <string.h>

#include "cloud/services.h"
#include "faults.h"
#include "virtual_time.h"

#define PUBLIC_TIME "/api/v2/time/seconds"
#define ACCOUNT_TIME "/api/v2/" SIM_AIO_USER "/integrations/time/strftime?"

static int64_t utc_s(const struct sim_request *request) {
    return sim_time_utc_us(request->arrived_at_us) / SIM_SECOND_US;
}

void sim_adafruit(const struct sim_request *request, struct sim_answer *answer,
                  const char **complaint) {
    char format[32];
    if (strcmp(request->target, PUBLIC_TIME) == 0) {
        sim_answer_set(answer, 200, "text/plain", "%" PRId64, utc_s(request));
        return;
    }
    const char *query = strchr(request->target, '?');
    bool is_ours = strncmp(request->target, ACCOUNT_TIME, strlen(ACCOUNT_TIME)) == 0 &&
                   request->aio_key != NULL && strcmp(request->aio_key, SIM_AIO_KEY) == 0 &&
                   sim_form_value(query + 1, "fmt", format, sizeof format) &&
                   strcmp(format, "%25s%20%25z") == 0;
    if (!is_ours) {
        *complaint = "Adafruit IO is asked for something that its model does not have";
        sim_answer_set(answer, 404, "application/json", "{\"error\":\"not found\"}");
        return;
    }
    sim_answer_set(answer, 200, "text/plain", "%" PRId64 " +0000", utc_s(request));
}

void sim_timeapi(const struct sim_request *request, struct sim_answer *answer,
                 const char **complaint) {
    if (strcmp(request->target, "/api/v1/time/current/unix") != 0) {
        *complaint = "TimeAPI is asked for something that its model does not have";
    }
    sim_answer_set(answer, 200, "application/json", "{\"unix_timestamp\":%" PRId64 "}",
                   utc_s(request));
}

/* --- NTP, RFC 5905 section 7.3 -------------------------------------------------------------- */

#define MODE_CLIENT 3
#define SECONDS_1900_TO_1970 INT64_C(2208988800)

/** Offsets of what an answer has. */
enum {
    STRATUM = 1,
    ROOT_DELAY = 4,
    REFERENCE_ID = 12,
    ORIGINATE = 24,
    RECEIVE = 32,
    TRANSMIT = 40
};

static void put_time(uint8_t *packet, size_t at, int64_t utc_us) {
    uint64_t seconds = (uint64_t)(utc_us / SIM_SECOND_US + SECONDS_1900_TO_1970);
    uint64_t fraction = ((uint64_t)(utc_us % SIM_SECOND_US) << 32) / SIM_SECOND_US;
    for (size_t index = 0; index < 4; index++) {
        packet[at + index] = (uint8_t)(seconds >> (24 - 8 * index));
        packet[at + 4 + index] = (uint8_t)(fraction >> (24 - 8 * index));
    }
}

bool sim_time_server(const uint8_t *question, size_t length, int64_t at_us, struct sim_draw *draw,
                     uint8_t answer[SIM_TIME_PACKET_BYTES]) {
    if (length < SIM_TIME_PACKET_BYTES || (question[0] & 7) != MODE_CLIENT) {
        return false;
    }
    memset(answer, 0, SIM_TIME_PACKET_BYTES);
    answer[0] = 0x24;
    answer[STRATUM] = 2;
    answer[ROOT_DELAY + 2] = 3;
    memcpy(answer + ORIGINATE, question + TRANSMIT, 8);
    put_time(answer, RECEIVE, sim_time_utc_us(at_us));
    put_time(answer, TRANSMIT, sim_time_utc_us(at_us));
    if (sim_draw_chance(draw, sim_faults.answer_error)) {
        static const char *const kisses[] = {"DENY", "RSTR", "RATE", "INIT"};
        answer[0] |= 0xc0;
        answer[STRATUM] = sim_draw_chance(draw, SIM_ALWAYS / 2) ? 0 : 16;
        memcpy(answer + REFERENCE_ID, kisses[sim_draw_between(draw, 0, 3)], 4);
    }
    if (sim_draw_chance(draw, sim_faults.answer_garbage)) {
        sim_draw_fill(draw, answer, SIM_TIME_PACKET_BYTES);
    }
    return true;
}
