/** What the last panic left in flash. */
#ifndef WAMCAM_ESP32_CORE_DUMP_H
#define WAMCAM_ESP32_CORE_DUMP_H

#include <stdint.h>

/** Say that a core dump is kept, and of what. It stays until the next panic writes over it. */
void wamcam_esp32_core_dump_tell(void);
/** Its length as it was told of, in bytes; 0: none. */
int64_t wamcam_esp32_core_dump_bytes(void);

#endif
