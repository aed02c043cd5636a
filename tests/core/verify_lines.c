#include "verify_lines.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "runtime/signature.h"

/* A point, a message and a signature in hexadecimal digits, and the blanks between. */
#define LINE_BYTES 1024

/** Bytes from two digits each; how many, or -1. */
static int read_hexadecimal(const char *digits, uint8_t *out, size_t size) {
    size_t length = strlen(digits) / 2;
    for (size_t index = 0; index < length && index < size; index++) {
        unsigned byte = 0;
        if (sscanf(digits + 2 * index, "%2x", &byte) != 1) {
            return -1;
        }
        out[index] = (uint8_t)byte;
    }
    return length <= size ? (int)length : -1;
}

/** The core's answer to one line, 1 for a line that is none. */
static int verify(char *line) {
    struct wamcam_key key;
    uint8_t message[256];
    uint8_t signature[WAMCAM_SIGNATURE_BYTES];
    const char *point = strtok(line, " \n");
    const char *text = strtok(NULL, " \n");
    const char *numbers = strtok(NULL, " \n");
    if (point == NULL || text == NULL || numbers == NULL) {
        return 1;
    }
    int length = read_hexadecimal(text, message, sizeof message);
    bool is_read = read_hexadecimal(point, key.point, sizeof key.point) == (int)sizeof key.point &&
                   read_hexadecimal(numbers, signature, sizeof signature) == (int)sizeof signature;
    return is_read && length >= 0
               ? wamcam_signature_verify(&key, message, (size_t)length, signature)
               : 1;
}

int verify_lines(void) {
    static char line[LINE_BYTES];
    while (fgets(line, sizeof line, stdin) != NULL) {
        printf("%d\n", verify(line));
    }
    return 0;
}
