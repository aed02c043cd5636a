/** Whether this firmware runs applications that are machine code: menuconfig, WAMCAM_AOT. */
#ifndef WAMCAM_ESP32_MACHINE_CODE_H
#define WAMCAM_ESP32_MACHINE_CODE_H

#include <stdbool.h>

bool wamcam_esp32_runs_machine_code(void);

#endif
