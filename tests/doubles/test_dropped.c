/* Applications that somebody has dropped as a file: taken by the rules, or put aside. */
#define _DEFAULT_SOURCE /* mkdtemp */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "boards.h"
#include "check.h"
#include "doubles.h"
#include "runtime/dropped.h"
#include "runtime/parcel.h"
#include "runtime/slots.h"
#include "wamcam_esp32/board.h"

static const uint8_t wasm[] = {1, 2, 3};
static struct wamcam_board board;
static char folder[32];
static struct parcel parcel;

static void start(void) {
    static const uint8_t memory[] = {1, 0, 1};
    doubles_reset();
    board = *wamcam_esp32_board_start(&board_xiao_esp32s3_sense);
    board.trusted_keys = &parcel_key;
    board.trusted_key_count = 1;
    strcpy(folder, "/tmp/wamcam-dropped-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    parcel_begin(&parcel);
    parcel_import(&parcel, "app", "finish");
    parcel_section(&parcel, 5, memory, sizeof memory);
    parcel_finish(&parcel, PARCEL_MANIFEST);
}

static const char *path_of(const char *name) {
    static char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void drop(const char *name, size_t length) {
    FILE *file = fopen(path_of(name), "wb");
    CHECK(file != NULL);
    CHECK_EQUAL_INT(length, fwrite(parcel.bytes, 1, length, file));
    fclose(file);
}

static bool is_there(const char *name) {
    struct stat about;
    return stat(path_of(name), &about) == 0;
}

/** As wamcam_supervise() does it at the start. */
static void install(void) {
    static struct wamcam_slots slots;
    board.card_folder = folder;
    wamcam_slots_open(&slots, &board, wasm, sizeof wasm);
    wamcam_dropped_install(&slots);
}

static void stop(void) {
    static const char *const names[] = {"a.wasm", "MINE.WASM", "a.wasm.refused", "notes.txt",
                                        "._a.wasm"};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        (void)remove(path_of(names[index]));
    }
    CHECK_EQUAL_INT(0, rmdir(folder));
    wamcam_esp32_board_stop();
}

static void test_a_signed_one_is_tried_next(void) {
    static struct wamcam_slots slots;
    start();
    drop("notes.txt", 5);
    drop("._a.wasm", 5);
    install();
    CHECK(strstr(doubles_log_text(), ".wasm") == NULL);
    drop("MINE.WASM", parcel.length);
    install();
    CHECK_CONTAINS("MINE.WASM was found and is to be tried", doubles_log_text());
    CHECK(!is_there("MINE.WASM"));
    CHECK(is_there("._a.wasm"));
    wamcam_slots_open(&slots, &board, wasm, sizeof wasm);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    CHECK_EQUAL_TEXT("parcel", wamcam_slots_identity(&slots)->name);
    /* the same once more */
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    drop("a.wasm", parcel.length);
    install();
    CHECK(!is_there("a.wasm"));
    stop();
}

/** An older one than what is confirmed is refused, whatever the firmware itself carries. */
static void test_what_is_active_counts(void) {
    static struct wamcam_slots slots;
    start();
    drop("a.wasm", parcel.length);
    install();
    wamcam_slots_open(&slots, &board, wasm, sizeof wasm);
    wamcam_slots_choose(&slots);
    CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    parcel_begin(&parcel);
    parcel_finish(&parcel, "abi 1\nname parcel\nversion 1.2.2\nmemory 64\nuse app\n");
    drop("a.wasm", parcel.length);
    install();
    CHECK_CONTAINS("is older than what runs", doubles_log_text());
    stop();
}

static void test_a_refused_one_is_put_aside(void) {
    static const size_t lengths[] = {0, 7, 100};
    for (size_t index = 0; index < 4; index++) {
        start();
        parcel.bytes[20] ^= index == 3; /* whole, but another one */
        drop("a.wasm", index < 3 ? lengths[index] : parcel.length);
        install();
        CHECK_CONTAINS("a.wasm is refused: ", doubles_log_text());
        CHECK(!is_there("a.wasm"));
        CHECK(is_there("a.wasm.refused"));
        install(); /* nothing any more */
        CHECK(strstr(strstr(doubles_log_text(), "refused: ") + 1, "refused: ") == NULL);
        stop();
    }
}

static void test_nobody_is_trusted_without_a_key(void) {
    start();
    board.trusted_key_count = 0;
    drop("a.wasm", parcel.length);
    install();
    CHECK_CONTAINS("which this board does not trust", doubles_log_text());
    stop();
}

static void test_flash_that_fails_keeps_the_file(void) {
    start();
    drop("a.wasm", parcel.length);
    doubles_fail("esp_partition_write", ESP_FAIL, 1);
    install();
    CHECK_CONTAINS("a.wasm was found, but not now: the flash memory for applications fails",
                   doubles_log_text());
    CHECK(is_there("a.wasm"));
    install();
    CHECK_CONTAINS("a.wasm was found and is to be tried", doubles_log_text());
    stop();
}

static void corrupt(enum wamcam_flash_area area, uint32_t offset) {
    const uint8_t zero = 0;
    CHECK_EQUAL_INT(0, board.flash->write(board.context, area, offset, &zero, 1));
}

/** Bytes that changed in flash memory are never run: the firmware's own application is. */
static void test_garbage_in_a_slot_is_not_run(void) {
    static struct wamcam_slots slots;
    char reason[WAMCAM_SLOTS_SENTENCE_SIZE];
    size_t length;
    start();
    drop("a.wasm", parcel.length);
    install();
    corrupt(WAMCAM_FLASH_SLOT_A, 20);
    wamcam_slots_open(&slots, &board, wasm, sizeof wasm);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    CHECK(wamcam_slots_load(&slots, WAMCAM_SLOT_A, &length, reason, sizeof reason) == NULL);
    CHECK_CONTAINS("the slot does not hold what was received: ", reason);
    wamcam_slots_fail(&slots, WAMCAM_SLOT_A, reason); /* as wamcam_supervise() does it */
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    CHECK_CONTAINS("in slot a does not run any more: the slot does not hold", doubles_log_text());
    for (uint32_t offset = 0; offset < board.flash->area_bytes[WAMCAM_FLASH_JOURNAL]; offset++) {
        corrupt(WAMCAM_FLASH_JOURNAL, offset);
    }
    wamcam_slots_open(&slots, &board, wasm, sizeof wasm);
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, wamcam_slots_choose(&slots));
    stop();
}

static const struct check_test tests[] = {
    {"a signed one is tried next", test_a_signed_one_is_tried_next},
    {"what is active counts", test_what_is_active_counts},
    {"a refused one is put aside", test_a_refused_one_is_put_aside},
    {"nobody is trusted without a key", test_nobody_is_trusted_without_a_key},
    {"garbage in a slot is not run", test_garbage_in_a_slot_is_not_run},
    {"flash that fails keeps the file", test_flash_that_fails_keeps_the_file},
};
CHECK_SUITE(dropped, tests);
