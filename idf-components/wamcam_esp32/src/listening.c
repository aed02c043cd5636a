#include "listening.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "esp_app_desc.h"
#include "esp_heap_caps.h"
#include "esp_http_server.h"
#include "esp_log.h"
#include "esp_mac.h"
#include "mdns.h"
#include "wamcam/push.h"
#include "wifi.h"

#define PORT 80
/* Type of the service, as DNS-SD has it (RFC 6763). */
#define SERVICE "_wamcam"
#define PROTOCOL "_tcp"
#define NAME_BYTES_MAX 32
#define HOST_SIZE sizeof "wamcam-000000"

/* What the server and our handlers use of it is written in docs/firmware.md, "Memory". */
#define STACK_BYTES 5120
/* The application's thread is on the other core; Wi-Fi, lwIP and the camera go first here. */
#define TASK_CORE 0
#define TASK_PRIORITY 2
/* One who speaks and one who has not hung up yet, which gives way. */
#define CONNECTIONS_MAX 2
/* For a whole body; a server that waits longer would be anybody's to block. */
#define RECEIVE_US_MAX INT64_C(30000000)
/* Of a body that is not wanted: who is still sending would miss the answer. */
#define DISCARD_BYTES_MAX (1024u * 1024u)

static const char *const tag = "listening";

static struct {
    const struct wamcam_board *board;
    httpd_handle_t server; /* the core thread's; NULL: nobody is listened to */
    atomic_bool is_busy;
    pthread_mutex_t mutex; /* guards name and token */
    char name[NAME_BYTES_MAX + 1];
    char token[WAMCAM_PUSH_TOKEN_BYTES_MAX + 1];
    /* what follows is the server's task's */
    bool is_announced;
    struct wamcam_push_reply reply;
} listening = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* --- requests: the server's task ------------------------------------------------------------- */

static const char *status_line(int status) {
    static const struct {
        int status;
        const char *line;
    } lines[] = {{200, HTTPD_200},
                 {400, HTTPD_400},
                 {401, "401 Unauthorized"},
                 {408, HTTPD_408},
                 {409, "409 Conflict"},
                 {413, "413 Content Too Large"},
                 {422, "422 Unprocessable Content"},
                 {501, "501 Not Implemented"},
                 {503, "503 Service Unavailable"}};
    for (size_t index = 0; index < sizeof lines / sizeof *lines; index++) {
        if (lines[index].status == status) {
            return lines[index].line;
        }
    }
    return HTTPD_500;
}

/** A piece of the body, at least a byte; 0: none comes any more. */
static size_t receive_piece(httpd_req_t *request, uint8_t *out, size_t size, int64_t until_us) {
    int count = HTTPD_SOCK_ERR_TIMEOUT;
    while (count == HTTPD_SOCK_ERR_TIMEOUT && wamcam_esp32_clock_uptime_us() < until_us) {
        count = httpd_req_recv(request, (char *)out, size);
    }
    return count > 0 ? (size_t)count : 0;
}

/** Let whoever sends `length` bytes more get as far as reading the answer. */
static void discard(httpd_req_t *request, size_t length) {
    uint8_t piece[256];
    int64_t until_us = wamcam_esp32_clock_uptime_us() + RECEIVE_US_MAX;
    size_t left = length < DISCARD_BYTES_MAX ? length : DISCARD_BYTES_MAX;
    while (left > 0) {
        size_t count =
            receive_piece(request, piece, left < sizeof piece ? left : sizeof piece, until_us);
        left = count == 0 ? 0 : left - count;
    }
}

/** Send the reply. With bytes that have not been read the connection cannot go on. */
static esp_err_t answer(httpd_req_t *request, size_t unread_bytes) {
    esp_err_t error = httpd_resp_set_status(request, status_line(listening.reply.status));
    error = error != ESP_OK ? error : httpd_resp_set_type(request, HTTPD_TYPE_JSON);
    error = error != ESP_OK ? error
                            : httpd_resp_send(request, listening.reply.body, HTTPD_RESP_USE_STRLEN);
    if (error == ESP_OK && unread_bytes > 0) {
        discard(request, unread_bytes);
        return ESP_FAIL;
    }
    return error;
}

static bool is_allowed(httpd_req_t *request) {
    char authorization[WAMCAM_PUSH_AUTHORIZATION_SIZE];
    char token[sizeof listening.token];
    /* One that is cut off is longer than any that is right. */
    esp_err_t error =
        httpd_req_get_hdr_value_str(request, "Authorization", authorization, sizeof authorization);
    pthread_mutex_lock(&listening.mutex);
    memcpy(token, listening.token, sizeof token);
    pthread_mutex_unlock(&listening.mutex);
    return wamcam_push_is_allowed(error == ESP_OK ? authorization : NULL, token, &listening.reply);
}

/** The query, "" without one; whether it has room. */
static bool read_query(httpd_req_t *request, char out[WAMCAM_PUSH_QUERY_SIZE]) {
    esp_err_t error = httpd_req_get_url_query_str(request, out, WAMCAM_PUSH_QUERY_SIZE);
    if (error == ESP_ERR_NOT_FOUND) {
        out[0] = '\0';
    } else if (error != ESP_OK) {
        wamcam_push_refuse(&listening.reply, 400, "the query is longer than anything it can ask");
        return false;
    }
    return true;
}

/** Read the body into memory of its size; how much of it has come. */
static size_t receive(httpd_req_t *request, uint8_t *bytes) {
    int64_t until_us = wamcam_esp32_clock_uptime_us() + RECEIVE_US_MAX;
    size_t length = 0;
    size_t count = 1;
    while (count > 0 && length < request->content_len) {
        count = receive_piece(request, bytes + length, request->content_len - length, until_us);
        length += count;
    }
    return length;
}

/** Receive a body that is wanted and hand it over; how much of it has come. */
static size_t hand_over(httpd_req_t *request, struct wamcam_offer *offer) {
    uint8_t *bytes = heap_caps_malloc(request->content_len, MALLOC_CAP_SPIRAM);
    if (bytes == NULL) {
        wamcam_push_refuse(&listening.reply, 500, "no memory for a file of that size now");
        return 0;
    }
    size_t length = receive(request, bytes);
    if (length == request->content_len) {
        offer->bytes = bytes;
        offer->length = length;
        wamcam_push_hand_over(listening.board, offer, &listening.reply);
    } else {
        ESP_LOGW(tag, "of an application %u of %u bytes have come", (unsigned)length,
                 (unsigned)request->content_len);
        wamcam_push_refuse(&listening.reply, 408, "the body stopped in the middle; send it again");
    }
    heap_caps_free(bytes);
    return length;
}

static esp_err_t take_application(httpd_req_t *request) {
    struct wamcam_offer offer = {0};
    char query[WAMCAM_PUSH_QUERY_SIZE];
    size_t received = 0;
    if (is_allowed(request) && read_query(request, query) &&
        wamcam_push_read_query(query, &offer, &listening.reply) &&
        wamcam_push_takes(listening.board, request->content_len, &listening.reply)) {
        atomic_store(&listening.is_busy, true);
        received = hand_over(request, &offer);
        atomic_store(&listening.is_busy, false);
    }
    return answer(request, request->content_len - received);
}

static esp_err_t tell_application(httpd_req_t *request) {
    if (is_allowed(request)) {
        const struct wamcam_offer nothing = {0};
        wamcam_push_hand_over(listening.board, &nothing, &listening.reply);
    }
    return answer(request, request->content_len);
}

/** Send lines of the log, and where the next ones begin. */
static esp_err_t send_log(httpd_req_t *request, const char *lines, int64_t next) {
    char number[24];
    snprintf(number, sizeof number, "%" PRId64, next);
    esp_err_t error = httpd_resp_set_type(request, "text/plain; charset=utf-8");
    error = error != ESP_OK ? error : httpd_resp_set_hdr(request, WAMCAM_PUSH_LOG_NEXT, number);
    return error != ESP_OK ? error : httpd_resp_send(request, lines, HTTPD_RESP_USE_STRLEN);
}

static esp_err_t tell_log(httpd_req_t *request) {
    char query[WAMCAM_PUSH_QUERY_SIZE];
    int64_t next = 0;
    if (!is_allowed(request) || !read_query(request, query)) {
        return answer(request, request->content_len);
    }
    char *lines = heap_caps_malloc(WAMCAM_PUSH_LOG_SIZE, MALLOC_CAP_SPIRAM);
    if (lines == NULL) {
        wamcam_push_refuse(&listening.reply, 500, "no memory for lines of the log now");
        return answer(request, request->content_len);
    }
    bool is_told = wamcam_push_read_log(listening.board, query, lines, &next, &listening.reply);
    esp_err_t error =
        is_told ? send_log(request, lines, next) : answer(request, request->content_len);
    heap_caps_free(lines);
    return error;
}

/* --- name: the server's task, too, since mDNS lets its callers wait --------------------------- */

/** No other device of the network is called so. */
static void write_host(char out[HOST_SIZE]) {
    uint8_t address[6] = {0};
    (void)esp_read_mac(address, ESP_MAC_WIFI_STA);
    snprintf(out, HOST_SIZE, "wamcam-%02x%02x%02x", address[3], address[4], address[5]);
}

static esp_err_t begin_to_announce(const char *name) {
    char host[HOST_SIZE];
    mdns_txt_item_t properties[] = {{"board", listening.board->name},
                                    {"version", listening.board->firmware_version}};
    write_host(host);
    esp_err_t error = mdns_init();
    error = error != ESP_OK ? error : mdns_hostname_set(host);
    error = error != ESP_OK ? error
                            : mdns_service_add(name, SERVICE, PROTOCOL, PORT, properties,
                                               sizeof properties / sizeof *properties);
    if (error == ESP_OK) {
        ESP_LOGI(tag, "applications are taken at http://%s.local/application", host);
    }
    return error;
}

static void announce(void *argument) {
    char name[sizeof listening.name];
    (void)argument;
    pthread_mutex_lock(&listening.mutex);
    memcpy(name, listening.name, sizeof name);
    pthread_mutex_unlock(&listening.mutex);
    esp_err_t error = listening.is_announced
                          ? mdns_service_instance_name_set(SERVICE, PROTOCOL, name)
                          : begin_to_announce(name);
    listening.is_announced = listening.is_announced || error == ESP_OK;
    if (error != ESP_OK) {
        ESP_LOGW(tag, "the network cannot be told by mDNS, use the address: %s",
                 esp_err_to_name(error));
    }
}

/* --- core thread ----------------------------------------------------------------------------- */

void wamcam_esp32_listening_prepare(const struct wamcam_board *board) {
    listening.board = board;
    listening.server = NULL;
    listening.is_announced = false;
    atomic_store(&listening.is_busy, false);
}

static esp_err_t register_handlers(httpd_handle_t server) {
    const httpd_uri_t rows[] = {
        {.uri = "/application", .method = HTTP_GET, .handler = tell_application},
        {.uri = "/application", .method = HTTP_PUT, .handler = take_application},
        {.uri = "/log", .method = HTTP_GET, .handler = tell_log},
    };
    esp_err_t error = ESP_OK;
    for (size_t index = 0; error == ESP_OK && index < sizeof rows / sizeof *rows; index++) {
        error = httpd_register_uri_handler(server, &rows[index]);
    }
    return error;
}

static esp_err_t start_server(void) {
    httpd_config_t configuration = HTTPD_DEFAULT_CONFIG();
    configuration.server_port = PORT;
    configuration.stack_size = STACK_BYTES;
    configuration.task_priority = TASK_PRIORITY;
    configuration.core_id = TASK_CORE;
    configuration.max_open_sockets = CONNECTIONS_MAX;
    configuration.lru_purge_enable = true;
    httpd_handle_t server = NULL;
    esp_err_t error = httpd_start(&server, &configuration);
    if (error != ESP_OK) {
        return error;
    }
    error = register_handlers(server);
    if (error != ESP_OK) {
        (void)httpd_stop(server);
        return error;
    }
    listening.server = server;
    return ESP_OK;
}

int wamcam_esp32_listening_start(const char *name, const char *token) {
    if (!wamcam_esp32_wifi_is_ready()) {
        return WAMCAM_IO; /* it has told why; there is no network to open a socket in */
    }
    pthread_mutex_lock(&listening.mutex);
    bool is_renamed = strcmp(listening.name, name) != 0 || listening.server == NULL;
    snprintf(listening.name, sizeof listening.name, "%s", name);
    snprintf(listening.token, sizeof listening.token, "%s", token);
    pthread_mutex_unlock(&listening.mutex);
    esp_err_t error = listening.server != NULL ? ESP_OK : start_server();
    if (error != ESP_OK) {
        ESP_LOGE(tag, "nobody can send applications: %s", esp_err_to_name(error));
        return WAMCAM_IO;
    }
    if (is_renamed && httpd_queue_work(listening.server, announce, NULL) != ESP_OK) {
        ESP_LOGW(tag, "the network is not told by mDNS, use the address");
    }
    return 0;
}

bool wamcam_esp32_listening_is_busy(void) {
    return atomic_load(&listening.is_busy);
}
