#define _POSIX_C_SOURCE 200809L

#include "sntp_scene.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "memory.h"

/* What the lookup answers. */
static struct wamcam_addresses canned;

int sntp_scene_lookup(const char *host, uint16_t port, struct wamcam_addresses *out) {
    (void)host;
    (void)port;
    *out = canned;
    return canned.count > 0 ? 0 : WAMCAM_NAME_UNKNOWN;
}

void sntp_scene_add_address(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct wamcam_address *entry = &canned.list[canned.count++];
    memcpy(&entry->socket_address, &address, sizeof address);
    entry->length = sizeof address;
}

int sntp_scene_free_descriptor(void) {
    int descriptor = open("/dev/null", O_RDONLY);
    close(descriptor);
    return descriptor;
}

void sntp_scene_ask(struct sntp_scene *scene) {
    int error = 0;
    scene->memory_before = wamcam_memory_used();
    scene->free_descriptor = sntp_scene_free_descriptor();
    scene->question = wamcam_sntp_question_start(&scene->rig.board, sntp_scene_lookup,
                                                 "time.wamcam.test", SNTP_SCENE_LIMIT_MS, &error);
    CHECK_EQUAL_INT(0, error);
    CHECK(scene->question != NULL);
    CHECK(test_rig_wait_for_wake(&scene->rig)); /* the lookup has ended */
    (void)wamcam_sntp_question_advance(scene->question);
}

void sntp_scene_prepare(struct sntp_scene *scene) {
    *scene = (struct sntp_scene){.free_descriptor = -1};
    test_rig_start_board(&scene->rig);
    time_server_start(&scene->server);
    canned.count = 0;
}

void sntp_scene_start(struct sntp_scene *scene) {
    sntp_scene_prepare(scene);
    sntp_scene_add_address(scene->server.port);
    sntp_scene_ask(scene);
}

void sntp_scene_finish(struct sntp_scene *scene) {
    CHECK_EQUAL_INT(scene->free_descriptor, sntp_scene_free_descriptor());
    wamcam_sntp_question_close(scene->question);
    CHECK_EQUAL_INT(scene->memory_before, wamcam_memory_used());
    time_server_stop(&scene->server);
    test_rig_stop(&scene->rig);
}

bool sntp_scene_readable(int descriptor, int timeout_ms) {
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};
    return poll(&wait, 1, timeout_ms) == 1;
}

void sntp_scene_hear(struct sntp_scene *scene) {
    CHECK(sntp_scene_readable(scene->server.descriptor, SNTP_SCENE_LIFE_MS));
    CHECK(time_server_hears(&scene->server));
}

bool sntp_scene_advance(struct sntp_scene *scene) {
    struct wamcam_wait_socket wanted;
    (void)wamcam_sntp_question_wait(scene->question, &wanted);
    CHECK(wanted.readable && !wanted.writable);
    CHECK(sntp_scene_readable(wanted.descriptor, SNTP_SCENE_LIFE_MS));
    return wamcam_sntp_question_advance(scene->question);
}

void sntp_scene_check_runs(struct sntp_scene *scene) {
    struct wamcam_sntp_result result;
    CHECK_EQUAL_INT(WAMCAM_WOULD_BLOCK, wamcam_sntp_question_answer(scene->question, &result));
    CHECK_EQUAL_TEXT("", wamcam_sntp_question_describe(scene->question));
}

void sntp_scene_check_failed(struct sntp_scene *scene, int error, const char *sentence) {
    struct wamcam_sntp_result result;
    struct wamcam_wait_socket wanted;
    CHECK_EQUAL_INT(error, wamcam_sntp_question_answer(scene->question, &result));
    CHECK_EQUAL_TEXT(sentence, wamcam_sntp_question_describe(scene->question));
    CHECK_EQUAL_INT(INT64_MAX, wamcam_sntp_question_wait(scene->question, &wanted));
    CHECK_EQUAL_INT(-1, wanted.descriptor);
    CHECK(!wamcam_sntp_question_advance(scene->question));
}

struct wamcam_sntp_result sntp_scene_result(struct sntp_scene *scene) {
    struct wamcam_sntp_result result;
    CHECK_EQUAL_INT(0, wamcam_sntp_question_answer(scene->question, &result));
    return result;
}

void sntp_scene_answer(struct sntp_scene *scene) {
    struct ntp_answer answer = time_server_answer(&scene->server, SNTP_SCENE_UTC_US);
    time_server_send(&scene->server, answer.bytes, sizeof answer.bytes);
    CHECK(sntp_scene_advance(scene));
}
