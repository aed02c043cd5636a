#include "runtime/host.h"

#include <stdarg.h>
#include <stdio.h>

#include "console/keeper.h"

#define LOG_LINE_BYTES_MAX 512

struct wamcam_host *wamcam_host_of(wasm_exec_env_t environment) {
    return wasm_runtime_get_custom_data(wasm_runtime_get_module_inst(environment));
}

void wamcam_host_log(const struct wamcam_board *board, enum wamcam_level level, const char *format,
                     ...) {
    char line[LOG_LINE_BYTES_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    board->log(board->context, level, line);
    wamcam_console_keep(board, level, line);
}
