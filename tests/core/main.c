/* Runs the core's tests. With an argument: those whose "suite.test" contains it; with "slow" those
 * that take long, which are otherwise left out. With "verify" it judges signatures instead. */
#include <stddef.h>
#include <string.h>

#include <mbedtls/platform.h>

#include "check.h"
#include "memory.h"
#include "memory_failing.h"
#include "verify_lines.h"

extern const struct check_suite suite_memory;
extern const struct check_suite suite_content_hash;
extern const struct check_suite suite_net_pace;
extern const struct check_suite suite_net_sender;
extern const struct check_suite suite_net_tls_watch;
extern const struct check_suite suite_net_resolve;
extern const struct check_suite suite_net_link;
extern const struct check_suite suite_net_tls;
extern const struct check_suite suite_net_certificate;
extern const struct check_suite suite_net_opening;
extern const struct check_suite suite_net_connection;
extern const struct check_suite suite_net_pacing;
extern const struct check_suite suite_net_allocation;
extern const struct check_suite suite_net_ntp_packet;
extern const struct check_suite suite_net_sntp;
extern const struct check_suite suite_net_sntp_failure;
extern const struct check_suite suite_store_path;
extern const struct check_suite suite_store_files;
extern const struct check_suite suite_store_incoming;
extern const struct check_suite suite_runtime_handles;
extern const struct check_suite suite_runtime_run;
extern const struct check_suite suite_runtime_recorder;
extern const struct check_suite suite_runtime_package;
extern const struct check_suite suite_runtime_slots;
extern const struct check_suite suite_runtime_slots_power;
extern const struct check_suite suite_runtime_slot_journal;
extern const struct check_suite suite_runtime_built;
extern const struct check_suite suite_runtime_built_slow;
extern const struct check_suite suite_runtime_slot_file;
extern const struct check_suite suite_runtime_slot_content_hash;
extern const struct check_suite suite_runtime_supervise;
extern const struct check_suite suite_runtime_supervise_slow;
extern const struct check_suite suite_runtime_offer;
extern const struct check_suite suite_runtime_push;
extern const struct check_suite suite_runtime_update;
extern const struct check_suite suite_runtime_dropped;
extern const struct check_suite suite_imports_text;
extern const struct check_suite suite_camera_capture;
extern const struct check_suite suite_console;
extern const struct check_suite suite_console_app;
extern const struct check_suite suite_console_settings;

static const struct check_suite *const suites[] = {
    &suite_memory,
    &suite_content_hash,
    &suite_net_pace,
    &suite_net_sender,
    &suite_net_tls_watch,
    &suite_net_resolve,
    &suite_net_link,
    &suite_net_tls,
    &suite_net_certificate,
    &suite_net_opening,
    &suite_net_connection,
    &suite_net_pacing,
    &suite_net_allocation,
    &suite_net_ntp_packet,
    &suite_net_sntp,
    &suite_net_sntp_failure,
    &suite_store_path,
    &suite_store_files,
    &suite_store_incoming,
    &suite_runtime_handles,
    &suite_runtime_run,
    &suite_runtime_slots,
    &suite_runtime_slots_power,
    &suite_runtime_slot_journal,
    &suite_runtime_slot_file,
    &suite_runtime_slot_content_hash,
    &suite_runtime_supervise,
    &suite_runtime_supervise_slow,
    &suite_runtime_offer,
    &suite_runtime_push,
    &suite_runtime_update,
    &suite_runtime_dropped,
    &suite_imports_text,
    &suite_camera_capture,
    &suite_runtime_recorder,
    &suite_console,
    &suite_console_app,
    &suite_console_settings,
    &suite_runtime_package,
    &suite_runtime_built,
};

static const struct check_suite *const slow_suites[] = {
    &suite_runtime_built_slow,
};

/* Called by main.rs, which carries the tests; see there. */
int check_main(int count, char **arguments);

int check_main(int count, char **arguments) {
#if defined(MBEDTLS_PLATFORM_MEMORY)
    /* Where mbedTLS lets itself be told, its allocations can fail in turn, too. */
    mbedtls_platform_set_calloc_free(memory_failing_calloc, wamcam_memory_free);
#endif
    const char *filter = count > 1 ? arguments[1] : NULL;
    if (filter != NULL && strcmp(filter, "verify") == 0) {
        return verify_lines();
    }
    if (filter != NULL && strcmp(filter, "slow") == 0) {
        return check_run(slow_suites, sizeof slow_suites / sizeof slow_suites[0], NULL);
    }
    return check_run(suites, sizeof suites / sizeof suites[0], filter);
}
