/* Adafruit IO and TimeAPI: they know the true time, to the second. */
#include <inttypes.h>
#include <string.h>

#include "cloud/services.h"
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
