#include "checks.h"

#include "wamcam_esp32/board.h"

/* Names that ESP-IDF gives to an embedded file. */
#define EMBEDDED(name)                                                                             \
    extern const uint8_t name##_begin[] __asm__("_binary_check_" #name "_wasm_start");             \
    extern const uint8_t name##_end[] __asm__("_binary_check_" #name "_wasm_end")

EMBEDDED(camera);
EMBEDDED(time);
EMBEDDED(dropbox);

#define ADD(name)                                                                                  \
    wamcam_esp32_board_add_check(#name, name##_begin, (size_t)(name##_end - name##_begin))

void firmware_add_checks(void) {
    /* The linker has put one object between each pair of pointers. */
    ADD(camera);  /* cppcheck-suppress comparePointers */
    ADD(time);    /* cppcheck-suppress comparePointers */
    ADD(dropbox); /* cppcheck-suppress comparePointers */
}
