/**
 * One question to an NTP server, over UDP, that never blocks: look up, ask, hear. The client's
 * side of RFC 4330, from a random port for each question (RFC 9109).
 */
#ifndef WAMCAM_NET_SNTP_H
#define WAMCAM_NET_SNTP_H

#include <stdbool.h>
#include <stdint.h>

#include "net/resolve.h"
#include "wamcam/board.h"

/** Silence of one address after which the host's next one is asked. */
#define WAMCAM_SNTP_ATTEMPT_MS 3000

struct wamcam_sntp_question; /* opaque */

struct wamcam_sntp_result {
    int64_t utc_minus_uptime_us; /**< UTC since 1970 when the board's uptime was 0. */
    int64_t round_trip_us;       /**< On the way, in uptime; half of it is the largest error. */
};

/**
 * Begin to ask. `limit_ms` of real time for all of it, 0: the board's open_ms. NULL with *error
 * set: NO_MEMORY, NAME_TOO_LONG, INVALID or ACCESS (connect_to).
 */
struct wamcam_sntp_question *wamcam_sntp_question_start(const struct wamcam_board *board,
                                                        wamcam_lookup lookup, const char *host,
                                                        int32_t limit_ms, int *error);
/** Do what can be done without waiting. True when the question has ended just now. */
bool wamcam_sntp_question_advance(struct wamcam_sntp_question *question);
/** What to wait for before the next advance; as wamcam_connection_wait(). */
int64_t wamcam_sntp_question_wait(const struct wamcam_sntp_question *question,
                                  struct wamcam_wait_socket *socket);
/** 0 with `out` filled in, WOULD_BLOCK while it runs, or the error that ended it. */
int wamcam_sntp_question_answer(const struct wamcam_sntp_question *question,
                                struct wamcam_sntp_result *out);
/** Plain sentence about the failure, "" if none. Owned by the question. */
const char *wamcam_sntp_question_describe(const struct wamcam_sntp_question *question);
/** End it, answered or not, and free. */
void wamcam_sntp_question_close(struct wamcam_sntp_question *question);

#endif
