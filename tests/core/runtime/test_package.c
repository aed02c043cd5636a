/* What makes an application's file be refused, and that nothing else does. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "runtime/parcel.h"
#include "runtime/signature.h"
#include "runtime/survey.h"
#include "wamcam/package.h"

#define SIGNATURE_SECTION_BYTES 92u

static const struct wamcam_limits limits = {.wasm_pages_max = 4, .wasm_module_bytes_max = 65536};

/* Read, then verify: as whoever takes an application in does. `limits` are those of the double. */
static int take_in(const uint8_t *bytes, size_t length, char reason[256]) {
    struct wamcam_manifest manifest;
    reason[0] = '\0';
    int status = wamcam_package_read(&limits, bytes, length, &manifest, reason, 256);
    return status < 0 ? status : wamcam_package_verify(&parcel_key, 1, bytes, length, reason, 256);
}

static void check_refused(const struct parcel *parcel, int error, const char *part) {
    char reason[256];
    CHECK_EQUAL_INT(error, take_in(parcel->bytes, parcel->length, reason));
    CHECK_CONTAINS(part, reason);
}

/* Finish what was begun with this manifest: the signature is always right. */
static void check_manifest_refused(const char *manifest, int error, const char *part) {
    static struct parcel parcel;
    parcel_begin(&parcel);
    parcel_finish(&parcel, manifest);
    check_refused(&parcel, error, part);
}

static void make_good(struct parcel *parcel) {
    static const uint8_t memory[] = {1, 0, 1};
    parcel_begin(parcel);
    parcel_import(parcel, "app", "finish");
    parcel_section(parcel, 5, memory, sizeof memory);
    parcel_finish(parcel, PARCEL_MANIFEST);
}

static void test_a_good_file_is_taken_in(void) {
    static struct parcel parcel;
    char reason[256];
    make_good(&parcel);
    CHECK_EQUAL_INT(0, take_in(parcel.bytes, parcel.length, reason));
    CHECK_EQUAL_TEXT("", reason);
}

static void check_text(const char *expected, struct wamcam_text text) {
    CHECK_EQUAL_INT(strlen(expected), text.length);
    CHECK_EQUAL_BYTES(expected, text.bytes, text.length);
}

/** An application with this in the section for machine code, so many times. */
static void make_machine_code(struct parcel *parcel, const void *code, size_t length, int times) {
    static const uint8_t memory[] = {1, 0, 1};
    parcel_begin(parcel);
    parcel_import(parcel, "app", "finish");
    parcel_section(parcel, 5, memory, sizeof memory);
    for (int index = 0; index < times; index++) {
        parcel_custom(parcel, "wamcam.aot", code, length);
    }
    parcel_finish(parcel, PARCEL_MANIFEST);
}

static int read_for_machine(const struct parcel *parcel, char reason[256]) {
    struct wamcam_limits both = limits;
    struct wamcam_manifest manifest;
    both.machine_code = true;
    reason[0] = '\0';
    return wamcam_package_read(&both, parcel->bytes, parcel->length, &manifest, reason, 256);
}

static void test_machine_code_is_for_boards_that_run_it(void) {
    static const char code[] = "\0aot and more";
    static struct parcel parcel;
    char reason[256];
    make_machine_code(&parcel, code, sizeof code, 1);
    check_refused(&parcel, WAMCAM_NOT_SUPPORTED, "machine code, which this board is not built to");
    CHECK_EQUAL_INT(0, read_for_machine(&parcel, reason));
    CHECK_EQUAL_INT(0, wamcam_package_verify(&parcel_key, 1, parcel.bytes, parcel.length, reason,
                                             sizeof reason));
    struct wamcam_reader found = wamcam_survey_code(parcel.bytes, parcel.length);
    CHECK_EQUAL_INT(sizeof code, wamcam_reader_left(&found));
    CHECK_EQUAL_BYTES(code, found.next, sizeof code);
    make_good(&parcel);
    CHECK_EQUAL_INT(0, read_for_machine(&parcel, reason));
    found = wamcam_survey_code(parcel.bytes, parcel.length);
    CHECK_EQUAL_INT(parcel.length, wamcam_reader_left(&found));
    make_machine_code(&parcel, code, sizeof code, 2);
    CHECK_EQUAL_INT(WAMCAM_INVALID, read_for_machine(&parcel, reason));
    CHECK_CONTAINS("twice", reason);
    for (size_t length = 0; length < 4; length++) {
        make_machine_code(&parcel, code, length, 1);
        CHECK_EQUAL_INT(WAMCAM_INVALID, read_for_machine(&parcel, reason));
        CHECK_CONTAINS("not of WAMR's compiler", reason);
    }
    make_machine_code(&parcel, "\0asm\1\0\0\0", 8, 1); /* nothing is let in by this door */
    CHECK_EQUAL_INT(WAMCAM_INVALID, read_for_machine(&parcel, reason));
}

static void test_a_manifest_says_what_is_asked_for(void) {
    static struct parcel parcel;
    struct wamcam_manifest manifest;
    char reason[256] = "";
    parcel_begin(&parcel);
    parcel_finish(&parcel, "abi 1\nname time-lapse2\nversion 1.20.65535\nx-author J\xc3\xbcrg\n"
                           "memory 512\nuse app\nuse card\nhost a.example\nhost *\n"
                           "time-server *\nfolder /\nfolder /web cam/a\n");
    CHECK_EQUAL_INT(0, wamcam_package_read(&limits, parcel.bytes, parcel.length, &manifest, reason,
                                           sizeof reason));
    CHECK_EQUAL_TEXT("time-lapse2", manifest.name);
    CHECK_EQUAL_INT(1, manifest.version.major);
    CHECK_EQUAL_INT(20, manifest.version.minor);
    CHECK_EQUAL_INT(65535, manifest.version.patch);
    CHECK_EQUAL_INT(1, manifest.abi);
    CHECK_EQUAL_INT(512, manifest.memory_kib);
    CHECK_EQUAL_INT(2, manifest.host_count);
    check_text("a.example", manifest.hosts[0]);
    check_text("*", manifest.hosts[1]);
    CHECK_EQUAL_INT(1, manifest.time_server_count);
    CHECK_EQUAL_INT(2, manifest.folder_count);
    check_text("", manifest.folders[0]);
    check_text("web cam/a", manifest.folders[1]);
}

static void test_versions_have_an_order(void) {
    static const struct wamcam_version rising[] = {{0, 0, 0}, {0, 0, 1}, {0, 0, 65535},
                                                   {0, 1, 0}, {1, 0, 0}, {10, 0, 0}};
    const size_t count = sizeof rising / sizeof rising[0];
    for (size_t one = 0; one < count; one++) {
        for (size_t other = 0; other < count; other++) {
            int order = wamcam_version_compare(rising[one], rising[other]);
            CHECK_EQUAL_INT(one < other, order < 0);
            CHECK_EQUAL_INT(one == other, order == 0);
        }
    }
}

static void test_a_bad_manifest_is_refused_by_its_line(void) {
    static const struct {
        const char *manifest;
        const char *part;
    } bad[] = {
        {"", "lacks the line abi"},
        {"name a\nabi 1\n", "does not begin with its abi"},
        {"abi 0\n", "does not begin with its abi"},
        {"abi 1\nname a\nversion 1.0.0\n", "lacks the line memory"},
        {"abi 1\nname Caf\n", "line 2: name needs at most 32 small letters"},
        {"abi 1\nname aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "line 2: name needs"},
        {"abi 1\nname \n", "line 2: name needs"},
        {"abi 1\nversion 1.0\n", "line 2: version needs three numbers"},
        {"abi 1\nversion 1.0.65536\n", "line 2: version needs"},
        {"abi 1\nversion 1.01.0\n", "line 2: version needs"},
        {"abi 1\nversion 1.0.0-rc\n", "line 2: version needs"},
        {"abi 1\nmemory 100\n", "line 2: memory needs KiB, a multiple of 64"},
        {"abi 1\nmemory 0\n", "line 2: memory needs"},
        {"abi 1\nmemory 64 \n", "line 2: memory needs"},
        {"abi 1\nmemory 64\nmemory 64\n", "line 3: memory needs to stand there once"},
        {"abi 1\nuse explosives\n", "line 2: use needs a capability"},
        {"abi 1\nuse card\nuse card\n", "line 3: use needs"},
        {"abi 1\nhost a_b\n", "line 2: host needs a host name"},
        {"abi 1\nhost *.example\n", "line 2: host needs"},
        {"abi 1\nfolder webcam\n", "line 2: folder needs a folder of the card"},
        {"abi 1\nfolder /../a\n", "line 2: folder needs"},
        {"abi 1\nfolder /a/\n", "line 2: folder needs"},
        {"abi 1\ncolour blue\n", "line 2: colour needs a firmware that knows it"},
        {"abi 1\nname a", "damaged after line 1"},
        {"abi 1\n\nname a\n", "damaged after line 1"},
        {"abi 1\nname\n", "damaged after line 1"},
        {"abi 1\r\n", "damaged after line 0"},
        {"abi 1\nx-note a\tb\n", "damaged after line 1"},
    };
    for (size_t index = 0; index < sizeof bad / sizeof bad[0]; index++) {
        check_manifest_refused(bad[index].manifest, WAMCAM_INVALID, bad[index].part);
    }
}

static void test_a_manifest_has_bounds(void) {
    static char manifest[4096];
    size_t used = (size_t)sprintf(manifest, "abi 1\nx-");
    memset(manifest + used, ' ', 2048 - used);
    strcpy(manifest + 2048, "\n");
    check_manifest_refused(manifest, WAMCAM_INVALID, "has 2049 bytes, at most 2048 may be");
    for (int kind = 0; kind < 3; kind++) {
        static const char *const lines[] = {"host a\n", "time-server a\n", "folder /a\n"};
        static const int at_most[] = {16, 4, 8};
        strcpy(manifest, "abi 1\n");
        for (int count = 0; count <= at_most[kind]; count++) {
            strcat(manifest, lines[kind]);
        }
        char part[40];
        sprintf(part, "at most %d times", at_most[kind]);
        check_manifest_refused(manifest, WAMCAM_INVALID, part);
    }
}

static void test_an_abi_from_the_future_has_a_sentence_of_its_own(void) {
    const char *part = "made for version 2 of the ABI, this firmware has version 1: renew the "
                       "firmware first";
    check_manifest_refused("abi 2\ncolour blue\n", WAMCAM_NOT_SUPPORTED, part);
    check_manifest_refused("abi 99999\n", WAMCAM_NOT_SUPPORTED, "of the ABI");
}

static void test_sections_must_be_what_they_claim(void) {
    static struct parcel parcel;
    parcel_begin(&parcel);
    parcel_add(&parcel, "\0\x7f", 2);
    check_refused(&parcel, WAMCAM_INVALID, "section 0 claims 127 bytes, 0 are there");
    parcel_begin(&parcel);
    parcel_add(&parcel, "\0\xff\xff\xff\xff\x1f", 6); /* 33 bits */
    check_refused(&parcel, WAMCAM_INVALID, "cut off or damaged");
    parcel_begin(&parcel);
    parcel_section(&parcel, 0, "\xff\xff\xff\xff\x0f", 5); /* of 4 GB */
    check_refused(&parcel, WAMCAM_INVALID, "the name of a section is longer than it");
    parcel_begin(&parcel);
    parcel_section(&parcel, 0, "\5abc", 4);
    check_refused(&parcel, WAMCAM_INVALID, "the name of a section is longer than it");
    parcel_begin(&parcel);
    parcel_section(&parcel, 8, "\0", 1);
    parcel_finish(&parcel, PARCEL_MANIFEST);
    check_refused(&parcel, WAMCAM_INVALID, "start section");
}

static void test_manifest_and_signature_are_there_once(void) {
    static struct parcel parcel;
    parcel_begin(&parcel);
    parcel_finish(&parcel, NULL);
    check_refused(&parcel, WAMCAM_INVALID, "has no manifest");
    parcel_begin(&parcel);
    parcel_custom(&parcel, "wamcam.manifest", PARCEL_MANIFEST, strlen(PARCEL_MANIFEST));
    parcel_finish(&parcel, PARCEL_MANIFEST);
    check_refused(&parcel, WAMCAM_INVALID, "two manifests");
    make_good(&parcel);
    parcel_finish(&parcel, NULL);
    check_refused(&parcel, WAMCAM_INVALID, "signature is not its last section");
    make_good(&parcel);
    parcel_custom(&parcel, "more", "", 0);
    check_refused(&parcel, WAMCAM_INVALID, "signature is not its last section");
    make_good(&parcel);
    parcel_add(&parcel, "", 1);
    check_refused(&parcel, WAMCAM_INVALID, "cut off or damaged");
}

static void test_imports_must_be_in_the_manifest(void) {
    static struct parcel parcel;
    parcel_begin(&parcel);
    parcel_import(&parcel, "net", "open");
    parcel_finish(&parcel, PARCEL_MANIFEST);
    check_refused(&parcel, WAMCAM_INVALID, "imports net.open, which its manifest does not ask for");
    parcel_begin(&parcel);
    parcel_import(&parcel, "env", "abort");
    parcel_finish(&parcel, PARCEL_MANIFEST);
    char reason[256];
    CHECK_EQUAL_INT(0, take_in(parcel.bytes, parcel.length, reason));
    static const char *const damaged[] = {"\1\3app\6finish\3", "\2\3app\6finish", "\1\3app",
                                          "\1\3app\6finish\1x"};
    for (size_t index = 0; index < sizeof damaged / sizeof damaged[0]; index++) {
        parcel_begin(&parcel);
        parcel_section(&parcel, 2, damaged[index], strlen(damaged[index]) + 1);
        parcel_finish(&parcel, PARCEL_MANIFEST);
        check_refused(&parcel, WAMCAM_INVALID, "imports are damaged, or something else");
    }
}

static void test_memory_is_bounded_by_manifest_and_board(void) {
    static const uint8_t two_pages[] = {1, 0, 2};
    static const uint8_t eight_pages[] = {1, 0, 8};
    static struct parcel parcel;
    parcel_begin(&parcel);
    parcel_section(&parcel, 5, two_pages, sizeof two_pages);
    parcel_finish(&parcel, PARCEL_MANIFEST);
    check_refused(&parcel, WAMCAM_TOO_BIG, "asks for 128 KiB of memory, its manifest says 64 KiB");
    parcel_begin(&parcel);
    parcel_section(&parcel, 5, eight_pages, sizeof eight_pages);
    parcel_finish(&parcel, PARCEL_MANIFEST);
    check_refused(&parcel, WAMCAM_TOO_BIG, "asks for 512 KiB of memory, this board allows 256 KiB");
}

static void test_ten_megabytes_are_too_many(void) {
    struct wamcam_manifest manifest;
    char reason[256];
    /* Only the length is looked at: there are no such bytes. */
    CHECK_EQUAL_INT(WAMCAM_TOO_BIG, wamcam_package_read(&limits, (const uint8_t *)"", 10000000,
                                                        &manifest, reason, sizeof reason));
    CHECK_CONTAINS("has 10000000 bytes, this board allows 65536", reason);
}

static void test_published_signatures_are_right(void) {
    /* RFC 6979, A.2.5, with SHA-256: of "sample" and of "test". */
    static const uint8_t sample[64] = {
        0xef, 0xd4, 0x8b, 0x2a, 0xac, 0xb6, 0xa8, 0xfd, 0x11, 0x40, 0xdd, 0x9c, 0xd4,
        0x5e, 0x81, 0xd6, 0x9d, 0x2c, 0x87, 0x7b, 0x56, 0xaa, 0xf9, 0x91, 0xc3, 0x4d,
        0x0e, 0xa8, 0x4e, 0xaf, 0x37, 0x16, 0xf7, 0xcb, 0x1c, 0x94, 0x2d, 0x65, 0x7c,
        0x41, 0xd4, 0x36, 0xc7, 0xa1, 0xb6, 0xe2, 0x9f, 0x65, 0xf3, 0xe9, 0x00, 0xdb,
        0xb9, 0xaf, 0xf4, 0x06, 0x4d, 0xc4, 0xab, 0x2f, 0x84, 0x3a, 0xcd, 0xa8};
    static const uint8_t test[64] = {
        0xf1, 0xab, 0xb0, 0x23, 0x51, 0x83, 0x51, 0xcd, 0x71, 0xd8, 0x81, 0x56, 0x7b,
        0x1e, 0xa6, 0x63, 0xed, 0x3e, 0xfc, 0xf6, 0xc5, 0x13, 0x2b, 0x35, 0x4f, 0x28,
        0xd3, 0xb0, 0xb7, 0xd3, 0x83, 0x67, 0x01, 0x9f, 0x41, 0x13, 0x74, 0x2a, 0x2b,
        0x14, 0xbd, 0x25, 0x92, 0x6b, 0x49, 0xc6, 0x49, 0x15, 0x5f, 0x26, 0x7e, 0x60,
        0xd3, 0x81, 0x4b, 0x4c, 0x0c, 0xc8, 0x42, 0x50, 0xe4, 0x6f, 0x00, 0x83};
    const uint8_t *word = (const uint8_t *)"sample";
    const uint8_t *other = (const uint8_t *)"test";
    CHECK_EQUAL_INT(0, wamcam_signature_verify(&parcel_key, word, 6, sample));
    CHECK_EQUAL_INT(0, wamcam_signature_verify(&parcel_key, other, 4, test));
    CHECK_EQUAL_INT(WAMCAM_ACCESS, wamcam_signature_verify(&parcel_key, other, 4, sample));
    static const uint8_t zeros[64];
    CHECK_EQUAL_INT(WAMCAM_ACCESS, wamcam_signature_verify(&parcel_key, word, 6, zeros));
    struct wamcam_key off_curve = parcel_key;
    off_curve.point[64] ^= 1;
    CHECK_EQUAL_INT(WAMCAM_INVALID, wamcam_signature_verify(&off_curve, word, 6, sample));
}

static void test_only_a_trusted_key_counts(void) {
    static struct parcel parcel;
    char reason[256];
    struct wamcam_key keys[2] = {{{4, 1}}, {{4, 2}}};
    make_good(&parcel);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, wamcam_package_verify(keys, 2, parcel.bytes, parcel.length,
                                                         reason, sizeof reason));
    CHECK_CONTAINS("is signed with the key ", reason);
    CHECK_CONTAINS("which this board does not trust", reason);
    CHECK_EQUAL_INT(WAMCAM_ACCESS, wamcam_package_verify(NULL, 0, parcel.bytes, parcel.length,
                                                         reason, sizeof reason));
    keys[1] = parcel_key;
    CHECK_EQUAL_INT(
        0, wamcam_package_verify(keys, 2, parcel.bytes, parcel.length, reason, sizeof reason));
    parcel.length -= SIGNATURE_SECTION_BYTES;
    check_refused(&parcel, WAMCAM_ACCESS, "is not signed");
    make_good(&parcel);
    parcel.bytes[parcel.length - 73] = 2;
    check_refused(&parcel, WAMCAM_NOT_SUPPORTED, "signature has the format 2, this firmware");
    make_good(&parcel);
    parcel.bytes[30] ^= 0x80; /* in a name of an import; as if the manifest allowed it */
    CHECK_EQUAL_INT(WAMCAM_ACCESS, wamcam_package_verify(&parcel_key, 1, parcel.bytes,
                                                         parcel.length, reason, sizeof reason));
    CHECK_CONTAINS("was changed after it was signed", reason);
}

static void test_a_signature_is_written_in_one_way_only(void) {
    static struct parcel parcel;
    static uint8_t content[74];
    make_good(&parcel);
    parcel.length -= SIGNATURE_SECTION_BYTES;
    memcpy(content, parcel.bytes + parcel.length + SIGNATURE_SECTION_BYTES - 73, 73);
    parcel_custom(&parcel, "wamcam.signature", content, 74);
    check_refused(&parcel, WAMCAM_INVALID, "signature is damaged");
    make_good(&parcel);
    parcel.length -= SIGNATURE_SECTION_BYTES;
    parcel_custom(&parcel, "wamcam.signature", content, 72);
    check_refused(&parcel, WAMCAM_INVALID, "signature is damaged");
    make_good(&parcel);
    uint8_t *section = parcel.bytes + parcel.length - SIGNATURE_SECTION_BYTES;
    memmove(section + 3, section + 2, SIGNATURE_SECTION_BYTES - 2); /* a length of two bytes */
    section[1] |= 0x80;
    section[2] = 0;
    parcel.length++;
    check_refused(&parcel, WAMCAM_INVALID, "signature is damaged");
}

static void test_a_file_that_is_cut_off_is_refused(void) {
    static struct parcel parcel;
    char reason[256];
    make_good(&parcel);
    for (size_t length = 0; length < parcel.length; length++) {
        CHECK(take_in(parcel.bytes, length, reason) < 0);
        CHECK(reason[0] != '\0');
    }
}

static void test_a_file_with_one_bit_flipped_is_refused(void) {
    static struct parcel parcel;
    char reason[256];
    make_good(&parcel);
    for (size_t bit = 0; bit < parcel.length * 8; bit++) {
        parcel.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        CHECK(take_in(parcel.bytes, parcel.length, reason) < 0);
        CHECK(reason[0] != '\0');
        parcel.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    CHECK_EQUAL_INT(0, take_in(parcel.bytes, parcel.length, reason));
}

static const struct check_test tests[] = {
    {"a good file is taken in", test_a_good_file_is_taken_in},
    {"machine code is for boards that run it", test_machine_code_is_for_boards_that_run_it},
    {"a manifest says what is asked for", test_a_manifest_says_what_is_asked_for},
    {"versions have an order", test_versions_have_an_order},
    {"a bad manifest is refused by its line", test_a_bad_manifest_is_refused_by_its_line},
    {"a manifest has bounds", test_a_manifest_has_bounds},
    {"an ABI from the future has a sentence of its own",
     test_an_abi_from_the_future_has_a_sentence_of_its_own},
    {"sections must be what they claim", test_sections_must_be_what_they_claim},
    {"manifest and signature are there once", test_manifest_and_signature_are_there_once},
    {"imports must be in the manifest", test_imports_must_be_in_the_manifest},
    {"memory is bounded by manifest and board", test_memory_is_bounded_by_manifest_and_board},
    {"ten megabytes are too many", test_ten_megabytes_are_too_many},
    {"published signatures are right", test_published_signatures_are_right},
    {"only a trusted key counts", test_only_a_trusted_key_counts},
    {"a signature is written in one way only", test_a_signature_is_written_in_one_way_only},
    {"a file that is cut off is refused", test_a_file_that_is_cut_off_is_refused},
    {"a file with one bit flipped is refused", test_a_file_with_one_bit_flipped_is_refused},
};
CHECK_SUITE(runtime_package, tests);
