/* Applications from the local network: who may send one, what comes of it, and what fails. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "boards.h"
#include "check.h"
#include "console/keeper.h"
#include "doubles.h"
#include "esp_http_server.h"
#include "listening.h"
#include "runtime/offer_desk.h"
#include "runtime/parcel.h"
#include "wamcam/offer.h"
#include "wamcam_esp32/board.h"
#include "wamcam_esp32/sleep.h"

#define TOKEN "a-token-of-my-own"

static struct wamcam_board board;
static struct parcel parcel;

/** A camera in a network, without an application yet that names a token. */
static void start(void) {
    doubles_reset();
    board = *wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
    wamcam_esp32_listening_prepare(&board);
    board.trusted_keys = &parcel_key;
    board.trusted_key_count = 1;
    static const uint8_t memory[] = {1, 0, 1};
    parcel_begin(&parcel);
    parcel_import(&parcel, "app", "finish");
    parcel_section(&parcel, 5, memory, sizeof memory);
    parcel_finish(&parcel, PARCEL_MANIFEST);
}

static int listen_as(const char *name) {
    return board.listen(board.context, name, TOKEN);
}

static void stop(void) {
    CHECK(strstr(doubles_log_text(), TOKEN) == NULL);
    CHECK(!wamcam_esp32_listening_is_busy());
    wamcam_esp32_board_stop();
}

/** What the next request brings. */
static struct doubles_http *bring(const uint8_t *body, size_t length) {
    struct doubles_http *http = doubles_http();
    http->authorization = "Bearer " TOKEN;
    http->query = NULL;
    http->body = body;
    http->body_bytes = length;
    http->length_bytes = length;
    http->piece_bytes = 0;
    http->timeouts = 0;
    http->timeout_us = 5000000;
    http->hangs = false;
    return http;
}

/* --- the core, where there is one --------------------------------------------------------------
 */

static atomic_bool is_over;
static struct wamcam_slots slots;

static void *serve(void *argument) {
    (void)argument;
    while (!atomic_load(&is_over)) {
        if (!wamcam_offer_desk_serve(&slots)) {
            sched_yield();
        }
    }
    return NULL;
}

/** Ask while an application runs. */
static void ask_a_camera(int method) {
    pthread_t core;
    wamcam_slots_open(&slots, &board, NULL, 0);
    atomic_store(&is_over, false);
    CHECK_EQUAL_INT(0, pthread_create(&core, NULL, serve, NULL));
    bool is_asked = doubles_http_ask(method, "/application");
    atomic_store(&is_over, true);
    pthread_join(core, NULL);
    CHECK(is_asked);
}

static void test_nobody_is_listened_to_without_a_token(void) {
    start();
    CHECK(!doubles_http_ask(HTTP_GET, "/application"));
    CHECK_EQUAL_INT(0, doubles_calls_of("mdns_init"));
    stop();
}

static void test_the_network_is_told_where(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    const struct doubles_mdns *mdns = doubles_mdns();
    CHECK_EQUAL_TEXT("wamcam-1234ab", mdns->host);
    CHECK_EQUAL_TEXT("CAM1", mdns->name);
    CHECK_EQUAL_TEXT("_wamcam._tcp", mdns->service);
    CHECK_EQUAL_TEXT("board=xiao-esp32s3-sense version=1.2.3 ", mdns->properties);
    CHECK_EQUAL_INT(80, mdns->port);
    CHECK_EQUAL_INT(80, doubles_http()->port);
    CHECK_EQUAL_INT(0, doubles_http()->core);
    CHECK_CONTAINS("taken at http://wamcam-1234ab.local/application", doubles_log_text());
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    CHECK_EQUAL_INT(0, listen_as("CAM2"));
    CHECK_EQUAL_TEXT("CAM2", mdns->name);
    CHECK_EQUAL_INT(1, doubles_calls_of("httpd_start"));
    CHECK_EQUAL_INT(1, doubles_calls_of("mdns_service_add"));
    CHECK_EQUAL_INT(1, doubles_calls_of("mdns_service_instance_name_set"));
    stop();
}

static void test_only_who_knows_the_token_is_answered(void) {
    static char long_one[2000];
    memset(long_one, 'x', sizeof long_one - 1);
    memcpy(long_one, "Bearer " TOKEN, strlen("Bearer " TOKEN));
    const char *const wrong[] = {
        NULL,           "",       "Bearer ",          "Bearer a-token-of-my-owm",
        "Basic " TOKEN, long_one, "Bearer " TOKEN "x"};
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        for (int put = 0; put <= 1; put++) {
            struct doubles_http *http = bring(parcel.bytes, put ? parcel.length : 0);
            http->authorization = wrong[index];
            CHECK(doubles_http_ask(put ? HTTP_PUT : HTTP_GET, "/application"));
            CHECK_EQUAL_TEXT("401 Unauthorized", http->status);
            CHECK_EQUAL_TEXT("application/json", http->type);
            CHECK_CONTAINS("{\"error\":\"the token is not that of the camera", http->answer);
            /* what was on its way is read, so that the answer arrives, and then it is over */
            CHECK_EQUAL_INT(http->length_bytes, http->read_bytes);
            CHECK_EQUAL_INT(!put, http->is_kept);
        }
    }
    stop();
}

static void test_another_token_counts_from_then_on(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    CHECK_EQUAL_INT(0, board.listen(board.context, "CAM1", "another-token-now"));
    struct doubles_http *http = bring(NULL, 0);
    CHECK(doubles_http_ask(HTTP_GET, "/application"));
    CHECK_EQUAL_TEXT("401 Unauthorized", http->status);
    http->authorization = "Bearer another-token-now";
    ask_a_camera(HTTP_GET);
    CHECK_EQUAL_TEXT("200 OK", http->status);
    CHECK_CONTAINS("{\"application_name\":\"", http->answer);
    CHECK_CONTAINS("\"application_slot\":\"factory\"", http->answer);
    CHECK(http->is_kept);
    stop();
}

static void test_an_application_that_comes_in_pieces_is_tried(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(parcel.bytes, parcel.length);
    http->piece_bytes = 7;
    http->timeouts = 2; /* Wi-Fi */
    http->query = "trial_s=60&replace=";
    ask_a_camera(HTTP_PUT);
    CHECK_EQUAL_TEXT("200 OK", http->status);
    CHECK(http->is_kept);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    CHECK_EQUAL_TEXT("parcel", wamcam_slots_identity(&slots)->name);
    CHECK_EQUAL_INT(60, slots.record.slots[WAMCAM_SLOT_A].trial_s);
    stop();
}

static void test_requests_of_another_form_are_refused_unread(void) {
    static char long_query[300];
    memset(long_query, 'a', sizeof long_query - 1);
    static const struct {
        const char *query;
        size_t length;
        const char *status;
        const char *sentence;
    } rows[] = {
        {NULL, 0, "400 Bad Request", "holds no application"},
        {"now", 100, "400 Bad Request", "there is no \\\"now\\\""},
        {"trial_s=soon", 100, "400 Bad Request", "whole seconds"},
        {"trial_s=", 100, "400 Bad Request", "whole seconds"},
        {long_query, 100, "400 Bad Request", "the query is longer"},
        {NULL, 512 * 1024 + 1, "413 Content Too Large", "more than the 524288 bytes"},
    };
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++) {
        struct doubles_http *http = bring(NULL, rows[index].length);
        http->query = rows[index].query;
        CHECK(doubles_http_ask(HTTP_PUT, "/application"));
        CHECK_EQUAL_TEXT(rows[index].status, http->status);
        CHECK_CONTAINS(rows[index].sentence, http->answer);
        CHECK_EQUAL_INT(0, doubles_calls_of("heap_caps_malloc"));
    }
    stop();
}

static void test_who_sends_without_end_is_cut_off(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(NULL, (size_t)1 << 31);
    CHECK(doubles_http_ask(HTTP_PUT, "/application"));
    CHECK_EQUAL_TEXT("413 Content Too Large", http->status);
    CHECK_EQUAL_INT(1024 * 1024, http->read_bytes);
    CHECK(!http->is_kept);
    stop();
}

static void check_interrupted(struct doubles_http *http) {
    CHECK(doubles_http_ask(HTTP_PUT, "/application"));
    CHECK_EQUAL_TEXT("408 Request Timeout", http->status);
    CHECK_CONTAINS("the body stopped in the middle", http->answer);
    CHECK(!http->is_kept);
    CHECK_CONTAINS("W listening: of an application ", doubles_log_text());
}

static void test_a_body_that_stops_is_given_up(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(parcel.bytes, parcel.length);
    http->body_bytes = 10; /* the sender hangs up */
    check_interrupted(http);
    http = bring(parcel.bytes, parcel.length);
    http->body_bytes = 10;
    http->hangs = true; /* the sender is silent */
    int64_t start_us = doubles_now_us();
    check_interrupted(http);
    CHECK_EQUAL_INT(60, (doubles_now_us() - start_us) / 1000000);
    http = bring(parcel.bytes, parcel.length);
    doubles_fail("httpd_req_recv", ESP_FAIL, 2);
    check_interrupted(http);
    stop();
}

static atomic_bool has_come;

static void note_wake(void *context) {
    (void)context;
    atomic_store(&has_come, true);
}

static void *wait_for_the_core(void *argument) {
    const struct wamcam_offer nothing = {0};
    struct wamcam_offer_answer answer;
    wamcam_offer(&board, &nothing, &answer);
    return argument;
}

/** Somebody is at it already: the one who comes is told so at once. */
static void test_a_second_one_is_sent_away(void) {
    pthread_t first;
    pthread_t core;
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(parcel.bytes, parcel.length);
    atomic_store(&has_come, false);
    board.wake = note_wake;
    CHECK_EQUAL_INT(0, pthread_create(&first, NULL, wait_for_the_core, NULL));
    while (!atomic_load(&has_come)) {
        sched_yield();
    }
    CHECK(doubles_http_ask(HTTP_PUT, "/application"));
    CHECK_EQUAL_TEXT("409 Conflict", http->status);
    CHECK_CONTAINS("another application is being handed over", http->answer);
    wamcam_slots_open(&slots, &board, NULL, 0);
    atomic_store(&is_over, false);
    CHECK_EQUAL_INT(0, pthread_create(&core, NULL, serve, NULL));
    pthread_join(first, NULL);
    atomic_store(&is_over, true);
    pthread_join(core, NULL);
    stop();
}

static void test_what_the_core_refuses_is_told(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(parcel.bytes, parcel.length);
    parcel.bytes[parcel.length - 1] ^= 1;
    ask_a_camera(HTTP_PUT);
    CHECK_EQUAL_TEXT("422 Unprocessable Content", http->status);
    CHECK_CONTAINS("signature", http->answer);
    CHECK(http->is_kept);
    board.flash = NULL;
    CHECK(doubles_http_ask(HTTP_PUT, "/application"));
    CHECK_EQUAL_TEXT("501 Not Implemented", http->status);
    stop();
}

static void test_without_memory_the_file_is_refused(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(parcel.bytes, parcel.length);
    doubles_fail("heap_caps_malloc", ESP_ERR_NO_MEM, 1);
    CHECK(doubles_http_ask(HTTP_PUT, "/application"));
    CHECK_EQUAL_TEXT("500 Internal Server Error", http->status);
    CHECK_CONTAINS("no memory", http->answer);
    stop();
}

static void test_without_a_server_the_camera_goes_on(void) {
    static const char *const calls[] = {"httpd_start", "httpd_register_uri_handler"};
    for (size_t index = 0; index < sizeof calls / sizeof *calls; index++) {
        start();
        doubles_fail(calls[index], ESP_ERR_HTTPD_TASK, 1);
        CHECK_EQUAL_INT(WAMCAM_IO, listen_as("CAM1"));
        CHECK_CONTAINS("E listening: nobody can send applications: ", doubles_log_text());
        CHECK(!doubles_http()->is_started);
        CHECK_EQUAL_INT(0, listen_as("CAM1")); /* the next run tries it again */
        CHECK(doubles_http()->is_started);
        CHECK_EQUAL_TEXT("CAM1", doubles_mdns()->name);
        stop();
    }
}

static void test_without_wifi_there_is_no_server(void) {
    doubles_reset();
    doubles_fail("esp_wifi_init", ESP_ERR_NO_MEM, 1);
    board = *wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
    CHECK_EQUAL_INT(WAMCAM_IO, listen_as("CAM1"));
    CHECK_EQUAL_INT(0, doubles_calls_of("httpd_start"));
    stop();
}

static void test_without_mdns_the_address_still_works(void) {
    static const char *const calls[] = {"mdns_init", "mdns_hostname_set", "mdns_service_add",
                                        "httpd_queue_work"};
    for (size_t index = 0; index < sizeof calls / sizeof *calls; index++) {
        start();
        doubles_fail(calls[index], ESP_ERR_NO_MEM, 1);
        CHECK_EQUAL_INT(0, listen_as("CAM1"));
        CHECK_CONTAINS("by mDNS, use the address", doubles_log_text());
        struct doubles_http *http = bring(NULL, 0);
        ask_a_camera(HTTP_GET);
        CHECK_EQUAL_TEXT("200 OK", http->status);
        CHECK_EQUAL_INT(0, listen_as("CAM2"));
        CHECK_EQUAL_TEXT("CAM2", doubles_mdns()->name);
        stop();
    }
}

static void test_the_log_is_told_from_a_line_on(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(NULL, 0);
    wamcam_console_keep(&board, WAMCAM_LEVEL_INFORMATION, "one");
    wamcam_console_keep(&board, WAMCAM_LEVEL_WARNING, "two");
    http->query = "from=-2";
    CHECK(doubles_http_ask(HTTP_GET, "/log"));
    CHECK_EQUAL_TEXT("text/plain; charset=utf-8", http->type);
    CHECK_EQUAL_TEXT("", http->status); /* what the server says without one: 200 */
    CHECK_EQUAL_TEXT("I 1.000 one\nW 1.000 two\n", http->answer);
    CHECK(http->is_kept);
    char query[40] = "from";
    CHECK(strncmp(http->header, "Wamcam-Next: ", 13) == 0);
    snprintf(query, sizeof query, "from=%s", http->header + 13);
    http->query = query;
    CHECK(doubles_http_ask(HTTP_GET, "/log"));
    CHECK_EQUAL_TEXT("", http->answer);
    http->query = "since=1";
    CHECK(doubles_http_ask(HTTP_GET, "/log"));
    CHECK_EQUAL_TEXT("400 Bad Request", http->status);
    http->query = NULL;
    http->authorization = "Bearer another-token-now";
    CHECK(doubles_http_ask(HTTP_GET, "/log"));
    CHECK_EQUAL_TEXT("401 Unauthorized", http->status);
    http->authorization = "Bearer " TOKEN;
    doubles_fail("heap_caps_malloc", ESP_ERR_NO_MEM, 1);
    CHECK(doubles_http_ask(HTTP_GET, "/log"));
    CHECK_EQUAL_TEXT("500 Internal Server Error", http->status);
    struct wamcam_console *console = board.console;
    board.console = NULL;
    CHECK(doubles_http_ask(HTTP_GET, "/log"));
    CHECK_EQUAL_TEXT("501 Not Implemented", http->status);
    board.console = console;
    stop();
}

static void test_an_answer_that_cannot_be_sent_ends_the_connection(void) {
    start();
    CHECK_EQUAL_INT(0, listen_as("CAM1"));
    struct doubles_http *http = bring(NULL, 0);
    doubles_fail("httpd_resp_send", ESP_ERR_HTTPD_RESP_SEND, 1);
    ask_a_camera(HTTP_GET);
    CHECK(!http->is_kept);
    stop();
}

static const struct check_test tests[] = {
    {"nobody is listened to without a token", test_nobody_is_listened_to_without_a_token},
    {"the network is told where", test_the_network_is_told_where},
    {"only who knows the token is answered", test_only_who_knows_the_token_is_answered},
    {"another token counts from then on", test_another_token_counts_from_then_on},
    {"an application that comes in pieces is tried",
     test_an_application_that_comes_in_pieces_is_tried},
    {"requests of another form are refused unread",
     test_requests_of_another_form_are_refused_unread},
    {"who sends without end is cut off", test_who_sends_without_end_is_cut_off},
    {"a body that stops is given up", test_a_body_that_stops_is_given_up},
    {"a second one is sent away", test_a_second_one_is_sent_away},
    {"what the core refuses is told", test_what_the_core_refuses_is_told},
    {"without memory the file is refused", test_without_memory_the_file_is_refused},
    {"without a server the camera goes on", test_without_a_server_the_camera_goes_on},
    {"without wifi there is no server", test_without_wifi_there_is_no_server},
    {"without mdns the address still works", test_without_mdns_the_address_still_works},
    {"the log is told from a line on", test_the_log_is_told_from_a_line_on},
    {"an answer that cannot be sent ends the connection",
     test_an_answer_that_cannot_be_sent_ends_the_connection},
};
CHECK_SUITE(listening, tests);
