#include "runtime/application.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "runtime/recorder.h"
#include "runtime/watchdog.h"

#define CALL_STACK_BYTES 2048
#define PAGE_KIB 64u

struct wamcam_application {
    const struct wamcam_board *board;
    struct wamcam_effort *effort; /* the host's */
    struct wamcam_recorder *recorder;
    wasm_module_inst_t instance;
    wasm_exec_env_t environment;
    struct wamcam_watchdog *watchdog;
    wasm_function_inst_t initialize; /* NULL: none */
    wasm_function_inst_t start;
    wasm_function_inst_t tick;
};

/** Most pages of linear memory: what the manifest asks for, as far as the board allows it. */
static uint32_t pages_max(const struct wamcam_host *host) {
    uint32_t asked = host->manifest->memory_kib / PAGE_KIB;
    uint32_t allowed = host->board->limits.wasm_pages_max;
    return asked < allowed ? asked : allowed;
}

static wasm_module_inst_t instantiate(const struct wamcam_host *host, wasm_module_t module,
                                      char *error, uint32_t error_size) {
    struct InstantiationArgs2 *arguments = NULL;
    if (!wasm_runtime_instantiation_args_create(&arguments)) {
        snprintf(error, error_size, "no memory");
        return NULL;
    }
    wasm_runtime_instantiation_args_set_default_stack_size(arguments,
                                                           host->board->limits.wasm_stack_bytes);
    wasm_runtime_instantiation_args_set_host_managed_heap_size(arguments, 0);
    wasm_runtime_instantiation_args_set_max_memory_pages(arguments, pages_max(host));
    wasm_module_inst_t instance =
        wasm_runtime_instantiate_ex2(module, arguments, error, error_size);
    wasm_runtime_instantiation_args_destroy(arguments);
    return instance;
}

/** An export with exactly this signature, or NULL. `parameter` and `result` may be "no value". */
#define NO_VALUE ((wasm_valkind_t)0xff)

static wasm_function_inst_t find_export(wasm_module_inst_t instance, const char *name,
                                        wasm_valkind_t parameter, wasm_valkind_t result) {
    wasm_function_inst_t function = wasm_runtime_lookup_function(instance, name);
    if (function == NULL) {
        return NULL;
    }
    uint32_t parameters = wasm_func_get_param_count(function, instance);
    uint32_t results = wasm_func_get_result_count(function, instance);
    wasm_valkind_t kind = NO_VALUE;
    if (parameters != (parameter == NO_VALUE ? 0u : 1u) ||
        results != (result == NO_VALUE ? 0u : 1u)) {
        return NULL;
    }
    if (parameters == 1) {
        wasm_func_get_param_types(function, instance, &kind);
        if (kind != parameter) {
            return NULL;
        }
    }
    if (results == 1) {
        wasm_func_get_result_types(function, instance, &kind);
        if (kind != result) {
            return NULL;
        }
    }
    return function;
}

static const char *find_exports(struct wamcam_application *application) {
    wasm_module_inst_t instance = application->instance;
    application->initialize = find_export(instance, "_initialize", NO_VALUE, NO_VALUE);
    application->start = find_export(instance, "start", NO_VALUE, WASM_I32);
    application->tick = find_export(instance, "tick", WASM_I64, WASM_I64);
    if (application->start == NULL) {
        return "the application does not export start(): i32";
    }
    return application->tick == NULL ? "the application does not export tick(i64): i64" : NULL;
}

static const char *create(struct wamcam_application *application, struct wamcam_host *host,
                          wasm_module_t module, char *error, uint32_t error_size) {
    const struct wamcam_board *board = host->board;
    application->board = board;
    application->effort = &host->effort;
    application->recorder = host->recorder;
    application->instance = instantiate(host, module, error, error_size);
    if (application->instance == NULL) {
        return error;
    }
    wasm_runtime_set_custom_data(application->instance, host);
    /* The instance's own: another one would be a second stack. */
    application->environment = wasm_runtime_get_exec_env_singleton(application->instance);
    application->watchdog = wamcam_watchdog_start(board, application->instance);
    if (application->environment == NULL || application->watchdog == NULL) {
        return "no memory to run the application";
    }
    return find_exports(application);
}

struct wamcam_application *wamcam_application_create(struct wamcam_host *host,
                                                     const struct wamcam_module *loaded,
                                                     char *reason, size_t reason_size) {
    char error[128] = "";
    struct wamcam_application *application = wamcam_memory_take(sizeof *application);
    const char *problem = application == NULL
                              ? "no memory to run the application"
                              : create(application, host, loaded->module, error, sizeof error);
    if (problem != NULL) {
        snprintf(reason, reason_size, "%s", problem);
        if (application != NULL) {
            wamcam_application_destroy(application);
        }
        return NULL;
    }
    return application;
}

void wamcam_application_destroy(struct wamcam_application *application) {
    if (application->watchdog != NULL) {
        wamcam_watchdog_stop(application->watchdog);
    }
    if (application->instance != NULL) {
        wasm_runtime_deinstantiate(application->instance);
    }
    wamcam_memory_free(application);
}

static bool is_limit(const char *exception) {
    return exception != NULL && strstr(exception, "instruction limit exceeded") != NULL;
}

/** Why the last call trapped, as a sentence, also for the recording. */
static void explain(struct wamcam_application *application, bool terminated, char *reason,
                    size_t reason_size) {
    const char *exception = wasm_runtime_get_exception(application->instance);
    const struct wamcam_limits *limits = &application->board->limits;
    bool ran_long = terminated || is_limit(exception);
    if (terminated) {
        snprintf(reason, reason_size, "the application did not return within %u ms and was stopped",
                 (unsigned)limits->call_ms_max);
    } else if (ran_long) {
        snprintf(reason, reason_size,
                 "the application did not return within %d instructions and was stopped",
                 (int)limits->instructions_per_call);
    } else {
        snprintf(reason, reason_size, "the application trapped: %s",
                 exception != NULL ? exception : "no reason given");
    }
    wamcam_recorder_trap(application->recorder,
                         ran_long ? WAMCAM_RECORDED_TRAP_LIMIT : WAMCAM_RECORDED_TRAP_OWN, reason);
}

/** One call under all limits. `cells` holds arguments and then results, as WAMR wants it. */
static int call(struct wamcam_application *application, wasm_function_inst_t function,
                uint32_t argument_cells, uint32_t *cells, char *reason, size_t reason_size) {
    wasm_runtime_set_instruction_count_limit(application->environment,
                                             application->board->limits.instructions_per_call);
    wamcam_watchdog_arm(application->watchdog);
    struct wamcam_effort_call effort =
        wamcam_effort_call_begins(application->effort, application->board);
    if (wasm_runtime_get_exception(application->instance) != NULL) {
        wamcam_recorder_stopped(application->recorder);
    }
    bool returned =
        wasm_runtime_call_wasm(application->environment, function, argument_cells, cells);
    wamcam_effort_call_ends(application->effort, application->board, effort);
    bool terminated = wamcam_watchdog_disarm(application->watchdog);
    if (returned && !terminated) {
        return 0;
    }
    explain(application, terminated, reason, reason_size);
    return WAMCAM_INVALID;
}

static int initialize(struct wamcam_application *application, char *reason, size_t reason_size) {
    uint32_t cells[1] = {0};
    if (application->initialize == NULL) {
        return 0;
    }
    wamcam_recorder_enter(application->recorder, WAMCAM_RECORDED_INITIALIZE, 0);
    int status = call(application, application->initialize, 0, cells, reason, reason_size);
    if (status == 0) {
        wamcam_recorder_leave(application->recorder, 0);
    }
    return status;
}

int wamcam_application_start(struct wamcam_application *application, int32_t *exit_code,
                             char *reason, size_t reason_size) {
    uint32_t cells[1] = {0};
    if (initialize(application, reason, reason_size) < 0) {
        return WAMCAM_INVALID;
    }
    wamcam_recorder_enter(application->recorder, WAMCAM_RECORDED_START, 0);
    if (call(application, application->start, 0, cells, reason, reason_size) < 0) {
        return WAMCAM_INVALID;
    }
    *exit_code = (int32_t)cells[0];
    wamcam_recorder_leave(application->recorder, *exit_code);
    return 0;
}

int wamcam_application_tick(struct wamcam_application *application, int64_t now_ms,
                            int64_t *next_ms, char *reason, size_t reason_size) {
    uint32_t cells[2];
    memcpy(cells, &now_ms, sizeof now_ms);
    wamcam_recorder_enter(application->recorder, WAMCAM_RECORDED_TICK, now_ms);
    int status = call(application, application->tick, 2, cells, reason, reason_size);
    memcpy(next_ms, cells, sizeof *next_ms);
    if (status == 0) {
        wamcam_recorder_leave(application->recorder, *next_ms);
    }
    return status;
}

uint64_t wamcam_application_memory_bytes(const struct wamcam_application *application) {
    wasm_memory_inst_t memory = wasm_runtime_get_default_memory(application->instance);
    return memory == NULL
               ? 0
               : wasm_memory_get_cur_page_count(memory) * wasm_memory_get_bytes_per_page(memory);
}

int64_t wamcam_application_instructions(const struct wamcam_application *application) {
    wasm_global_inst_t global;
    int64_t count = -1;
    if (wasm_runtime_get_export_global_inst(application->instance, "executed_instructions",
                                            &global) &&
        global.kind == WASM_I64) {
        memcpy(&count, global.global_data, sizeof count);
    }
    return count;
}
