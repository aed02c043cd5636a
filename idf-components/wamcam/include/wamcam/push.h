/**
 * What the HTTP servers of all boards have in common: who may hand an application over, what a
 * request asks for and how it is answered (docs/updates.md, "Over the local network"). The server,
 * its sockets and its threads are the board's. Any thread but the core's.
 *
 * A function that answers "whether" fills the reply in when it does not.
 */
#ifndef WAMCAM_PUSH_H
#define WAMCAM_PUSH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wamcam/board.h"
#include "wamcam/offer.h"

/** Length of a token. Fewer characters could be guessed. */
#define WAMCAM_PUSH_TOKEN_BYTES_MIN 16u
#define WAMCAM_PUSH_TOKEN_BYTES_MAX 64u
/** Room for the longest header Authorization that can be the right one, and NUL. */
#define WAMCAM_PUSH_AUTHORIZATION_SIZE (7u + WAMCAM_PUSH_TOKEN_BYTES_MAX + 1u)
/** Room for all that a query can ask for, and NUL. */
#define WAMCAM_PUSH_QUERY_SIZE 128u
/** Room for the longest sentence, escaped, and what is told of the slots. */
#define WAMCAM_PUSH_BODY_SIZE (2u * WAMCAM_OFFER_SENTENCE_SIZE + WAMCAM_OFFER_STATE_SIZE + 32u)
/** Room for the lines of the log in one answer, and NUL. */
#define WAMCAM_PUSH_LOG_SIZE 4096u
/** The header that tells, in decimal digits, where the next answer with the log goes on. */
#define WAMCAM_PUSH_LOG_NEXT "Wamcam-Next"

struct wamcam_push_reply {
    int status;                       /**< Of HTTP (RFC 9110), for example 409. */
    char body[WAMCAM_PUSH_BODY_SIZE]; /**< A JSON object: what runs, or {"error": sentence}. */
};

/** A refusal with this sentence. */
void wamcam_push_refuse(struct wamcam_push_reply *reply, int status, const char *sentence);

/**
 * Whether the header Authorization names the token of the board; NULL: there is none. How long it
 * takes says nothing about the token but its length. Else 401.
 */
bool wamcam_push_is_allowed(const char *authorization, const char *token,
                            struct wamcam_push_reply *reply);

/**
 * Whether the query of a PUT can be understood; then what it asks for is in the offer. "": nothing.
 * Else 400.
 */
bool wamcam_push_read_query(const char *query, struct wamcam_offer *offer,
                            struct wamcam_push_reply *reply);

/** Whether a body of so many bytes may be an application for this board; else 400 or 413. */
bool wamcam_push_takes(const struct wamcam_board *board, uint64_t bytes,
                       struct wamcam_push_reply *reply);

/** Hand the offer to the core as wamcam_offer() does, and fill in the reply. */
void wamcam_push_hand_over(const struct wamcam_board *board, const struct wamcam_offer *offer,
                           struct wamcam_push_reply *reply);

/**
 * Whether the lines of the log that the query of a GET asks for can be told; "": all. Then they are
 * in `out`, up to its NUL, and `next` is where the next answer goes on. Else 400 or 501.
 */
bool wamcam_push_read_log(const struct wamcam_board *board, const char *query,
                          char out[WAMCAM_PUSH_LOG_SIZE], int64_t *next,
                          struct wamcam_push_reply *reply);

/** What HTTP says about this answer of the core. */
void wamcam_push_tell(const struct wamcam_offer_answer *answer, struct wamcam_push_reply *reply);

#endif
