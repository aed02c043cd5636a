#include "card.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>

#include "card_bus.h"
#include "clock.h"
#include "esp_log.h"
#include "esp_timer.h"
#include "fat_room.h"
#include "sdmmc_cmd.h"
#include "wamcam/errors.h"

/* Between two attempts to find a card, and between two looks whether it is still there. */
#define RETRY_US 3000000u
#define LOOK_US INT64_C(2000000)

/* Connections being sent from, files of the ledger, and some. */
#define FILES_MAX 8

static const char *const tag = "card";

/* Long wires and old cards need it slower; each attempt takes the next. */
static const int clocks_khz[] = {20000, 10000, 4000};

static struct {
    const struct wamcam_esp32_hardware *hardware;
    void (*changed)(void);
    esp_timer_handle_t retry;
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t wanted_or_quit;
    bool wanted;
    bool held; /* no attempts: see wamcam_esp32_card_hold() */
    bool is_at_it;
    bool quit;
    pthread_cond_t attempt_over;
    int state;          /* 0, NO_DEVICE or IO */
    sdmmc_card_t *card; /* NULL unless state is 0 */
    int64_t looked_at_us;
    unsigned attempts;
} card;

/** Ask the thread for an attempt. Called by the timer. */
static void want(void *argument) {
    (void)argument;
    pthread_mutex_lock(&card.mutex);
    card.wanted = true;
    pthread_cond_signal(&card.wanted_or_quit);
    pthread_mutex_unlock(&card.mutex);
}

static void retry_later(void) {
    esp_err_t error = esp_timer_start_once(card.retry, RETRY_US);
    if (error != ESP_OK && error != ESP_ERR_INVALID_STATE) {
        ESP_LOGE(tag, "no further attempt to find a card: %s", esp_err_to_name(error));
    }
}

/** Say what is wrong once, not every three seconds. */
static void tell_failure(esp_err_t error, int state) {
    if (state == card.state && card.attempts > 0) {
        return;
    }
    if (error == ESP_FAIL) {
        ESP_LOGE(tag, "the card has no file system that can be read; format it as FAT32");
    } else {
        ESP_LOGW(tag, "no card: %s", esp_err_to_name(error));
    }
}

/** One attempt to mount; without the lock, as it takes long. */
static void attempt(unsigned number) {
    const esp_vfs_fat_mount_config_t configuration = {
        .format_if_mount_failed = false, /* a loose contact would cost all photos */
        .max_files = FILES_MAX,
    };
    const struct wamcam_esp32_hardware *hardware = card.hardware;
    sdmmc_card_t *mounted = NULL;
    int clock_khz = clocks_khz[number % (sizeof clocks_khz / sizeof *clocks_khz)];
    esp_err_t error = hardware->card_bus->mount(&hardware->card, WAMCAM_ESP32_CARD_FOLDER,
                                                &configuration, clock_khz, &mounted);
    int state = error == ESP_OK ? 0 : error == ESP_FAIL ? WAMCAM_IO : WAMCAM_NO_DEVICE;
    pthread_mutex_lock(&card.mutex);
    if (state == 0) {
        card.card = mounted;
        card.attempts = 0;
        card.looked_at_us = wamcam_esp32_clock_uptime_us();
        ESP_LOGI(tag, "mounted at %d kHz", clock_khz);
    } else {
        tell_failure(error, state);
        card.attempts = number + 1;
    }
    card.state = state;
    pthread_mutex_unlock(&card.mutex);
    if (state == 0) {
        card.changed();
    } else {
        retry_later();
    }
}

static void *mount_thread(void *argument) {
    (void)argument;
    pthread_mutex_lock(&card.mutex);
    while (!card.quit) {
        if (!card.wanted) {
            pthread_cond_wait(&card.wanted_or_quit, &card.mutex);
            continue;
        }
        card.wanted = false;
        if (card.held) {
            retry_later();
            pthread_cond_broadcast(&card.attempt_over); /* there is none to be waited for */
            continue;
        }
        unsigned number = card.attempts;
        card.is_at_it = true;
        pthread_mutex_unlock(&card.mutex);
        attempt(number);
        pthread_mutex_lock(&card.mutex);
        card.is_at_it = false;
        pthread_cond_broadcast(&card.attempt_over);
    }
    pthread_mutex_unlock(&card.mutex);
    return NULL;
}

static void start_thread(void) {
    esp_timer_create_args_t timer = {.callback = want, .name = "card"};
    esp_err_t error = esp_timer_create(&timer, &card.retry);
    card.has_thread =
        error == ESP_OK && pthread_create(&card.thread, NULL, mount_thread, NULL) == 0;
    if (!card.has_thread) {
        ESP_LOGE(tag, "no memory to watch the card: it must be in at the start");
    }
}

void wamcam_esp32_card_start(const struct wamcam_esp32_hardware *hardware, void (*changed)(void)) {
    card.hardware = hardware;
    card.changed = changed;
    card.retry = NULL;
    card.wanted = false;
    card.held = false;
    card.is_at_it = false;
    card.quit = false;
    card.state = WAMCAM_NO_DEVICE;
    card.card = NULL;
    card.attempts = 0;
    pthread_mutex_init(&card.mutex, NULL);
    pthread_cond_init(&card.wanted_or_quit, NULL);
    pthread_cond_init(&card.attempt_over, NULL);
    start_thread();
    esp_err_t error = hardware->card_bus->start(&hardware->card);
    if (error != ESP_OK) {
        ESP_LOGE(tag, "no bus for the card: %s", esp_err_to_name(error));
    } else if (card.has_thread) {
        want(NULL);
    } else {
        attempt(0);
    }
}

void wamcam_esp32_card_await_attempt(void) {
    pthread_mutex_lock(&card.mutex);
    while (card.has_thread && (card.wanted || card.is_at_it)) {
        pthread_cond_wait(&card.attempt_over, &card.mutex);
    }
    pthread_mutex_unlock(&card.mutex);
}

void wamcam_esp32_card_hold(bool held) {
    pthread_mutex_lock(&card.mutex);
    card.held = held;
    while (card.is_at_it) {
        pthread_cond_wait(&card.attempt_over, &card.mutex);
    }
    pthread_mutex_unlock(&card.mutex);
}

/** Give the card up; the lock is held, and no file is being used. */
static void unmount(void) {
    (void)esp_vfs_fat_sdcard_unmount(WAMCAM_ESP32_CARD_FOLDER, card.card);
    card.card = NULL;
    card.state = WAMCAM_NO_DEVICE;
}

void wamcam_esp32_card_stop(void) {
    if (card.has_thread) {
        pthread_mutex_lock(&card.mutex);
        card.quit = true;
        pthread_cond_signal(&card.wanted_or_quit);
        pthread_mutex_unlock(&card.mutex);
        pthread_join(card.thread, NULL);
    }
    if (card.retry != NULL) {
        (void)esp_timer_stop(card.retry); /* it may not be running */
        (void)esp_timer_delete(card.retry);
    }
    if (card.card != NULL) {
        unmount();
    }
    pthread_cond_destroy(&card.attempt_over);
    pthread_cond_destroy(&card.wanted_or_quit);
    pthread_mutex_destroy(&card.mutex);
}

/** Is the card still there? Nothing tells when it is pulled. */
static bool has_gone(void) {
    int64_t now_us = wamcam_esp32_clock_uptime_us();
    if (card.card == NULL || now_us < card.looked_at_us + LOOK_US) {
        return false;
    }
    card.looked_at_us = now_us;
    return sdmmc_get_status(card.card) != ESP_OK;
}

int wamcam_esp32_card_state(void) {
    pthread_mutex_lock(&card.mutex);
    bool gone = has_gone();
    if (gone) {
        ESP_LOGW(tag, "the card was pulled, or does not answer any more");
        unmount();
    }
    int state = card.state;
    pthread_mutex_unlock(&card.mutex);
    if (gone) {
        retry_later();
    }
    return state;
}

int wamcam_esp32_card_room(struct wamcam_room *out) {
    int state = wamcam_esp32_card_state();
    return state < 0 ? state : wamcam_esp32_fat_room(WAMCAM_ESP32_CARD_FOLDER, out);
}

int64_t wamcam_esp32_card_free_bytes(void) {
    struct wamcam_room room;
    int status = wamcam_esp32_card_room(&room);
    return status < 0 ? status : room.free_bytes;
}
