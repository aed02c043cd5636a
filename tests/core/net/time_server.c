#define _POSIX_C_SOURCE 200809L

#include "time_server.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

#define SECONDS_1900_TO_1970 INT64_C(2208988800)

void time_server_start(struct time_server *server) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *server = (struct time_server){.descriptor = socket(AF_INET, SOCK_DGRAM, 0)};
    CHECK(server->descriptor >= 0);
    CHECK_EQUAL_INT(0, fcntl(server->descriptor, F_SETFL, O_NONBLOCK));
    CHECK_EQUAL_INT(0, bind(server->descriptor, (struct sockaddr *)&address, length));
    CHECK_EQUAL_INT(0, getsockname(server->descriptor, (struct sockaddr *)&address, &length));
    server->port = ntohs(address.sin_port);
}

void time_server_stop(struct time_server *server) {
    close(server->descriptor);
    server->descriptor = -1;
}

bool time_server_hears(struct time_server *server) {
    socklen_t length = sizeof server->client;
    ssize_t count = recvfrom(server->descriptor, server->question, sizeof server->question, 0,
                             (struct sockaddr *)&server->client, &length);
    if (count < 0) {
        return false;
    }
    CHECK_EQUAL_INT(WAMCAM_NTP_PACKET_BYTES, count);
    server->questions++;
    return true;
}

struct ntp_answer time_server_answer(const struct time_server *server, int64_t utc_us) {
    struct ntp_answer answer = ntp_answer_to(server->question + NTP_TRANSMIT);
    uint32_t seconds = (uint32_t)(utc_us / 1000000 + SECONDS_1900_TO_1970);
    uint32_t fraction = (uint32_t)((((uint64_t)utc_us % 1000000) << 32) / 1000000) + 1;
    ntp_put_time(&answer, NTP_RECEIVE, seconds, fraction);
    ntp_put_time(&answer, NTP_TRANSMIT, seconds, fraction);
    return answer;
}

void time_server_send(const struct time_server *server, const void *bytes, size_t length) {
    ssize_t sent = sendto(server->descriptor, bytes, length, 0,
                          (const struct sockaddr *)&server->client, sizeof server->client);
    CHECK_EQUAL_INT((int64_t)length, sent);
}
