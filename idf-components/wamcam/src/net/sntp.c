#include "net/sntp.h"

#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "net/failure.h"
#include "net/ntp_packet.h"
#include "net/route.h"
#include "net/socket.h"

#define NO_DESCRIPTOR (-1)
#define US_PER_MS INT64_C(1000)
#define US_PER_S INT64_C(1000000)

/* The ports that nobody has registered (RFC 6335 section 6). */
#define DYNAMIC_PORT_FIRST 49152u
#define DYNAMIC_PORTS 16384u

/* More datagrams than this wait for the next advance: a flood does not hold up the rest. */
#define DATAGRAMS_PER_ADVANCE 8

struct wamcam_sntp_question {
    const struct wamcam_board *board;
    char route[WAMCAM_ROUTE_SIZE];  /* how sentences name the server */
    int64_t until_us;               /* stopwatch: the end of all patience */
    struct wamcam_resolve *resolve; /* NULL once the name is known */
    struct wamcam_addresses addresses;
    size_t next_address;
    int address_error; /* most telling error of the addresses asked */
    int descriptor;
    int64_t attempt_until_us; /* stopwatch: the end of patience with this address */
    int64_t asked_at_us;      /* uptime */
    uint8_t nonce[WAMCAM_NTP_NONCE_BYTES];
    bool answered;
    struct wamcam_sntp_result answer;
    struct wamcam_failure failure;
};

static int64_t now_us(const struct wamcam_sntp_question *question) {
    return question->board->stopwatch_us(question->board->context);
}

static int64_t uptime_us(const struct wamcam_sntp_question *question) {
    return question->board->uptime_us(question->board->context);
}

static bool is_over(const struct wamcam_sntp_question *question) {
    return question->answered || question->failure.error != 0;
}

static void close_socket(struct wamcam_sntp_question *question) {
    if (question->descriptor != NO_DESCRIPTOR) {
        wamcam_socket_close(question->descriptor);
        question->descriptor = NO_DESCRIPTOR;
    }
}

static void release_resources(struct wamcam_sntp_question *question) {
    if (question->resolve != NULL) {
        wamcam_resolve_abandon(question->resolve);
        question->resolve = NULL;
    }
    close_socket(question);
}

/* --- begin and end -------------------------------------------------------------------------- */

static int start(struct wamcam_sntp_question *question, wamcam_lookup lookup, const char *host,
                 int32_t limit_ms) {
    if (limit_ms < 0) {
        return WAMCAM_INVALID;
    }
    char target[WAMCAM_HOST_SIZE];
    uint16_t port = 0;
    int error =
        wamcam_route_choose(question->board, host, WAMCAM_NTP_PORT, target, &port, question->route);
    if (error != 0) {
        return error;
    }
    int64_t limit = limit_ms > 0 ? limit_ms : (int64_t)question->board->limits.open_ms;
    question->until_us = now_us(question) + limit * US_PER_MS;
    question->resolve = wamcam_resolve_start(question->board, lookup, target, port);
    return question->resolve != NULL ? 0 : WAMCAM_NO_MEMORY;
}

struct wamcam_sntp_question *wamcam_sntp_question_start(const struct wamcam_board *board,
                                                        wamcam_lookup lookup, const char *host,
                                                        int32_t limit_ms, int *error) {
    struct wamcam_sntp_question *question = wamcam_memory_take(sizeof *question);
    if (question == NULL) {
        *error = WAMCAM_NO_MEMORY;
        return NULL;
    }
    question->board = board;
    question->descriptor = NO_DESCRIPTOR;
    *error = start(question, lookup, host, limit_ms);
    if (*error != 0) {
        wamcam_sntp_question_close(question);
        return NULL;
    }
    return question;
}

void wamcam_sntp_question_close(struct wamcam_sntp_question *question) {
    release_resources(question);
    wamcam_memory_free(question);
}

/* The failure is set. Returns true: it shows. */
static bool fail(struct wamcam_sntp_question *question) {
    release_resources(question);
    return true;
}

/* --- ask ------------------------------------------------------------------------------------ */

static uint16_t random_port(const struct wamcam_sntp_question *question) {
    uint8_t bytes[2];
    question->board->random(question->board->context, bytes, sizeof bytes);
    uint32_t number = (uint32_t)bytes[0] << 8 | bytes[1];
    return (uint16_t)(DYNAMIC_PORT_FIRST + number % DYNAMIC_PORTS);
}

/* Send the question to one address; 0 or why that could not be. */
static int ask_address(struct wamcam_sntp_question *question,
                       const struct wamcam_address *address) {
    uint8_t packet[WAMCAM_NTP_PACKET_BYTES];
    int descriptor = wamcam_socket_datagram(address, random_port(question));
    if (descriptor < 0) {
        return descriptor;
    }
    question->descriptor = descriptor;
    question->board->random(question->board->context, question->nonce, sizeof question->nonce);
    wamcam_ntp_question(question->nonce, packet);
    question->asked_at_us = uptime_us(question);
    int sent = wamcam_socket_send(descriptor, packet, sizeof packet);
    if (sent == (int)sizeof packet) {
        return 0;
    }
    close_socket(question);
    return sent == WAMCAM_WOULD_BLOCK || sent >= 0 ? WAMCAM_NO_MEMORY : sent;
}

static void set_attempt_limit(struct wamcam_sntp_question *question) {
    int64_t until_us = now_us(question) + WAMCAM_SNTP_ATTEMPT_MS * US_PER_MS;
    question->attempt_until_us = until_us < question->until_us ? until_us : question->until_us;
}

static void note_address_error(struct wamcam_sntp_question *question, int error) {
    /* A missing IPv6 network says less than the silence of an IPv4 address of the same host. */
    if (question->address_error == 0 || question->address_error == WAMCAM_UNREACHABLE) {
        question->address_error = error;
    }
}

static bool asking_failed(struct wamcam_sntp_question *question) {
    int error = question->address_error;
    const char *route = question->route;
    switch (error) {
    case WAMCAM_TIMED_OUT:
        wamcam_failure_set(&question->failure, error, "%s did not answer.", route);
        break;
    case WAMCAM_CONNECTION_REFUSED:
        wamcam_failure_set(&question->failure, error, "No time server is at %s.", route);
        break;
    case WAMCAM_UNREACHABLE:
        wamcam_failure_set(&question->failure, error,
                           "%s cannot be reached: no way leads there through the network.", route);
        break;
    default:
        wamcam_failure_set(&question->failure, error, "%s could not be asked: %s.", route,
                           wamcam_error_text(error));
        break;
    }
    return fail(question);
}

/* Ask the next address; true if there is none, which ends the question. */
static bool ask_next(struct wamcam_sntp_question *question) {
    close_socket(question);
    while (question->next_address < question->addresses.count &&
           now_us(question) < question->until_us) {
        int error = ask_address(question, &question->addresses.list[question->next_address++]);
        if (error == 0) {
            set_attempt_limit(question);
            return false;
        }
        note_address_error(question, error);
    }
    return asking_failed(question);
}

/* The address asked last is no use: ask the next. */
static bool give_up_address(struct wamcam_sntp_question *question, int error) {
    note_address_error(question, error);
    return ask_next(question);
}

static bool advance_resolving(struct wamcam_sntp_question *question) {
    int error = wamcam_resolve_result(question->resolve, &question->addresses);
    if (error == WAMCAM_WOULD_BLOCK) {
        if (now_us(question) < question->until_us) {
            return false;
        }
        error = WAMCAM_TIMED_OUT;
    }
    if (error == 0) {
        wamcam_resolve_abandon(question->resolve);
        question->resolve = NULL;
        return ask_next(question);
    }
    const char *reason = error == WAMCAM_NAME_UNKNOWN ? "No address was found for the name"
                         : error == WAMCAM_TIMED_OUT  ? "Nobody told in time the address of"
                                                      : "There is no memory to look up the name";
    wamcam_failure_set(&question->failure, error, "%s %s.", reason, question->route);
    return fail(question);
}

/* --- hear ----------------------------------------------------------------------------------- */

/* RFC 4330 section 5, with the uptime in place of a local clock. */
static bool take_times(struct wamcam_sntp_question *question, const struct wamcam_ntp_times *times,
                       int64_t heard_at_us) {
    int64_t elapsed_us = heard_at_us - question->asked_at_us;
    int64_t round_trip_us = elapsed_us - (times->sent_utc_us - times->received_utc_us);
    if (round_trip_us < -US_PER_S) {
        wamcam_failure_set(&question->failure, WAMCAM_PROTOCOL,
                           "%s says that it took longer than the whole answer.", question->route);
        return fail(question);
    }
    question->answer = (struct wamcam_sntp_result){
        .utc_minus_uptime_us = ((times->received_utc_us - question->asked_at_us) +
                                (times->sent_utc_us - heard_at_us)) /
                               2,
        .round_trip_us = round_trip_us > 0 ? round_trip_us : 0,
    };
    question->answered = true;
    release_resources(question);
    return true;
}

/* One datagram; true when the question has ended. `error` is WOULD_BLOCK if nothing is there. */
static bool hear_one(struct wamcam_sntp_question *question, int *error) {
    uint8_t packet[WAMCAM_NTP_PACKET_BYTES];
    struct wamcam_ntp_times times;
    const char *complaint = NULL;
    int length = wamcam_socket_receive(question->descriptor, packet, sizeof packet);
    int64_t heard_at_us = uptime_us(question);
    *error = length < 0 ? length : 0;
    if (length == WAMCAM_WOULD_BLOCK) {
        return false;
    }
    if (length < 0) {
        return give_up_address(question, length);
    }
    int verdict = wamcam_ntp_judge(packet, (size_t)length, question->nonce, &times, &complaint);
    if (verdict == WAMCAM_WOULD_BLOCK) {
        return false;
    }
    if (verdict == 0) {
        return take_times(question, &times, heard_at_us);
    }
    wamcam_failure_set(&question->failure, verdict, "%s %s.", question->route, complaint);
    return fail(question);
}

static bool advance_asked(struct wamcam_sntp_question *question) {
    int error = 0;
    for (int i = 0; i < DATAGRAMS_PER_ADVANCE && error == 0; i++) {
        if (hear_one(question, &error)) {
            return true;
        }
    }
    return now_us(question) >= question->attempt_until_us &&
           give_up_address(question, WAMCAM_TIMED_OUT);
}

/* --- for the core --------------------------------------------------------------------------- */

bool wamcam_sntp_question_advance(struct wamcam_sntp_question *question) {
    if (is_over(question)) {
        return false;
    }
    return question->resolve != NULL ? advance_resolving(question) : advance_asked(question);
}

int64_t wamcam_sntp_question_wait(const struct wamcam_sntp_question *question,
                                  struct wamcam_wait_socket *socket) {
    *socket = (struct wamcam_wait_socket){.descriptor = question->descriptor, .readable = true};
    if (is_over(question)) {
        return INT64_MAX;
    }
    return question->resolve != NULL ? question->until_us : question->attempt_until_us;
}

/* --- for the application -------------------------------------------------------------------- */

int wamcam_sntp_question_answer(const struct wamcam_sntp_question *question,
                                struct wamcam_sntp_result *out) {
    if (question->failure.error != 0) {
        return question->failure.error;
    }
    if (!question->answered) {
        return WAMCAM_WOULD_BLOCK;
    }
    *out = question->answer;
    return 0;
}

const char *wamcam_sntp_question_describe(const struct wamcam_sntp_question *question) {
    return question->failure.sentence;
}
