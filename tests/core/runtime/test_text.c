#include <string.h>

#include "check.h"
#include "imports/text.h"

static void test_control_characters_become_blanks(void) {
    char out[16];
    CHECK_EQUAL_INT(5, wamcam_text_copy(out, sizeof out, (const uint8_t *)"a\n\tb\x7f", 5));
    CHECK_EQUAL_TEXT("a  b ", out);
}

/* "é" is two bytes, "€" three: a cut never leaves a part of one. */
static void test_a_cut_falls_between_characters(void) {
    const char *text = "a\xc3\xa9\xe2\x82\xac";
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6};
    char out[16];
    for (size_t room = 0; room <= 6; room++) {
        CHECK_EQUAL_INT(expected[room],
                        wamcam_text_copy(out, room + 1, (const uint8_t *)text, strlen(text)));
        CHECK_EQUAL_BYTES(text, out, expected[room]);
    }
}

static const struct check_test tests[] = {
    {"control characters become blanks", test_control_characters_become_blanks},
    {"a cut falls between characters", test_a_cut_falls_between_characters},
};
CHECK_SUITE(imports_text, tests);
