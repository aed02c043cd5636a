/* The place of src/machine_code.c: WAMR is built with its interpreter only. */
#include "machine_code.h"

bool wamcam_esp32_runs_machine_code(void) {
    return false;
}
