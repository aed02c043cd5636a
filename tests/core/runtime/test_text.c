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

/** A text of whole characters, of one to four bytes each; `ends` marks where each of them ends. */
static size_t draw_text(struct check_random *random, char *text, size_t size, bool *ends) {
    static const char *const characters[] = {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x93\xb7"};
    size_t length = 0;
    ends[0] = true;
    while (length + 4 <= size) {
        const char *character = characters[check_random_below(random, 4)];
        size_t bytes = strlen(character);
        memcpy(text + length, character, bytes);
        memset(ends + length + 1, false, bytes);
        length += bytes;
        ends[length] = true;
    }
    return length;
}

/** Wherever a text is cut, what stays is whole, and no character that was whole is lost. */
static void test_whole_characters_stay(void) {
    char text[64];
    bool ends[65];
    struct check_random random = check_random_seed(1);
    for (int round = 0; round < 1000; round++) {
        size_t length = draw_text(&random, text, sizeof text, ends);
        for (size_t cut = 0; cut <= length; cut++) {
            size_t expected = cut;
            while (!ends[expected]) {
                expected--;
            }
            CHECK_EQUAL_INT(expected, wamcam_text_whole_bytes(text, cut));
        }
    }
}

/** Damaged text is cut anywhere, but never so early that nothing of it would be shown. */
static void test_damaged_text_gets_on(void) {
    static const struct {
        const char *text;
        size_t whole;
    } damaged[] = {
        {"\x82\x82\x82\x82\x82", 5}, {"a\x82", 2},         {"\xe2\x82", 0},     {"ab\xc0", 3},
        {"ab\xff\x82", 4},           {"a\xc3\xa9\xa9", 4}, {"\xf5\x80\x80", 3}, {"\xf0\x9f\x93", 0},
        {"\xe2\xe2\xe2", 2},
    };
    char text[600];
    struct check_random random = check_random_seed(2);
    for (size_t index = 0; index < sizeof damaged / sizeof *damaged; index++) {
        const char *bytes = damaged[index].text;
        CHECK_EQUAL_INT(damaged[index].whole, wamcam_text_whole_bytes(bytes, strlen(bytes)));
    }
    for (int round = 0; round < 1000; round++) {
        for (size_t index = 0; index < sizeof text; index++) {
            text[index] = (char)check_random_next(&random);
        }
        for (size_t cut = 0; cut <= sizeof text; cut += 7) {
            size_t whole = wamcam_text_whole_bytes(text, cut);
            CHECK(whole <= cut && whole + 3 >= cut);
        }
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
    {"whole characters stay", test_whole_characters_stay},
    {"damaged text gets on", test_damaged_text_gets_on},
};
CHECK_SUITE(imports_text, tests);
