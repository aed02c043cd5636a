#include "net/ntp_packet.h"

#include <stdbool.h>
#include <string.h>

#include "wamcam/errors.h"

/* Offsets of the fields. */
enum {
    STRATUM = 1,
    ROOT_DELAY = 4,
    ROOT_DISPERSION = 8,
    REFERENCE_ID = 12,
    ORIGINATE = 24,
    RECEIVE = 32,
    TRANSMIT = 40,
};

#define VERSION 4
#define MODE_CLIENT 3
#define MODE_SERVER 4
#define LEAP_NOT_SYNCHRONISED 3
#define STRATUM_KISS 0
#define STRATUM_MAX 15
#define ONE_SECOND_SHORT UINT32_C(0x10000) /* in the short format, 16 bits of seconds */

#define SECONDS_1900_TO_1970 INT64_C(2208988800)
#define US_PER_S INT64_C(1000000)

static uint32_t read_32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/*
 * Microseconds since 1970. The 32 bits of seconds begin anew on 2036-02-07: where the highest bit
 * is missing it is the new era (RFC 4330 section 3), which is right until 2104.
 */
static int64_t read_time_us(const uint8_t *bytes) {
    int64_t seconds = read_32(bytes);
    if (seconds < INT64_C(0x80000000)) {
        seconds += INT64_C(0x100000000);
    }
    int64_t fraction_us = (int64_t)(((uint64_t)read_32(bytes + 4) * US_PER_S) >> 32);
    return (seconds - SECONDS_1900_TO_1970) * US_PER_S + fraction_us;
}

static bool is_zero(const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

void wamcam_ntp_question(const uint8_t nonce[WAMCAM_NTP_NONCE_BYTES],
                         uint8_t out[WAMCAM_NTP_PACKET_BYTES]) {
    memset(out, 0, WAMCAM_NTP_PACKET_BYTES);
    out[0] = VERSION << 3 | MODE_CLIENT;
    memcpy(out + TRANSMIT, nonce, WAMCAM_NTP_NONCE_BYTES);
}

/* The kiss-o'-death: why the server does not tell the time (RFC 5905 section 7.4). */
static int judge_kiss(const uint8_t *code, const char **complaint) {
    if (memcmp(code, "DENY", 4) == 0 || memcmp(code, "RSTR", 4) == 0) {
        *complaint = "wants no questions from here";
        return WAMCAM_ACCESS;
    }
    if (memcmp(code, "RATE", 4) == 0) {
        *complaint = "is asked too often";
        return WAMCAM_BUSY;
    }
    *complaint = "does not tell the time now";
    return WAMCAM_PROTOCOL;
}

/* Why the server's clock is not one to follow, or NULL. */
static const char *fault_of_server(const uint8_t *packet) {
    if (packet[0] >> 6 == LEAP_NOT_SYNCHRONISED || packet[STRATUM] > STRATUM_MAX) {
        return "does not know the time itself";
    }
    if (read_32(packet + ROOT_DELAY) >= ONE_SECOND_SHORT ||
        read_32(packet + ROOT_DISPERSION) >= ONE_SECOND_SHORT) {
        return "knows the time only roughly, to more than a second";
    }
    if (is_zero(packet + RECEIVE, 8) || is_zero(packet + TRANSMIT, 8)) {
        return "answered without a time";
    }
    return NULL;
}

static const char *fault_of_form(const uint8_t *packet) {
    int version = packet[0] >> 3 & 7;
    int mode = packet[0] & 7;
    if (mode != MODE_SERVER || version < 1 || version > VERSION) {
        return "answered, but not as a time server does";
    }
    return NULL;
}

int wamcam_ntp_judge(const uint8_t *packet, size_t length,
                     const uint8_t nonce[WAMCAM_NTP_NONCE_BYTES], struct wamcam_ntp_times *times,
                     const char **complaint) {
    if (length < WAMCAM_NTP_PACKET_BYTES ||
        memcmp(packet + ORIGINATE, nonce, WAMCAM_NTP_NONCE_BYTES) != 0) {
        return WAMCAM_WOULD_BLOCK;
    }
    *complaint = fault_of_form(packet);
    if (*complaint != NULL) {
        return WAMCAM_PROTOCOL;
    }
    if (packet[STRATUM] == STRATUM_KISS) {
        return judge_kiss(packet + REFERENCE_ID, complaint);
    }
    *complaint = fault_of_server(packet);
    if (*complaint != NULL) {
        return WAMCAM_PROTOCOL;
    }
    times->received_utc_us = read_time_us(packet + RECEIVE);
    times->sent_utc_us = read_time_us(packet + TRANSMIT);
    if (times->sent_utc_us < times->received_utc_us) {
        *complaint = "answered before it was asked, by its own clock";
        return WAMCAM_PROTOCOL;
    }
    return 0;
}
