#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/link.h"
#include "rig.h"

/* What the injected lookup answers. */
static struct wamcam_addresses answer;

static int canned_lookup(const char *host, uint16_t port, struct wamcam_addresses *out) {
    (void)host;
    (void)port;
    *out = answer;
    return 0;
}

static void add_answer(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct wamcam_address *entry = &answer.list[answer.count++];
    memcpy(&entry->socket_address, &address, sizeof address);
    entry->length = sizeof address;
}

/* A loopback socket bound to a free port. Not listening it refuses connections. */
static int bound_socket(uint16_t *port) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL_INT(0, bind(descriptor, (struct sockaddr *)&address, length));
    CHECK_EQUAL_INT(0, getsockname(descriptor, (struct sockaddr *)&address, &length));
    *port = ntohs(address.sin_port);
    return descriptor;
}

struct silent_port {
    int listener;
    int fillers[4];
    uint16_t port;
};

/* A listener whose queue is full: the system drops further attempts without a word. */
static void silent_port_start(struct silent_port *silent) {
    silent->listener = bound_socket(&silent->port);
    CHECK_EQUAL_INT(0, listen(silent->listener, 0));
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(silent->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (size_t i = 0; i < 4; i++) {
        silent->fillers[i] = socket(AF_INET, SOCK_STREAM, 0);
        CHECK(fcntl(silent->fillers[i], F_SETFL, O_NONBLOCK) == 0);
        (void)connect(silent->fillers[i], (struct sockaddr *)&address, sizeof address);
    }
}

static void silent_port_stop(struct silent_port *silent) {
    for (size_t i = 0; i < 4; i++) {
        close(silent->fillers[i]);
    }
    close(silent->listener);
}

static void start_link(struct test_rig *rig, struct wamcam_link *link,
                       struct wamcam_failure *failure) {
    *failure = (struct wamcam_failure){0};
    CHECK_EQUAL_INT(0,
                    wamcam_link_start(link, &rig->board, canned_lookup, TEST_HOST, 443, failure));
    link->open_limit_us = TEST_OPEN_MS * INT64_C(1000);
    CHECK(test_rig_wait_for_wake(rig));
    CHECK(wamcam_link_advance(link)); /* the name is known */
}

/* Until the link is open or has failed; time passes to the next limit in silence. */
static void run_link(struct test_rig *rig, struct wamcam_link *link) {
    while (link->failure->error == 0 && link->state != WAMCAM_CONNECTION_OPEN) {
        bool happened = wamcam_link_advance(link);
        happened = test_server_step(&rig->server, rig->now_us) || happened;
        struct wamcam_wait_socket wanted;
        int64_t until_us = link->failure->error == 0 ? wamcam_link_wait(link, &wanted) : 0;
        struct pollfd wait = {
            .fd = wanted.descriptor,
            .events = (short)((wanted.readable ? POLLIN : 0) | (wanted.writable ? POLLOUT : 0))};
        if (!happened && link->failure->error == 0 && poll(&wait, 1, 50) == 0) {
            rig->now_us = until_us;
        }
    }
}

static void the_next_address_is_tried_after_a_refusal(void) {
    struct test_rig rig;
    struct wamcam_link link;
    struct wamcam_failure failure;
    uint16_t refusing_port;
    test_rig_start(&rig, NULL);
    int refusing = bound_socket(&refusing_port);
    answer.count = 0;
    add_answer(refusing_port);
    add_answer(rig.server.port);
    start_link(&rig, &link, &failure);
    run_link(&rig, &link);
    CHECK_EQUAL_INT(0, failure.error);
    CHECK_EQUAL_INT(WAMCAM_CONNECTION_OPEN, link.state);
    wamcam_link_close(&link);
    close(refusing);
    test_rig_stop(&rig);
}

static void a_silent_address_gets_only_its_share_of_the_time(void) {
    struct test_rig rig;
    struct wamcam_link link;
    struct wamcam_failure failure;
    struct silent_port silent;
    test_rig_start(&rig, NULL);
    silent_port_start(&silent);
    answer.count = 0;
    add_answer(silent.port);
    add_answer(silent.port);
    add_answer(rig.server.port);
    int64_t started_at_us = rig.now_us;
    start_link(&rig, &link, &failure);
    run_link(&rig, &link);
    CHECK_EQUAL_INT(0, failure.error);
    CHECK_EQUAL_INT(started_at_us + 10000000, rig.now_us);
    CHECK_EQUAL_INT(10000000, link.open_us);
    wamcam_link_close(&link);
    silent_port_stop(&silent);
    test_rig_stop(&rig);
}

static void silence_everywhere_times_out_while_connecting(void) {
    struct test_rig rig;
    struct wamcam_link link;
    struct wamcam_failure failure;
    struct silent_port silent;
    test_rig_start(&rig, NULL);
    silent_port_start(&silent);
    answer.count = 0;
    add_answer(silent.port);
    start_link(&rig, &link, &failure);
    run_link(&rig, &link);
    CHECK_EQUAL_INT(WAMCAM_TIMED_OUT, failure.error);
    CHECK_CONTAINS("did not accept the connection to port 443 within 15 s", failure.sentence);
    CHECK_EQUAL_INT(-1, link.descriptor);
    silent_port_stop(&silent);
    test_rig_stop(&rig);
}

static int option_of(int descriptor, int level, int option) {
    int value = -1;
    socklen_t length = sizeof value;
    CHECK_EQUAL_INT(0, getsockopt(descriptor, level, option, &value, &length));
    return value;
}

static void the_socket_has_its_options(void) {
    struct test_rig rig;
    struct wamcam_link link;
    struct wamcam_failure failure;
    test_rig_start(&rig, NULL);
    answer.count = 0;
    add_answer(rig.server.port);
    start_link(&rig, &link, &failure);
    CHECK(option_of(link.descriptor, IPPROTO_TCP, TCP_NODELAY) != 0);
    CHECK(option_of(link.descriptor, SOL_SOCKET, SO_KEEPALIVE) != 0);
    CHECK_EQUAL_INT(10, option_of(link.descriptor, IPPROTO_TCP, TCP_KEEPIDLE));
    CHECK_EQUAL_INT(5, option_of(link.descriptor, IPPROTO_TCP, TCP_KEEPINTVL));
    CHECK_EQUAL_INT(3, option_of(link.descriptor, IPPROTO_TCP, TCP_KEEPCNT));
    CHECK((fcntl(link.descriptor, F_GETFL) & O_NONBLOCK) != 0);
    wamcam_link_close(&link);
    test_rig_stop(&rig);
}

/* Begin to connect with options of one's own. */
static void connect_with(struct test_rig *rig, struct wamcam_link *link,
                         struct wamcam_failure *failure, struct wamcam_socket_options options) {
    *failure = (struct wamcam_failure){0};
    CHECK_EQUAL_INT(0,
                    wamcam_link_start(link, &rig->board, canned_lookup, TEST_HOST, 443, failure));
    link->open_limit_us = TEST_OPEN_MS * INT64_C(1000);
    link->socket_options = options;
    CHECK(test_rig_wait_for_wake(rig));
    CHECK(wamcam_link_advance(link));
}

static void the_socket_has_the_options_that_were_asked_for(void) {
    struct test_rig rig;
    struct wamcam_link link;
    struct wamcam_failure failure;
    test_rig_start(&rig, NULL);
    answer.count = 0;
    add_answer(rig.server.port);
    connect_with(&rig, &link, &failure, (struct wamcam_socket_options){8192, 45, 7, 6});
    CHECK(option_of(link.descriptor, IPPROTO_TCP, TCP_NODELAY) != 0);
    CHECK(option_of(link.descriptor, SOL_SOCKET, SO_KEEPALIVE) != 0);
    CHECK_EQUAL_INT(45, option_of(link.descriptor, IPPROTO_TCP, TCP_KEEPIDLE));
    CHECK_EQUAL_INT(7, option_of(link.descriptor, IPPROTO_TCP, TCP_KEEPINTVL));
    CHECK_EQUAL_INT(6, option_of(link.descriptor, IPPROTO_TCP, TCP_KEEPCNT));
    int buffer_bytes = option_of(link.descriptor, SOL_SOCKET, SO_SNDBUF);
    CHECK(buffer_bytes >= 8192 && buffer_bytes <= 2 * 8192); /* Linux doubles what is asked for */
    wamcam_link_close(&link);
    connect_with(&rig, &link, &failure, (struct wamcam_socket_options){0});
    CHECK_EQUAL_INT(0, option_of(link.descriptor, SOL_SOCKET, SO_KEEPALIVE));
    CHECK(option_of(link.descriptor, SOL_SOCKET, SO_SNDBUF) > 2 * 8192);
    wamcam_link_close(&link);
    test_rig_stop(&rig);
}

static const struct check_test tests[] = {
    {"the_next_address_is_tried_after_a_refusal", the_next_address_is_tried_after_a_refusal},
    {"a_silent_address_gets_only_its_share_of_the_time",
     a_silent_address_gets_only_its_share_of_the_time},
    {"silence_everywhere_times_out_while_connecting",
     silence_everywhere_times_out_while_connecting},
    {"the_socket_has_its_options", the_socket_has_its_options},
    {"the_socket_has_the_options_that_were_asked_for",
     the_socket_has_the_options_that_were_asked_for},
};
CHECK_SUITE(net_link, tests);
