#include "check.h"

#include <string.h>

#include "net/tls_watch.h"

static struct wamcam_tls_watch watched(const uint8_t *bytes, size_t length, size_t piece) {
    struct wamcam_tls_watch watch;
    memset(&watch, 0, sizeof watch);
    for (size_t at = 0; at < length; at += piece) {
        wamcam_tls_watch_received(&watch, bytes + at, piece < length - at ? piece : length - at);
    }
    return watch;
}

static void an_alert_is_seen_however_it_is_cut(void) {
    static const uint8_t bytes[] = {21, 3, 1, 0, 2, 2, 70};
    for (size_t piece = 1; piece <= sizeof bytes; piece++) {
        struct wamcam_tls_watch watch = watched(bytes, sizeof bytes, piece);
        CHECK_EQUAL_INT(WAMCAM_TLS_ALERT_PROTOCOL_VERSION, wamcam_tls_watch_alert(&watch));
    }
}

static void a_warning_is_no_alert(void) {
    static const uint8_t bytes[] = {21, 3, 3, 0, 2, 1, 112};
    struct wamcam_tls_watch watch = watched(bytes, sizeof bytes, 3);
    CHECK_EQUAL_INT(-1, wamcam_tls_watch_alert(&watch));
}

static void what_follows_the_change_of_cipher_is_not_read(void) {
    static const uint8_t bytes[] = {20, 3, 3, 0, 1, 1, 21, 3, 3, 0, 2, 2, 70};
    struct wamcam_tls_watch watch = watched(bytes, sizeof bytes, 4);
    CHECK_EQUAL_INT(-1, wamcam_tls_watch_alert(&watch));
}

static void a_certificate_means_a_full_handshake(void) {
    /* Record with ServerHello (38 bytes of body, no extensions) and an empty Certificate. */
    uint8_t bytes[5 + 42 + 4] = {22, 3, 3, 0, 46, 2, 0, 0, 38, 3, 3};
    bytes[5 + 42] = 11;
    struct wamcam_tls_watch full = watched(bytes, sizeof bytes, 1);
    CHECK(!wamcam_tls_watch_resumed(&full));
    bytes[4] = 42;
    struct wamcam_tls_watch resumed = watched(bytes, 5 + 42, 7);
    CHECK(wamcam_tls_watch_resumed(&resumed));
}

static void a_pre_shared_key_means_resumed_in_tls_1_3(void) {
    uint8_t bytes[5 + 42 + 2 + 6 + 6] = {22, 3, 3, 0, 56, 2, 0, 0, 52, 3, 3};
    uint8_t *extensions = bytes + 5 + 42;
    memcpy(extensions, (const uint8_t[]){0, 12, 0, 43, 0, 2, 3, 4, 0, 41, 0, 2, 0, 0}, 14);
    struct wamcam_tls_watch resumed = watched(bytes, sizeof bytes, 11);
    CHECK(resumed.tls_1_3);
    CHECK(wamcam_tls_watch_resumed(&resumed));
    extensions[9] = 51;
    struct wamcam_tls_watch full = watched(bytes, sizeof bytes, 11);
    CHECK(!wamcam_tls_watch_resumed(&full));
}

static void any_bytes_are_survived(void) {
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        struct check_random random = check_random_seed(seed);
        uint8_t bytes[700];
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = (uint8_t)(check_random_next(&random) >> 20);
        }
        /* A plausible beginning lets the noise reach the inner parsers. */
        memcpy(bytes, (const uint8_t[]){22, 3, 3, 2, 0, 2, 0, (uint8_t)(seed % 3)}, 8);
        struct wamcam_tls_watch watch =
            watched(bytes, sizeof bytes, 1 + check_random_below(&random, 50));
        (void)wamcam_tls_watch_resumed(&watch);
        CHECK(wamcam_tls_watch_alert(&watch) >= -1);
    }
}

static const struct check_test tests[] = {
    {"an_alert_is_seen_however_it_is_cut", an_alert_is_seen_however_it_is_cut},
    {"a_warning_is_no_alert", a_warning_is_no_alert},
    {"what_follows_the_change_of_cipher_is_not_read",
     what_follows_the_change_of_cipher_is_not_read},
    {"a_certificate_means_a_full_handshake", a_certificate_means_a_full_handshake},
    {"a_pre_shared_key_means_resumed_in_tls_1_3", a_pre_shared_key_means_resumed_in_tls_1_3},
    {"any_bytes_are_survived", any_bytes_are_survived},
};
CHECK_SUITE(net_tls_watch, tests);
