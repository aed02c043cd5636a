#include "cloud/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocation.h"
#include "cloud/answer.h"
#include "cloud/request.h"
#include "cloud/services.h"
#include "digest.h"
#include "draw.h"
#include "faults.h"
#include "invariants.h"
#include "net/greeting.h"
#include "net/network.h"
#include "virtual_time.h"

typedef void service(const struct sim_request *request, struct sim_answer *answer,
                     const char **complaint);

struct sim_server_connection {
    int descriptor;
    service *service; /* NULL: the name is of no host that we play */
    char host[SIM_HOST_BYTES];
    char greeting[SIM_GREETING_BYTES_MAX];
    size_t greeting_length;
    bool has_greeted;
    bool is_deaf; /* nothing is read any more */
    struct sim_request request;
};

static struct sim_draw draw;

void sim_server_start(uint64_t seed) {
    sim_draw_start(&draw, seed, "server");
}

static service *service_of(const char *host) {
    static const struct {
        const char *host;
        service *service;
    } services[] = {
        {"api.dropboxapi.com", sim_dropbox_api},
        {"content.dropboxapi.com", sim_dropbox_content},
        {"io.adafruit.com", sim_adafruit},
        {"timeapi.io", sim_timeapi},
    };
    for (size_t index = 0; index < sizeof services / sizeof services[0]; index++) {
        if (strcmp(host, services[index].host) == 0) {
            return services[index].service;
        }
    }
    return NULL;
}

struct sim_server_connection *sim_server_open(int descriptor, const char *host) {
    struct sim_server_connection *connection = sim_take(sizeof *connection);
    connection->descriptor = descriptor;
    connection->service = service_of(host);
    snprintf(connection->host, sizeof connection->host, "%s", host);
    sim_request_start(&connection->request);
    return connection;
}

void sim_server_close(struct sim_server_connection *connection) {
    sim_request_end(&connection->request);
    free(connection);
}

/* --- greeting ------------------------------------------------------------------------------- */

static void greet(struct sim_server_connection *connection) {
    static const char imposter[] = "imposter";
    const char *text = SIM_GREETING;
    enum sim_answer_fate fate = SIM_ANSWER_ARRIVES;
    if (sim_draw_chance(&draw, sim_faults.handshake_fails)) {
        fate = (enum sim_answer_fate)sim_draw_between(&draw, SIM_ANSWER_CUT, SIM_ANSWER_NEVER);
        text = sim_draw_chance(&draw, SIM_ALWAYS / 4) ? imposter : text;
        fate = text == imposter ? SIM_ANSWER_ARRIVES : fate;
        connection->is_deaf = true;
    }
    sim_network_answer(connection->descriptor, (const uint8_t *)text, strlen(SIM_GREETING),
                       sim_draw_between(&draw, 1000, 50000), fate);
}

static size_t take_greeting(struct sim_server_connection *connection, const uint8_t *bytes,
                            size_t length) {
    size_t taken = 0;
    while (taken < length && !connection->has_greeted) {
        char letter = (char)bytes[taken++];
        connection->has_greeted =
            letter == '\n' || connection->greeting_length == SIM_GREETING_BYTES_MAX - 1;
        if (!connection->has_greeted) {
            connection->greeting[connection->greeting_length++] = letter;
        }
    }
    if (connection->has_greeted) {
        if (strcmp(connection->greeting, connection->host) != 0) {
            sim_invariants_break("a handshake names another host than was connected to");
        }
        greet(connection);
    }
    return taken;
}

/* --- answers -------------------------------------------------------------------------------- */

/** What a server under pressure says in place of an answer. */
static void be_busy(struct sim_answer *answer) {
    switch (sim_draw_between(&draw, 0, 6)) {
    case 0:
        sim_answer_set(answer, 429, "application/json",
                       "{\"error_summary\": \"too_many_requests/..\", \"error\": {\"reason\": "
                       "{\".tag\": \"too_many_requests\"}, \"retry_after\": 20}}");
        break;
    case 1:
        sim_answer_set(answer, 429, "text/plain", "too_many_requests");
        answer->retry_after_s = (int)sim_draw_between(&draw, 1, 60);
        break;
    case 2:
        sim_answer_set(answer, 429, "application/json",
                       "{\"error_summary\": \"too_many_write_operations/.\", \"error\": "
                       "{\"reason\": {\".tag\": \"too_many_write_operations\"}}}");
        break;
    case 3:
        sim_answer_set(answer, 500, "text/plain", "internal error");
        break;
    case 4:
        sim_answer_set(answer, 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body>");
        answer->closes = true;
        break;
    case 5:
        sim_answer_set(answer, 200, "text/html", "<html>Sign in to this hotspot</html>");
        break;
    default:
        sim_answer_set(answer, 503, "text/html", "<html><body>Service Unavailable</body></html>");
        answer->retry_after_s = 5;
        break;
    }
}

static enum sim_answer_fate draw_fate(void) {
    if (sim_draw_chance(&draw, sim_faults.answer_lost)) {
        return sim_draw_chance(&draw, SIM_ALWAYS / 2) ? SIM_ANSWER_LOST : SIM_ANSWER_NEVER;
    }
    if (sim_draw_chance(&draw, sim_faults.answer_cut)) {
        return SIM_ANSWER_CUT;
    }
    return sim_draw_chance(&draw, sim_faults.answer_slow) ? SIM_ANSWER_ARRIVES_IN_PARTS
                                                          : SIM_ANSWER_ARRIVES;
}

static void send_answer(struct sim_server_connection *connection, const struct sim_answer *answer) {
    char text[SIM_ANSWER_FILE_BYTES + 512];
    char retry_after[48] = "";
    if (answer->retry_after_s > 0) {
        snprintf(retry_after, sizeof retry_after, "Retry-After: %d\r\n", answer->retry_after_s);
    }
    bool is_file = answer->bytes != NULL;
    size_t body_length = is_file ? answer->byte_count : strlen(answer->body);
    int head_length = snprintf(text, sizeof text,
                               "HTTP/1.1 %d Told\r\nContent-Type: %s\r\n%s%sContent-Length: "
                               "%zu\r\n\r\n",
                               answer->status, answer->content_type, retry_after,
                               answer->closes ? "Connection: close\r\n" : "", body_length);
    memcpy(text + head_length, is_file ? (const void *)answer->bytes : answer->body, body_length);
    int length = head_length + (int)body_length;
    if (sim_draw_chance(&draw, sim_faults.answer_garbage)) {
        /* TLS would notice bytes of a file that are other ones; a camera would, too, but only at
         * the end of the file, and not ask for it again. */
        size_t from = (size_t)sim_draw_between(&draw, 0, (is_file ? head_length : length) - 1);
        sim_draw_fill(&draw, (uint8_t *)text + from, (size_t)length - from);
    }
    enum sim_answer_fate fate = draw_fate();
    connection->is_deaf = answer->closes || fate == SIM_ANSWER_LOST || fate == SIM_ANSWER_CUT;
    sim_digest_bytes("answer", text, (size_t)length);
    sim_network_answer(connection->descriptor, (const uint8_t *)text, (size_t)length,
                       sim_draw_scaled(&draw, 5000, 400000), fate);
    if (answer->closes) {
        sim_network_hang_up(connection->descriptor);
    }
}

static void answer_request(struct sim_server_connection *connection) {
    struct sim_answer answer = {0};
    const char *complaint = NULL;
    connection->request.arrived_at_us = sim_network_arrived_at_us(connection->descriptor);
    if (strcmp(connection->request.host, connection->host) != 0) {
        complaint = "the Host of a request is not the host it was sent to";
    }
    if (sim_draw_chance(&draw, sim_faults.answer_error)) {
        be_busy(&answer);
    } else {
        connection->service(&connection->request, &answer, &complaint);
    }
    if (complaint != NULL) {
        sim_invariants_break(complaint);
    }
    send_answer(connection, &answer);
}

void sim_server_receive(struct sim_server_connection *connection, const uint8_t *bytes,
                        size_t length) {
    size_t at = connection->has_greeted ? 0 : take_greeting(connection, bytes, length);
    if (connection->service == NULL && at < length) {
        sim_invariants_break("a request is sent to a host that nobody knows");
        return;
    }
    while (at < length && !connection->is_deaf) {
        size_t taken = 0;
        enum sim_request_state state =
            sim_request_feed(&connection->request, bytes + at, length - at, &taken);
        at += taken;
        if (state == SIM_REQUEST_MALFORMED) {
            sim_invariants_break("a request is no HTTP/1.1 that a strict server would read");
            connection->is_deaf = true;
        } else if (state == SIM_REQUEST_COMPLETE) {
            answer_request(connection);
            sim_request_end(&connection->request);
            sim_request_start(&connection->request);
        }
    }
}
