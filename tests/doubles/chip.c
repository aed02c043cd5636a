/* Doubles of the chip: failures, time, timers, restart, pins, log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "card.h"
#include "doubles.h"
#include "driver/gpio.h"
#include "driver/usb_serial_jtag.h"
#include "esp_app_desc.h"
#include "esp_crt_bundle.h"
#include "esp_log.h"
#include "esp_ota_ops.h"
#include "esp_random.h"
#include "esp_sleep.h"
#include "esp_task_wdt.h"
#include "esp_timer.h"
#include "esp_vfs_eventfd.h"

#define FUNCTIONS_MAX 96
#define TIMERS_MAX 8
#define PINS_MAX 64
#define LOG_BYTES 65536

struct esp_timer {
    esp_timer_create_args_t arguments;
    bool runs;
    int64_t due_us;
};

struct function {
    const char *name;
    int calls;
    int failing;
    esp_err_t error;
};

static struct {
    pthread_mutex_t mutex;
    struct function functions[FUNCTIONS_MAX];
    int calls;
    int fail_at;
    esp_err_t fail_error;
    int64_t now_us;
    int64_t wall_offset_us;
    struct esp_timer *timers[TIMERS_MAX];
    esp_reset_reason_t reason;
    int restarts;
    pthread_cond_t restarted;
    pthread_cond_t timer_started;
    int pins[PINS_MAX];
    bool held[PINS_MAX];
    bool has_usb_host;
    int64_t wake_us;  /* what the timer was set to, -1: nothing */
    int64_t slept_us; /* -1: the chip has not slept */
    int grounded_pin;
    char log[LOG_BYTES];
    size_t log_used;
} chip = {.mutex = PTHREAD_MUTEX_INITIALIZER,
          .restarted = PTHREAD_COND_INITIALIZER,
          .timer_started = PTHREAD_COND_INITIALIZER};

static jmp_buf restart_point;
static bool restart_is_awaited;
static pthread_t awaiting;

static bool has_timer(const char *name) {
    for (size_t index = 0; index < TIMERS_MAX; index++) {
        const struct esp_timer *timer = chip.timers[index];
        if (timer != NULL && strcmp(timer->arguments.name, name) == 0) {
            return true;
        }
    }
    return false;
}

/**
 * The power of a chip that nobody has stopped, as after a test that has failed: its threads end.
 * One that lives on would take the signals of the next chip's.
 */
static void cut_power(void) {
    if (has_timer("card")) {
        wamcam_esp32_card_stop();
    }
}

void doubles_reset(void) {
    cut_power();
    pthread_mutex_lock(&chip.mutex);
    memset(chip.functions, 0, sizeof chip.functions);
    chip.calls = 0;
    chip.fail_at = -1;
    chip.now_us = 1000000;
    chip.wall_offset_us = 0; /* 1970 */
    for (size_t index = 0; index < TIMERS_MAX; index++) {
        free(chip.timers[index]); /* as all memory of a chip that lost its power */
        chip.timers[index] = NULL;
    }
    chip.reason = ESP_RST_POWERON;
    chip.restarts = 0;
    memset(chip.pins, -1, sizeof chip.pins);
    memset(chip.held, 0, sizeof chip.held);
    chip.has_usb_host = false;
    chip.wake_us = -1;
    chip.slept_us = -1;
    chip.grounded_pin = -1;
    chip.log_used = 0;
    chip.log[0] = '\0';
    pthread_mutex_unlock(&chip.mutex);
    doubles_heap_start();
    doubles_files_start();
    doubles_camera_start();
    doubles_card_start();
    doubles_flash_start();
    doubles_usb_start();
    doubles_terminal_start();
    doubles_partitions_start();
    doubles_wifi_start();
    doubles_http_start();
}

/* --- failures -------------------------------------------------------------------------------- */

static struct function *find(const char *name) {
    for (size_t index = 0; index < FUNCTIONS_MAX; index++) {
        struct function *function = &chip.functions[index];
        if (function->name == NULL) {
            function->name = name;
        }
        if (strcmp(function->name, name) == 0) {
            return function;
        }
    }
    abort();
}

void doubles_fail(const char *function, esp_err_t error, int times) {
    pthread_mutex_lock(&chip.mutex);
    struct function *entry = find(function);
    entry->failing = times;
    entry->error = error;
    pthread_mutex_unlock(&chip.mutex);
}

void doubles_fail_at(int index, esp_err_t error) {
    chip.fail_at = index;
    chip.fail_error = error;
}

int doubles_calls(void) {
    pthread_mutex_lock(&chip.mutex);
    int calls = chip.calls;
    pthread_mutex_unlock(&chip.mutex);
    return calls;
}

int doubles_calls_of(const char *function) {
    pthread_mutex_lock(&chip.mutex);
    int calls = find(function)->calls;
    pthread_mutex_unlock(&chip.mutex);
    return calls;
}

esp_err_t doubles_outcome(const char *name) {
    pthread_mutex_lock(&chip.mutex);
    struct function *function = find(name);
    esp_err_t error = chip.calls == chip.fail_at ? chip.fail_error : ESP_OK;
    chip.calls++;
    function->calls++;
    if (function->failing > 0) {
        function->failing--;
        error = function->error;
    }
    pthread_mutex_unlock(&chip.mutex);
    return error;
}

const char *esp_err_to_name(esp_err_t code) {
    static _Thread_local char text[24];
    snprintf(text, sizeof text, "error 0x%x", (unsigned)code);
    return text;
}

/* --- time ------------------------------------------------------------------------------------ */

int64_t doubles_now_us(void) {
    pthread_mutex_lock(&chip.mutex);
    int64_t now_us = chip.now_us;
    pthread_mutex_unlock(&chip.mutex);
    return now_us;
}

int64_t esp_timer_get_time(void) {
    return doubles_now_us();
}

static struct esp_timer *first_due(int64_t until_us) {
    struct esp_timer *first = NULL;
    for (size_t index = 0; index < TIMERS_MAX; index++) {
        struct esp_timer *timer = chip.timers[index];
        bool is_due = timer != NULL && timer->runs && timer->due_us <= until_us;
        if (is_due && (first == NULL || timer->due_us < first->due_us)) {
            first = timer;
        }
    }
    return first;
}

void doubles_advance_us(int64_t duration_us) {
    pthread_mutex_lock(&chip.mutex);
    int64_t until_us = chip.now_us + duration_us;
    for (struct esp_timer *timer = first_due(until_us); timer != NULL;
         timer = first_due(until_us)) {
        timer->runs = false;
        chip.now_us = timer->due_us > chip.now_us ? timer->due_us : chip.now_us;
        esp_timer_create_args_t arguments = timer->arguments;
        pthread_mutex_unlock(&chip.mutex);
        arguments.callback(arguments.arg);
        pthread_mutex_lock(&chip.mutex);
    }
    chip.now_us = until_us > chip.now_us ? until_us : chip.now_us;
    pthread_mutex_unlock(&chip.mutex);
}

esp_err_t esp_timer_create(const esp_timer_create_args_t *create_args,
                           esp_timer_handle_t *out_handle) {
    esp_err_t error = doubles_outcome("esp_timer_create");
    if (error != ESP_OK) {
        return error;
    }
    struct esp_timer *timer = calloc(1, sizeof *timer);
    timer->arguments = *create_args;
    pthread_mutex_lock(&chip.mutex);
    size_t index = 0;
    while (chip.timers[index] != NULL) {
        index++;
    }
    chip.timers[index] = timer;
    pthread_mutex_unlock(&chip.mutex);
    *out_handle = timer;
    return ESP_OK;
}

esp_err_t esp_timer_start_once(esp_timer_handle_t timer, uint64_t timeout_us) {
    esp_err_t error = doubles_outcome("esp_timer_start_once");
    if (error != ESP_OK || timer == NULL) {
        return error != ESP_OK ? error : ESP_ERR_INVALID_ARG;
    }
    pthread_mutex_lock(&chip.mutex);
    bool ran = timer->runs;
    if (!ran) {
        timer->runs = true;
        timer->due_us = chip.now_us + (int64_t)timeout_us;
        pthread_cond_broadcast(&chip.timer_started);
    }
    pthread_mutex_unlock(&chip.mutex);
    return ran ? ESP_ERR_INVALID_STATE : ESP_OK;
}

esp_err_t esp_timer_stop(esp_timer_handle_t timer) {
    if (timer == NULL) {
        return ESP_ERR_INVALID_ARG;
    }
    pthread_mutex_lock(&chip.mutex);
    bool ran = timer->runs;
    timer->runs = false;
    pthread_mutex_unlock(&chip.mutex);
    return ran ? ESP_OK : ESP_ERR_INVALID_STATE;
}

esp_err_t esp_timer_delete(esp_timer_handle_t timer) {
    pthread_mutex_lock(&chip.mutex);
    for (size_t index = 0; index < TIMERS_MAX; index++) {
        if (chip.timers[index] == timer) {
            chip.timers[index] = NULL;
        }
    }
    pthread_mutex_unlock(&chip.mutex);
    free(timer);
    return ESP_OK;
}

int doubles_timers(void) {
    int count = 0;
    for (size_t index = 0; index < TIMERS_MAX; index++) {
        count += chip.timers[index] != NULL;
    }
    return count;
}

/** The mutex is held. */
static bool timer_runs(const char *name) {
    bool runs = false;
    for (size_t index = 0; index < TIMERS_MAX; index++) {
        struct esp_timer *timer = chip.timers[index];
        runs = runs || (timer != NULL && timer->runs && strcmp(timer->arguments.name, name) == 0);
    }
    return runs;
}

bool doubles_timer_runs(const char *name) {
    pthread_mutex_lock(&chip.mutex);
    bool runs = timer_runs(name);
    pthread_mutex_unlock(&chip.mutex);
    return runs;
}

void doubles_await_timer(const char *name) {
    pthread_mutex_lock(&chip.mutex);
    while (!timer_runs(name)) {
        pthread_cond_wait(&chip.timer_started, &chip.mutex);
    }
    pthread_mutex_unlock(&chip.mutex);
}

void doubles_set_wall_us(int64_t utc_us) {
    chip.wall_offset_us = utc_us - doubles_now_us();
}

/* The sources are compiled with gettimeofday and settimeofday named so: see build.rs. */
int doubles_gettimeofday(struct timeval *time, void *zone);
int doubles_settimeofday(const struct timeval *time, const void *zone);

int doubles_gettimeofday(struct timeval *time, void *zone) {
    (void)zone;
    int64_t utc_us = doubles_now_us() + chip.wall_offset_us;
    time->tv_sec = (time_t)(utc_us / 1000000);
    time->tv_usec = (suseconds_t)(utc_us % 1000000);
    return 0;
}

int doubles_settimeofday(const struct timeval *time, const void *zone) {
    (void)zone;
    if (doubles_outcome("settimeofday") != ESP_OK) {
        return -1;
    }
    doubles_set_wall_us((int64_t)time->tv_sec * 1000000 + time->tv_usec);
    return 0;
}

/* --- chip ------------------------------------------------------------------------------------ */

void doubles_set_reset_reason(esp_reset_reason_t reason) {
    chip.reason = reason;
}

esp_reset_reason_t esp_reset_reason(void) {
    return chip.reason;
}

void esp_restart(void) {
    pthread_mutex_lock(&chip.mutex);
    chip.restarts++;
    pthread_cond_broadcast(&chip.restarted);
    pthread_mutex_unlock(&chip.mutex);
    if (restart_is_awaited && pthread_equal(awaiting, pthread_self())) {
        longjmp(restart_point, 1);
    }
    pthread_exit(NULL);
}

esp_err_t esp_sleep_enable_timer_wakeup(uint64_t time_in_us) {
    esp_err_t error = doubles_outcome("esp_sleep_enable_timer_wakeup");
    chip.wake_us = error == ESP_OK ? (int64_t)time_in_us : -1;
    return error;
}

/** For the one who sleeps it ends as a restart does. */
void esp_deep_sleep_start(void) {
    chip.slept_us = chip.wake_us;
    esp_restart();
}

int64_t doubles_slept_us(void) {
    return chip.slept_us;
}

bool doubles_until_restart(void (*function)(void)) {
    awaiting = pthread_self();
    restart_is_awaited = true;
    bool restarted = setjmp(restart_point) != 0;
    if (!restarted) {
        function();
    }
    restart_is_awaited = false;
    return restarted;
}

void doubles_await_restart(void) {
    pthread_mutex_lock(&chip.mutex);
    while (chip.restarts == 0) {
        pthread_cond_wait(&chip.restarted, &chip.mutex);
    }
    pthread_mutex_unlock(&chip.mutex);
}

int doubles_restarts(void) {
    pthread_mutex_lock(&chip.mutex);
    int restarts = chip.restarts;
    pthread_mutex_unlock(&chip.mutex);
    return restarts;
}

esp_err_t gpio_reset_pin(gpio_num_t gpio_num) {
    chip.pins[gpio_num] = -1;
    return ESP_OK;
}

esp_err_t gpio_set_direction(gpio_num_t gpio_num, gpio_mode_t mode) {
    chip.pins[gpio_num] = mode == GPIO_MODE_OUTPUT ? 0 : -1;
    return ESP_OK;
}

esp_err_t gpio_set_level(gpio_num_t gpio_num, uint32_t level) {
    chip.pins[gpio_num] = chip.pins[gpio_num] < 0 ? -1 : (int)level;
    return ESP_OK;
}

esp_err_t gpio_hold_en(gpio_num_t gpio_num) {
    esp_err_t error = doubles_outcome("gpio_hold_en");
    chip.held[gpio_num] = error == ESP_OK;
    return error;
}

esp_err_t gpio_hold_dis(gpio_num_t gpio_num) {
    chip.held[gpio_num] = false;
    return doubles_outcome("gpio_hold_dis");
}

void gpio_deep_sleep_hold_en(void) {
    (void)doubles_outcome("gpio_deep_sleep_hold_en");
}

void gpio_deep_sleep_hold_dis(void) {
    (void)doubles_outcome("gpio_deep_sleep_hold_dis");
}

bool doubles_pin_is_held(int pin) {
    return chip.held[pin];
}

bool usb_serial_jtag_is_connected(void) {
    return chip.has_usb_host;
}

void doubles_set_usb_host(bool is_there) {
    chip.has_usb_host = is_there;
}

esp_err_t gpio_set_pull_mode(gpio_num_t gpio_num, gpio_pull_mode_t pull) {
    (void)gpio_num;
    (void)pull;
    return ESP_OK;
}

int gpio_get_level(gpio_num_t gpio_num) {
    return gpio_num != chip.grounded_pin;
}

void doubles_ground_pin(int pin) {
    chip.grounded_pin = pin;
}

int doubles_pin(int pin) {
    return chip.pins[pin];
}

void esp_fill_random(void *buf, size_t len) {
    memset(buf, 0x5a, len);
}

const esp_app_desc_t *esp_app_get_description(void) {
    static const esp_app_desc_t description = {.version = "1.2.3"};
    return &description;
}

esp_err_t esp_crt_bundle_attach(void *conf) {
    (void)conf;
    return doubles_outcome("esp_crt_bundle_attach");
}

esp_err_t esp_task_wdt_add(TaskHandle_t task_handle) {
    (void)task_handle;
    return doubles_outcome("esp_task_wdt_add");
}

esp_err_t esp_task_wdt_reset(void) {
    return doubles_outcome("esp_task_wdt_reset");
}

esp_err_t esp_ota_mark_app_valid_cancel_rollback(void) {
    return doubles_outcome("esp_ota_mark_app_valid_cancel_rollback");
}

esp_err_t esp_vfs_eventfd_register(const esp_vfs_eventfd_config_t *config) {
    (void)config;
    return doubles_outcome("esp_vfs_eventfd_register");
}

/* --- log ------------------------------------------------------------------------------------- */

void doubles_log(char level, const char *tag, const char *format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    pthread_mutex_lock(&chip.mutex);
    size_t room = LOG_BYTES - chip.log_used;
    int length = snprintf(chip.log + chip.log_used, room, "%c %s: %s\n", level, tag, line);
    chip.log_used += (size_t)length < room ? (size_t)length : room - 1;
    pthread_mutex_unlock(&chip.mutex);
}

const char *doubles_log_text(void) {
    return chip.log;
}
