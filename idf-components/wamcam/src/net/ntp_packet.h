/**
 * The packets of NTP (RFC 5905 section 7.3) as an SNTP client sends and judges them (RFC 4330
 * section 5). Pure: no sockets, no clock.
 */
#ifndef WAMCAM_NET_NTP_PACKET_H
#define WAMCAM_NET_NTP_PACKET_H

#include <stddef.h>
#include <stdint.h>

#define WAMCAM_NTP_PORT 123
#define WAMCAM_NTP_PACKET_BYTES 48
#define WAMCAM_NTP_NONCE_BYTES 8

/** When the server received the question and when it sent the answer, by its own clock. */
struct wamcam_ntp_times {
    int64_t received_utc_us;
    int64_t sent_utc_us;
};

/**
 * A question. `nonce` takes the place of the client's time: a server sends back whatever stands
 * there, and random bits tell its answer from one made up by somebody who has not seen them.
 */
void wamcam_ntp_question(const uint8_t nonce[WAMCAM_NTP_NONCE_BYTES],
                         uint8_t out[WAMCAM_NTP_PACKET_BYTES]);

/**
 * Judge a datagram.
 * - 0: an answer; `times` is filled in.
 * - WOULD_BLOCK: not an answer to this question; wait on.
 * - PROTOCOL: the server's answer, which cannot be believed. ACCESS: the server wants no questions
 *   (kiss codes DENY and RSTR), BUSY: it is asked too often (RATE). `complaint` says why, as the
 *   rest of a sentence that begins with the server's name.
 */
int wamcam_ntp_judge(const uint8_t *packet, size_t length,
                     const uint8_t nonce[WAMCAM_NTP_NONCE_BYTES], struct wamcam_ntp_times *times,
                     const char **complaint);

#endif
