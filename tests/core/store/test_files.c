#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "scratch.h"
#include "store/content_hash.h"
#include "store/files.h"
#include "store/listing.h"
#include "store/volume.h"
#include "wamcam/errors.h"

static int write_new(const char *folder, const char *name, const char *text) {
    char path[SCRATCH_PATH_BYTES];
    struct wamcam_root root = {folder, WAMCAM_VOLUME_CREATE};
    scratch_path(folder, name, path);
    return wamcam_files_write_new(&root, path, (const uint8_t *)text, strlen(text), NULL, NULL);
}

static void check_content(const char *folder, const char *name, const char *expected) {
    char path[SCRATCH_PATH_BYTES];
    uint8_t content[64] = {0};
    scratch_path(folder, name, path);
    int length = wamcam_files_read(path, 0, content, sizeof content - 1);
    CHECK_EQUAL_INT(strlen(expected), length);
    CHECK_EQUAL_TEXT(expected, (char *)content);
}

static void check_incoming(const char *folder, int expected) {
    char incoming[SCRATCH_PATH_BYTES];
    scratch_path(folder, "incoming.tmp", incoming);
    CHECK_EQUAL_INT(expected, scratch_count(incoming));
}

static void test_a_new_file_is_whole_and_never_replaced(void) {
    char folder[SCRATCH_PATH_BYTES];
    scratch_make(folder);
    CHECK_EQUAL_INT(0, write_new(folder, "a", "first"));
    CHECK_EQUAL_INT(WAMCAM_EXISTS, write_new(folder, "a", "second"));
    check_content(folder, "a", "first");
    CHECK_EQUAL_INT(2, scratch_count(folder)); /* and the folder for files on their way: */
    check_incoming(folder, 0);
    scratch_remove(folder);
}

/* A limit on the size of files is a full card that every system has. */
static void test_a_full_card_leaves_nothing_behind(void) {
    char folder[SCRATCH_PATH_BYTES];
    scratch_make(folder);
    char *large = malloc(100001);
    memset(large, 'x', 100000);
    large[100000] = '\0';
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit small = {.rlim_cur = 50000, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN); /* or the limit would end the program */
    setrlimit(RLIMIT_FSIZE, &small);
    int status = write_new(folder, "a", large);
    setrlimit(RLIMIT_FSIZE, &before);
    free(large);
    CHECK_EQUAL_INT(WAMCAM_TOO_BIG, status);
    CHECK_EQUAL_INT(1, scratch_count(folder));
    check_incoming(folder, 0);
    scratch_remove(folder);
}

static void test_errno_has_words(void) {
    CHECK_EQUAL_INT(WAMCAM_NO_SPACE, wamcam_volume_error(ENOSPC));
    CHECK_EQUAL_INT(WAMCAM_READ_ONLY, wamcam_volume_error(EROFS));
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_volume_error(EIO));
}

static int replace(const char *folder, const char *text, bool is_private) {
    char path[SCRATCH_PATH_BYTES];
    struct wamcam_root root = {folder,
                               is_private ? WAMCAM_VOLUME_CREATE_PRIVATE : WAMCAM_VOLUME_CREATE};
    scratch_path(folder, "state", path);
    return wamcam_files_replace(&root, path, (const uint8_t *)text, strlen(text));
}

static void test_replacing_keeps_one_file(void) {
    char folder[SCRATCH_PATH_BYTES];
    scratch_make(folder);
    CHECK_EQUAL_INT(0, replace(folder, "one", false));
    CHECK_EQUAL_INT(0, replace(folder, "two", false));
    check_content(folder, "state", "two");
    check_incoming(folder, 0);
    scratch_remove(folder);
}

/* State may hold tokens; what others are to read is readable again when it is replaced so. */
static void test_a_private_file_is_its_owner_s(void) {
    char folder[SCRATCH_PATH_BYTES];
    char path[SCRATCH_PATH_BYTES];
    struct stat status;
    scratch_make(folder);
    scratch_path(folder, "state", path);
    for (int is_private = 0; is_private < 2; is_private++) {
        CHECK_EQUAL_INT(0, replace(folder, "token", is_private == 1));
        CHECK_EQUAL_INT(0, stat(path, &status));
        CHECK_EQUAL_INT(is_private == 1 ? 0 : S_IRGRP | S_IROTH,
                        status.st_mode & (S_IRGRP | S_IROTH));
    }
    scratch_remove(folder);
}

static void test_append_and_truncate(void) {
    char folder[SCRATCH_PATH_BYTES];
    char path[SCRATCH_PATH_BYTES];
    scratch_make(folder);
    scratch_path(folder, "log", path);
    CHECK_EQUAL_INT(0, wamcam_files_append(path, (const uint8_t *)"one", 3));
    CHECK_EQUAL_INT(0, wamcam_files_append(path, (const uint8_t *)"two", 3));
    check_content(folder, "log", "onetwo");
    CHECK_EQUAL_INT(0, wamcam_files_truncate(path, 3));
    check_content(folder, "log", "one");
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_files_truncate(path, 4));
    CHECK_EQUAL_INT(3, wamcam_files_size(path));
    scratch_remove(folder);
}

static void test_rename_never_replaces(void) {
    char folder[SCRATCH_PATH_BYTES];
    char from[SCRATCH_PATH_BYTES];
    char to[SCRATCH_PATH_BYTES];
    struct wamcam_root root = {folder, WAMCAM_VOLUME_CREATE};
    scratch_make(folder);
    write_new(folder, "a", "a");
    write_new(folder, "b", "b");
    scratch_path(folder, "a", from);
    scratch_path(folder, "b", to);
    CHECK_EQUAL_INT(WAMCAM_EXISTS, wamcam_files_rename(&root, from, to));
    check_content(folder, "b", "b");
    CHECK_EQUAL_INT(0, wamcam_files_remove(to));
    CHECK_EQUAL_INT(0, wamcam_files_rename(&root, from, to));
    check_content(folder, "b", "a");
    check_incoming(folder, 0);
    scratch_remove(folder);
}

static void test_a_listing_is_in_byte_order(void) {
    char folder[SCRATCH_PATH_BYTES];
    char path[SCRATCH_PATH_BYTES];
    uint8_t name[32];
    struct wamcam_listing listing = {0};
    scratch_make(folder);
    write_new(folder, "b.jpg", "");
    write_new(folder, "B.jpg", "");
    scratch_path(folder, "a", path);
    mkdir(path, 0777);
    CHECK_EQUAL_INT(5, wamcam_listing_entry(&listing, folder, 0, name, sizeof name));
    CHECK_EQUAL_BYTES("B.jpg", name, 5);
    CHECK_EQUAL_INT(2, wamcam_listing_entry(&listing, folder, 1, name, sizeof name));
    CHECK_EQUAL_BYTES("a/", name, 2);
    CHECK_EQUAL_INT(5, wamcam_listing_entry(&listing, folder, 2, name, sizeof name));
    CHECK_EQUAL_INT(WAMCAM_NOT_FOUND, wamcam_listing_entry(&listing, folder, 3, name, sizeof name));
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_listing_entry(&listing, folder, -1, name, sizeof name));
    wamcam_listing_clear(&listing);
    scratch_remove(folder);
}

/* A folder that cannot be read is not an empty one, and a name that cannot be looked up not free.
 */
static void test_what_cannot_be_told_is_an_error(void) {
    char folder[SCRATCH_PATH_BYTES];
    char loop[SCRATCH_PATH_BYTES];
    uint8_t name[32];
    struct wamcam_listing listing = {0};
    scratch_make(folder);
    write_new(folder, "a", "a");
    scratch_path(folder, "loop", loop);
    CHECK_EQUAL_INT(0, symlink("loop", loop)); /* leads to itself: looking at it fails */
    CHECK_EQUAL_INT(WAMCAM_IO, wamcam_listing_entry(&listing, folder, 0, name, sizeof name));
    CHECK_EQUAL_INT(WAMCAM_IO, write_new(folder, "loop", "new"));
    CHECK_EQUAL_INT(0, unlink(loop));
    CHECK_EQUAL_INT(2, scratch_count(folder));
    wamcam_listing_clear(&listing);
    scratch_remove(folder);
}

static const struct check_test tests[] = {
    {"a new file is whole and never replaced", test_a_new_file_is_whole_and_never_replaced},
    {"a full card leaves nothing behind", test_a_full_card_leaves_nothing_behind},
    {"errno has words", test_errno_has_words},
    {"replacing keeps one file", test_replacing_keeps_one_file},
    {"a private file is its owner's", test_a_private_file_is_its_owner_s},
    {"append and truncate", test_append_and_truncate},
    {"rename never replaces", test_rename_never_replaces},
    {"a listing is in byte order", test_a_listing_is_in_byte_order},
    {"what cannot be told is an error", test_what_cannot_be_told_is_an_error},
};
CHECK_SUITE(store_files, tests);
