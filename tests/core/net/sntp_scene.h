/** A question to a time server of the test, step by step. */
#ifndef WAMCAM_TEST_SNTP_SCENE_H
#define WAMCAM_TEST_SNTP_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/sntp.h"
#include "rig.h"
#include "time_server.h"

#define SNTP_SCENE_LIMIT_MS 10000
#define SNTP_SCENE_UTC_US INT64_C(1795438800123456)
/** How long something that must come may take. */
#define SNTP_SCENE_LIFE_MS 10000

struct sntp_scene {
    struct test_rig rig;
    struct time_server server;
    struct wamcam_sntp_question *question;
    size_t memory_before;
    int free_descriptor; /**< The lowest one that was free before the question. */
};

/** Board and server; the name has no address yet. */
void sntp_scene_prepare(struct sntp_scene *scene);
/** The name that is asked has one more address, 127.0.0.1 with this port. */
void sntp_scene_add_address(uint16_t port);
/** The lookup of the scene; NAME_UNKNOWN without an address. */
int sntp_scene_lookup(const char *host, uint16_t port, struct wamcam_addresses *out);
/** Ask time.wamcam.test, up to the end of the lookup. */
void sntp_scene_ask(struct sntp_scene *scene);
/** Prepare with the server's address, and ask. */
void sntp_scene_start(struct sntp_scene *scene);
/** End it all; however it went, nothing may be left behind. */
void sntp_scene_finish(struct sntp_scene *scene);

int sntp_scene_free_descriptor(void);
bool sntp_scene_readable(int descriptor, int timeout_ms);
/** The server hears the question. */
void sntp_scene_hear(struct sntp_scene *scene);
/** Advance as the core does: when the socket that is waited for is ready. */
bool sntp_scene_advance(struct sntp_scene *scene);
/** The server gives a good answer, its clock at SNTP_SCENE_UTC_US, and it is heard. */
void sntp_scene_answer(struct sntp_scene *scene);
void sntp_scene_check_runs(struct sntp_scene *scene);
void sntp_scene_check_failed(struct sntp_scene *scene, int error, const char *sentence);
/** What the question has brought; it must have. */
struct wamcam_sntp_result sntp_scene_result(struct sntp_scene *scene);

#endif
