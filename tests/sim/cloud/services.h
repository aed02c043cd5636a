/** The services behind the model server. Each answers a request, or says that it is malformed. */
#ifndef SIM_CLOUD_SERVICES_H
#define SIM_CLOUD_SERVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cloud/answer.h"
#include "cloud/request.h"
#include "draw.h"

void sim_dropbox_start(uint64_t seed);
void sim_dropbox_end(void);

/**
 * What a request says that no client should ever say is told in `complaint`; the answer is then
 * what the real service would say.
 */
void sim_dropbox_api(const struct sim_request *request, struct sim_answer *answer,
                     const char **complaint);
void sim_dropbox_content(const struct sim_request *request, struct sim_answer *answer,
                         const char **complaint);
void sim_adafruit(const struct sim_request *request, struct sim_answer *answer,
                  const char **complaint);
void sim_timeapi(const struct sim_request *request, struct sim_answer *answer,
                 const char **complaint);

#define SIM_TIME_PACKET_BYTES 48

/**
 * A time server: the answer to a question that arrives at a moment; false if it gives none. The
 * time it tells is always the true one.
 */
bool sim_time_server(const uint8_t *question, size_t length, int64_t at_us, struct sim_draw *draw,
                     uint8_t answer[SIM_TIME_PACKET_BYTES]);

/* What the settings that the camera is given say. */
#define SIM_APP_KEY "simulatedappkey"
#define SIM_APP_SECRET "simulatedappsecret"
#define SIM_REFRESH_TOKEN "refresh-Zq83hd02kfS1uY7w-secret"
#define SIM_AIO_USER "simulated"
#define SIM_AIO_KEY "aio_Lw93kfd02jfQ1secret"

#endif
