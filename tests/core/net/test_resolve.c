#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "memory.h"
#include "net/resolve.h"
#include "rig.h"

/* A lookup that waits at this gate until the test lets it go on. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static int slow_lookup(const char *host, uint16_t port, struct wamcam_addresses *out) {
    (void)host;
    (void)port;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    out->count = 1;
    return 0;
}

static int failing_lookup(const char *host, uint16_t port, struct wamcam_addresses *out) {
    (void)host;
    (void)port;
    (void)out;
    return WAMCAM_NAME_UNKNOWN;
}

static void wait_until_used(size_t bytes) {
    for (int i = 0; i < 10000000 && wamcam_memory_used() != bytes; i++) {
        sched_yield();
    }
    CHECK_EQUAL_INT(bytes, wamcam_memory_used());
}

static void the_system_knows_numbers(void) {
    struct test_rig rig;
    struct wamcam_addresses addresses;
    test_rig_start_board(&rig);
    struct wamcam_resolve *resolve =
        wamcam_resolve_start(&rig.board, wamcam_lookup_system, "127.0.0.1", 8443);
    CHECK(resolve != NULL);
    CHECK(test_rig_wait_for_wake(&rig));
    CHECK_EQUAL_INT(0, wamcam_resolve_result(resolve, &addresses));
    CHECK_EQUAL_INT(1, addresses.count);
    struct sockaddr_in address;
    memcpy(&address, &addresses.list[0].socket_address, sizeof address);
    CHECK_EQUAL_INT(8443, ntohs(address.sin_port));
    CHECK_EQUAL_INT(INADDR_LOOPBACK, ntohl(address.sin_addr.s_addr));
    wamcam_resolve_abandon(resolve);
    test_rig_stop(&rig);
}

static void an_unknown_name_is_told(void) {
    struct test_rig rig;
    struct wamcam_addresses addresses;
    test_rig_start_board(&rig);
    struct wamcam_resolve *resolve =
        wamcam_resolve_start(&rig.board, failing_lookup, "nowhere.invalid", 443);
    CHECK(test_rig_wait_for_wake(&rig));
    CHECK_EQUAL_INT(WAMCAM_NAME_UNKNOWN, wamcam_resolve_result(resolve, &addresses));
    wamcam_resolve_abandon(resolve);
    test_rig_stop(&rig);
}

static void an_abandoned_lookup_frees_itself_and_wakes_nobody(void) {
    struct test_rig rig;
    struct wamcam_addresses addresses;
    test_rig_start_board(&rig);
    size_t before = wamcam_memory_used();
    pthread_mutex_lock(&gate);
    struct wamcam_resolve *resolve =
        wamcam_resolve_start(&rig.board, slow_lookup, "slow.test", 443);
    CHECK(resolve != NULL);
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_resolve_result(resolve, &addresses));
    wamcam_resolve_abandon(resolve);
    CHECK(wamcam_memory_used() > before);
    memset(&rig.board, 0, sizeof rig.board); /* calling the board now would crash */
    pthread_mutex_unlock(&gate);
    wait_until_used(before);
    test_rig_stop(&rig);
}

static void lookups_are_bounded(void) {
    struct test_rig rig;
    struct wamcam_resolve *lookups[WAMCAM_RESOLVE_MAX];
    test_rig_start_board(&rig);
    size_t before = wamcam_memory_used();
    pthread_mutex_lock(&gate);
    for (size_t i = 0; i < WAMCAM_RESOLVE_MAX; i++) {
        lookups[i] = wamcam_resolve_start(&rig.board, slow_lookup, "slow.test", 443);
        CHECK(lookups[i] != NULL);
    }
    CHECK(wamcam_resolve_start(&rig.board, slow_lookup, "slow.test", 443) == NULL);
    for (size_t i = 0; i < WAMCAM_RESOLVE_MAX; i++) {
        wamcam_resolve_abandon(lookups[i]);
    }
    CHECK(wamcam_resolve_start(&rig.board, slow_lookup, "slow.test", 443) == NULL);
    pthread_mutex_unlock(&gate);
    wait_until_used(before);
    struct wamcam_resolve *next = wamcam_resolve_start(&rig.board, slow_lookup, "slow.test", 443);
    CHECK(next != NULL);
    CHECK(test_rig_wait_for_wake(&rig));
    wamcam_resolve_abandon(next);
    wait_until_used(before);
    test_rig_stop(&rig);
}

static const struct check_test tests[] = {
    {"the_system_knows_numbers", the_system_knows_numbers},
    {"an_unknown_name_is_told", an_unknown_name_is_told},
    {"an_abandoned_lookup_frees_itself_and_wakes_nobody",
     an_abandoned_lookup_frees_itself_and_wakes_nobody},
    {"lookups_are_bounded", lookups_are_bounded},
};
CHECK_SUITE(net_resolve, tests);
