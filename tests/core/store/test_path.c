#include <string.h>

#include "check.h"
#include "store/path.h"
#include "wamcam/errors.h"

static int resolve(const char *path, char full[WAMCAM_FULL_PATH_BYTES]) {
    return wamcam_path_resolve("/card", (const uint8_t *)path, strlen(path), full);
}

static void test_good_paths_go_below_the_folder(void) {
    char full[WAMCAM_FULL_PATH_BYTES];
    CHECK_EQUAL_INT(0, resolve("webcam/20260621/20260621-120000-CAM1.jpg", full));
    CHECK_EQUAL_TEXT("/card/webcam/20260621/20260621-120000-CAM1.jpg", full);
    CHECK_EQUAL_INT(0, resolve("sch\xc3\xb6n/...a", full));
    CHECK_EQUAL_INT(0, resolve("", full));
    CHECK_EQUAL_TEXT("/card", full);
}

static void test_ways_out_are_refused(void) {
    static const char *const bad[] = {"..",      "../x",  "a/../b", "/etc/passwd",   "a//b", "a/",
                                      "./a",     "a/.",   "x.tmp",  "a/x.bak",       "/",    "a/..",
                                      "x.tmp/y", "x.TMP", "x.Bak",  "INCOMING.tMp/y"};
    char full[WAMCAM_FULL_PATH_BYTES];
    for (size_t index = 0; index < sizeof bad / sizeof *bad; index++) {
        CHECK_EQUAL_INT(WAMCAM_ACCESS, resolve(bad[index], full));
    }
}

static void test_characters_that_fat_refuses(void) {
    static const char *const bad[] = {"a:b", "a\\b", "a*", "a?", "a\"",     "<a",  ">a",
                                      "a|b", "a\nb", "a.", "a ", "a/b. /c", "...", "incoming.tmp."};
    char full[WAMCAM_FULL_PATH_BYTES];
    for (size_t index = 0; index < sizeof bad / sizeof *bad; index++) {
        CHECK_EQUAL_INT(WAMCAM_INVALID, resolve(bad[index], full));
    }
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_path_resolve("/card", (const uint8_t *)"a\0b", 3, full));
}

static void test_long_paths(void) {
    char path[WAMCAM_PATH_BYTES_MAX + 2];
    char full[WAMCAM_FULL_PATH_BYTES];
    memset(path, 'a', sizeof path);
    path[WAMCAM_PATH_BYTES_MAX] = '\0';
    CHECK_EQUAL_INT(0, resolve(path, full));
    path[WAMCAM_PATH_BYTES_MAX] = 'a';
    path[WAMCAM_PATH_BYTES_MAX + 1] = '\0';
    CHECK_EQUAL_INT(WAMCAM_NAME_TOO_LONG, resolve(path, full));
}

static const struct check_test tests[] = {
    {"good paths go below the folder", test_good_paths_go_below_the_folder},
    {"ways out are refused", test_ways_out_are_refused},
    {"characters that FAT refuses", test_characters_that_fat_refuses},
    {"long paths", test_long_paths},
};
CHECK_SUITE(store_path, tests);
