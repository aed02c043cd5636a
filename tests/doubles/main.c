/* Runs the tests against doubles. With an argument: those whose "suite.test" contains it. */
#include <stddef.h>

#include "check.h"
#include "doubles.h"

extern const struct check_suite suite_boards;
extern const struct check_suite suite_camera;
extern const struct check_suite suite_sensor_settings;
extern const struct check_suite suite_card;
extern const struct check_suite suite_wifi;
extern const struct check_suite suite_starts;
extern const struct check_suite suite_board;
extern const struct check_suite suite_usb_drive;
extern const struct check_suite suite_console;
extern const struct check_suite suite_listening;
extern const struct check_suite suite_slots;
extern const struct check_suite suite_dropped;
extern const struct check_suite suite_firmware;
extern const struct check_suite suite_sleep;
extern const struct check_suite suite_store;

static const struct check_suite *const suites[] = {
    &suite_boards,  &suite_camera,    &suite_sensor_settings, &suite_card,    &suite_wifi,
    &suite_starts,  &suite_board,     &suite_usb_drive,       &suite_console, &suite_slots,
    &suite_dropped, &suite_listening, &suite_firmware,        &suite_sleep,   &suite_store,
};

/* Called by main.rs, which carries the tests; see there. */
int check_main(int count, char **arguments);

int check_main(int count, char **arguments) {
    int code = check_run(suites, sizeof suites / sizeof suites[0], count > 1 ? arguments[1] : NULL);
    doubles_reset(); /* what a chip keeps for as long as it runs is no leak */
    return code;
}
