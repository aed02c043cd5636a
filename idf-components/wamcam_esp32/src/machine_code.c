/* WAMR is built with its loader of AOT files. */
#include "machine_code.h"

bool wamcam_esp32_runs_machine_code(void) {
    return true;
}
