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

static void check_host(int expected, const char *bytes, uint32_t length) {
    char host[WAMCAM_HOST_SIZE] = "";
    CHECK_EQUAL_INT(expected, wamcam_text_host((const uint8_t *)bytes, length, host));
    CHECK_EQUAL_INT(expected == 0 ? length : 0, strlen(host));
}

static void test_a_host_is_letters_digits_hyphens_and_dots(void) {
    char name[255];
    memset(name, 'a', sizeof name);
    check_host(0, "0.Pool-2.ntp.org", 16);
    check_host(0, name, 253);
    check_host(WAMCAM_NAME_TOO_LONG, name, 254);
    check_host(WAMCAM_INVALID, "", 0);
    check_host(WAMCAM_INVALID, "a b", 3);
    check_host(WAMCAM_INVALID, "a\0b", 3);
    check_host(WAMCAM_INVALID, "a/b", 3);
}

static const struct check_test tests[] = {
    {"control characters become blanks", test_control_characters_become_blanks},
    {"a host is letters, digits, hyphens and dots", test_a_host_is_letters_digits_hyphens_and_dots},
    {"a cut falls between characters", test_a_cut_falls_between_characters},
};
CHECK_SUITE(imports_text, tests);
