#define _DEFAULT_SOURCE /* usleep */

#include "waiting.h"

#include <sys/select.h>
#include <unistd.h>

#include "clock.h"
#include "esp_log.h"
#include "esp_vfs_eventfd.h"

#define BLIND_SLEEP_MS_MAX 20
#define NO_DESCRIPTOR (-1)

static const char *const tag = "waiting";

static int event = NO_DESCRIPTOR;

void wamcam_esp32_waiting_start(void) {
    esp_vfs_eventfd_config_t configuration = {.max_fds = 1};
    esp_err_t error = esp_vfs_eventfd_register(&configuration);
    event = error == ESP_OK ? eventfd(0, 0) : NO_DESCRIPTOR;
    if (event < 0) {
        ESP_LOGE(tag, "no event descriptor, sleeps are short: %s", esp_err_to_name(error));
    }
}

void wamcam_esp32_waiting_wake(void) {
    const uint64_t one = 1;
    if (event >= 0) {
        /* A counter that is full has been rung often enough. */
        (void)!write(event, &one, sizeof one);
    }
}

/** Forget the wake-ups so far. Only when there are some: reading would wait for one. */
static void clear(void) {
    uint64_t count;
    (void)!read(event, &count, sizeof count);
}

static struct timeval time_left(int64_t until_us) {
    const int64_t longest_us = (event >= 0 ? WAMCAM_ESP32_SLEEP_MS_MAX : BLIND_SLEEP_MS_MAX) * 1000;
    int64_t now_us = wamcam_esp32_clock_uptime_us();
    int64_t left_us = until_us > now_us ? until_us - now_us : 0;
    left_us = left_us < longest_us ? left_us : longest_us;
    return (struct timeval){
        .tv_sec = (time_t)(left_us / 1000000),
        .tv_usec = (suseconds_t)(left_us % 1000000),
    };
}

/** Add a descriptor; returns the larger of it and `largest`. */
static int add(fd_set *set, int descriptor, int largest) {
    if (descriptor < 0 || descriptor >= FD_SETSIZE) {
        return largest;
    }
    FD_SET(descriptor, set);
    return descriptor > largest ? descriptor : largest;
}

void wamcam_esp32_waiting_sleep(const struct wamcam_wait_socket *sockets, size_t count,
                                int64_t until_us) {
    fd_set readable;
    fd_set writable;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    int largest = add(&readable, event, -1);
    for (size_t index = 0; index < count; index++) {
        if (sockets[index].readable) {
            largest = add(&readable, sockets[index].descriptor, largest);
        }
        if (sockets[index].writable) {
            largest = add(&writable, sockets[index].descriptor, largest);
        }
    }
    struct timeval left = time_left(until_us);
    int ready = select(largest + 1, &readable, &writable, NULL, &left);
    if (ready < 0) {
        usleep(BLIND_SLEEP_MS_MAX * 1000); /* no memory for select(): do not come back at once */
    } else if (event >= 0 && FD_ISSET(event, &readable)) {
        clear();
    }
}
