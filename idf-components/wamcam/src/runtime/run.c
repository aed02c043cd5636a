#include "wamcam/run.h"

#include <stdio.h>
#include <string.h>

#include "console/keeper.h"
#include "memory.h"
#include "runtime/application.h"
#include "runtime/offer_desk.h"
#include "runtime/recorder.h"
#include "runtime/trial.h"
#include "store/card.h"
#include "wamcam/console.h"

/* How long an application that was told to stop may go on bringing things to an end. */
#define STOP_GRACE_US INT64_C(5000000)
#define US_PER_MS INT64_C(1000)

struct run {
    struct wamcam_host host;
    struct wamcam_application *application;
    struct wamcam_outcome *outcome;
    int64_t next_tick_ms;
    int64_t stop_at_stopwatch_us; /* INT64_MAX until a stop is requested */
};

static int64_t uptime_ms(const struct wamcam_board *board) {
    return board->uptime_us(board->context) / US_PER_MS;
}

/** Another application is to take over. */
static bool is_swap_wanted(const struct run *run) {
    return run->host.trial != NULL && run->host.trial->slots->is_swap_wanted;
}

/** Hand a stop request on to the application; true when that is news. */
static bool stop_has_come(struct run *run) {
    const struct wamcam_board *board = run->host.board;
    bool has_come = is_swap_wanted(run) || wamcam_console_has_wish(board) ||
                    board->stop_requested(board->context);
    if (run->host.stop_requested || !has_come) {
        return false;
    }
    run->host.stop_requested = true;
    run->stop_at_stopwatch_us = board->stopwatch_us(board->context) + STOP_GRACE_US;
    return true;
}

static bool grace_is_over(const struct run *run) {
    const struct wamcam_board *board = run->host.board;
    return board->stopwatch_us(board->context) >= run->stop_at_stopwatch_us;
}

static int64_t earlier(int64_t one_us, int64_t other_us) {
    return one_us < other_us ? one_us : other_us;
}

static void wait_for_something(struct run *run) {
    const struct wamcam_board *board = run->host.board;
    struct wamcam_wait_socket sockets[WAMCAM_HANDLES_MAX + 1];
    size_t count = 0;
    int64_t until_us = wamcam_connections_wait(run->host.connections, sockets, &count);
    until_us = earlier(until_us, run->stop_at_stopwatch_us);
    until_us = earlier(until_us, wamcam_console_patience_us(board));
    if (run->host.question != NULL) {
        until_us =
            earlier(until_us, wamcam_sntp_question_wait(run->host.question, &sockets[count]));
        count += sockets[count].descriptor >= 0 ? 1 : 0;
    }
    board->wait(board->context, sockets, count, run->next_tick_ms * US_PER_MS, until_us);
}

/** One call of tick; false when the application trapped or has to go. */
static bool tick(struct run *run) {
    int64_t now_ms = uptime_ms(run->host.board);
    int64_t next_ms = now_ms;
    if (wamcam_application_tick(run->application, now_ms, &next_ms, run->outcome->reason,
                                sizeof run->outcome->reason) < 0) {
        return false;
    }
    /* An application that asks to be called in the past would never let the board sleep; one
     * that asks for the year three million would overflow. */
    int64_t farthest_ms = INT64_MAX / US_PER_MS;
    run->next_tick_ms = next_ms <= now_ms ? now_ms + 1 : next_ms;
    run->next_tick_ms = run->next_tick_ms < farthest_ms ? run->next_tick_ms : farthest_ms;
    return run->host.trial == NULL ||
           wamcam_trial_ticked(run->host.trial, &run->next_tick_ms, run->outcome->reason,
                               sizeof run->outcome->reason);
}

/** Tick until the application finishes, traps or has to be ended. Returns the exit code. */
static int loop(struct run *run) {
    const struct wamcam_board *board = run->host.board;
    while (!run->host.finish_requested) {
        bool has_served = wamcam_console_serve(board, run->next_tick_ms * US_PER_MS);
        has_served = (run->host.trial != NULL && wamcam_offer_desk_serve(run->host.trial->slots)) ||
                     has_served;
        bool happened = stop_has_come(run) || run->host.has_news;
        run->host.has_news = false;
        happened = wamcam_connections_advance(run->host.connections) || happened;
        happened =
            (run->host.question != NULL && wamcam_sntp_question_advance(run->host.question)) ||
            happened;
        happened = wamcam_capture_happened(run->host.capture) || happened;
        if (happened || uptime_ms(board) >= run->next_tick_ms) {
            if (!tick(run)) {
                return WAMCAM_EXIT_FAILED;
            }
        } else if (grace_is_over(run)) {
            snprintf(run->outcome->reason, sizeof run->outcome->reason,
                     "the application was asked to stop and did not finish in time");
            return WAMCAM_EXIT_STOPPED;
        } else if (!has_served) {
            wait_for_something(run);
        }
    }
    return run->host.exit_code;
}

static int start_and_loop(struct run *run) {
    int32_t exit_code = 0;
    if (wamcam_application_start(run->application, &exit_code, run->outcome->reason,
                                 sizeof run->outcome->reason) < 0) {
        return WAMCAM_EXIT_FAILED;
    }
    run->outcome->start_us = run->host.effort.control_us;
    run->host.effort = (struct wamcam_effort){0};
    if (exit_code != 0) {
        return exit_code;
    }
    run->next_tick_ms = uptime_ms(run->host.board);
    return loop(run);
}

static int run_module(struct run *run, const struct wamcam_module *loaded) {
    struct wamcam_outcome *outcome = run->outcome;
    run->application =
        wamcam_application_create(&run->host, loaded, outcome->reason, sizeof outcome->reason);
    if (run->application == NULL) {
        return WAMCAM_EXIT_FAILED;
    }
    int exit_code = start_and_loop(run);
    outcome->linear_memory_peak_bytes = wamcam_application_memory_bytes(run->application);
    outcome->executed_instructions = wamcam_application_instructions(run->application);
    outcome->ticks = run->host.effort.calls;
    outcome->control_us = run->host.effort.control_us;
    outcome->control_us_max = run->host.effort.control_us_max;
    outcome->import_us = run->host.effort.import_us;
    wamcam_application_destroy(run->application);
    return exit_code;
}

/** Rooms that the imports lend, around one run of the application. */
static int run_with_rooms(struct run *run, const struct wamcam_module *loaded) {
    const struct wamcam_board *board = run->host.board;
    run->host.capture = wamcam_capture_start(board);
    run->host.connections = wamcam_connections_start(board);
    int exit_code = WAMCAM_EXIT_FAILED;
    if (run->host.capture != NULL && run->host.connections != NULL) {
        wamcam_card_settle(board); /* a card that fails is tried again with every call */
        exit_code = run_module(run, loaded);
    } else {
        snprintf(run->outcome->reason, sizeof run->outcome->reason,
                 "no memory for camera and network");
    }
    if (run->host.question != NULL) {
        wamcam_sntp_question_close(run->host.question);
    }
    if (run->host.connections != NULL) {
        wamcam_connections_stop(run->host.connections);
    }
    if (run->host.capture != NULL) {
        wamcam_capture_stop(run->host.capture);
    }
    wamcam_listing_clear(&run->host.listing);
    return exit_code;
}

int wamcam_run(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
               struct wamcam_outcome *outcome) {
    return wamcam_run_on_trial(board, wasm, wasm_length, NULL, outcome);
}

int wamcam_run_on_trial(const struct wamcam_board *board, const uint8_t *wasm, size_t wasm_length,
                        struct wamcam_trial *trial, struct wamcam_outcome *outcome) {
    struct wamcam_manifest manifest;
    struct run run = {.host = {.board = board, .manifest = &manifest, .trial = trial},
                      .outcome = outcome,
                      .stop_at_stopwatch_us = INT64_MAX};
    struct wamcam_module loaded;
    memset(outcome, 0, sizeof *outcome);
    outcome->wasm_bytes = (uint32_t)wasm_length;
    outcome->exit_code = WAMCAM_EXIT_FAILED;
    outcome->executed_instructions = -1;
    if (wamcam_package_read(&board->limits, wasm, wasm_length, &manifest, outcome->reason,
                            sizeof outcome->reason) < 0) {
        return outcome->exit_code;
    }
    if (!wamcam_module_runtime_start(board, &manifest)) {
        snprintf(outcome->reason, sizeof outcome->reason, "no memory for the runtime");
        return outcome->exit_code;
    }
    if (wamcam_module_load(&loaded, wasm, wasm_length, outcome->reason, sizeof outcome->reason) ==
        0) {
        run.host.recorder = wamcam_recorder_start(board, wasm, wasm_length);
        wamcam_console_runs(board, &run.host, wasm, wasm_length);
        outcome->exit_code = run_with_rooms(&run, &loaded);
        wamcam_console_runs(board, NULL, NULL, 0);
        if (outcome->exit_code == WAMCAM_EXIT_DONE) {
            outcome->sleep = run.host.sleep;
        }
        wamcam_recorder_stop(run.host.recorder);
        wamcam_module_unload(&loaded);
    }
    wamcam_module_runtime_stop();
    outcome->host_heap_peak_bytes = wamcam_memory_peak();
    return outcome->exit_code;
}
