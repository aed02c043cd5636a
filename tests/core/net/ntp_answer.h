/** The packet of an NTP server, field by field, for tests to get wrong. */
#ifndef WAMCAM_TEST_NTP_ANSWER_H
#define WAMCAM_TEST_NTP_ANSWER_H

#include <stdint.h>
#include <string.h>

#include "net/ntp_packet.h"

#define NTP_STRATUM 1
#define NTP_ROOT_DELAY 4
#define NTP_ROOT_DISPERSION 8
#define NTP_REFERENCE_ID 12
#define NTP_ORIGINATE 24
#define NTP_RECEIVE 32
#define NTP_TRANSMIT 40

struct ntp_answer {
    uint8_t bytes[WAMCAM_NTP_PACKET_BYTES];
};

static inline void ntp_put_32(struct ntp_answer *answer, size_t at, uint32_t value) {
    for (size_t i = 0; i < 4; i++) {
        answer->bytes[at + i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

/** A time as seconds since 1900, which begin anew in 2036, and 2^-32 seconds. */
static inline void ntp_put_time(struct ntp_answer *answer, size_t at, uint32_t seconds,
                                uint32_t fraction) {
    ntp_put_32(answer, at, seconds);
    ntp_put_32(answer, at + 4, fraction);
}

/** What a good server of stratum 2 says to a question with that nonce; times still zero. */
static inline struct ntp_answer ntp_answer_to(const uint8_t nonce[WAMCAM_NTP_NONCE_BYTES]) {
    struct ntp_answer answer = {{0x24, 2, 6, 0xec}};
    ntp_put_32(&answer, NTP_ROOT_DELAY, 0x0312);
    ntp_put_32(&answer, NTP_ROOT_DISPERSION, 0x0455);
    ntp_put_32(&answer, NTP_REFERENCE_ID, 0x0a000001);
    memcpy(answer.bytes + NTP_ORIGINATE, nonce, WAMCAM_NTP_NONCE_BYTES);
    return answer;
}

#endif
