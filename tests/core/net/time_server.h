/** An NTP server on the loopback that says what a test has it say. */
#ifndef WAMCAM_TEST_TIME_SERVER_H
#define WAMCAM_TEST_TIME_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include <netinet/in.h>

#include "ntp_answer.h"

struct time_server {
    int descriptor;
    uint16_t port;
    int questions;                             /**< How many have come. */
    uint8_t question[WAMCAM_NTP_PACKET_BYTES]; /**< The last one. */
    struct sockaddr_in client;                 /**< Who asked it. */
};

/** Bind to a free port of 127.0.0.1. */
void time_server_start(struct time_server *server);
void time_server_stop(struct time_server *server);

/** True when another question has come. */
bool time_server_hears(struct time_server *server);
/** A good answer to the last question: the server's clock shows `utc_us`. */
struct ntp_answer time_server_answer(const struct time_server *server, int64_t utc_us);
/** Send bytes to whoever asked last. */
void time_server_send(const struct time_server *server, const void *bytes, size_t length);

#endif
