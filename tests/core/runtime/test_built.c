/*
 * The application as `npm run build` makes it, signed with the key of that build, and everything
 * that can be wrong with such a file on its way to a camera: each is refused with its own reason,
 * and nothing has changed.
 */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "runtime/flash_double.h"
#include "runtime/sections.h"
#include "runtime/slot_file.h"
#include "runtime/slot_package.h"
#include "runtime/slots_board.h"

#define HEADER_BYTES 8u
#define SECTIONS_MAX 32
#define FLIPPED_BYTES 4096u
#define TRUNCATED_EVERY 97u
#define HUGE_BYTES 10000000u
/* Some more than the file, for what is put in its place. */
#define BYTES_MAX (FLASH_DOUBLE_SLOT_BYTES + 4096u)

struct bytes {
    uint8_t bytes[BYTES_MAX];
    size_t length;
};

/** Where a section is in the file, found without the core's own reader. */
struct place {
    uint8_t id;
    size_t begin;
    size_t content;
    size_t end;
};

static struct board_double board;
static struct wamcam_slots slots;
static struct wamcam_slot_file file;
static struct wamcam_key keys[2]; /* that of the build, that of parcel.c */
static struct new_application factory;

static struct bytes good; /* never changed */
static struct bytes made;
static struct place places[SECTIONS_MAX];
static size_t place_count;
static char manifest[2048];

/* What must be the same after each refusal. */
static struct flash_double flash_before;
static struct wamcam_slot_record record_before;

/* --- the file -------------------------------------------------------------------------------- */

static size_t read_file(const char *name, uint8_t *out, size_t size) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", BUILD_FOLDER, name);
    FILE *opened = fopen(path, "rb");
    if (opened == NULL) {
        check_skip("the application is not built: npm run build");
        return 0;
    }
    size_t length = fread(out, 1, size, opened);
    (void)fclose(opened);
    return length;
}

static void find_sections(void) {
    place_count = 0;
    for (size_t at = HEADER_BYTES; at < good.length; place_count++) {
        CHECK(place_count < SECTIONS_MAX);
        struct place *place = &places[place_count];
        size_t length = 0;
        *place = (struct place){.id = good.bytes[at], .begin = at};
        unsigned shift = 0;
        do {
            at++;
            length |= (size_t)(good.bytes[at] & 0x7fu) << shift;
            shift += 7;
        } while (good.bytes[at] >= 0x80);
        place->content = at + 1;
        place->end = at + 1 + length;
        at = place->end;
    }
    CHECK_EQUAL_INT(good.length, places[place_count - 1].end);
}

static const struct place *manifest_place(void) {
    return &places[place_count - 2];
}

static const struct place *signature_place(void) {
    return &places[place_count - 1];
}

/** Its last two sections are manifest and signature, each with its name. */
static void read_manifest(void) {
    static const char name[] = "\x0fwamcam.manifest";
    const struct place *place = manifest_place();
    const size_t name_length = sizeof name - 1;
    CHECK(memcmp(good.bytes + place->content, name, name_length) == 0);
    CHECK(memcmp(good.bytes + signature_place()->content, "\x10wamcam.signature", 17) == 0);
    snprintf(manifest, sizeof manifest, "%.*s", (int)(place->end - place->content - name_length),
             (const char *)good.bytes + place->content + name_length);
}

/* --- the camera ------------------------------------------------------------------------------ */

/** Another application in each slot: one runs, one would be returned to. */
static void fill_slots(void) {
    for (unsigned patch = 1; patch <= 2; patch++) {
        new_application_make(&factory, 'g', 0, patch);
        slots_board_put(&slots, &factory, 100);
        wamcam_slots_choose(&slots);
        CHECK_EQUAL_INT(0, wamcam_slots_confirm(&slots));
    }
    wamcam_slots_choose(&slots);
    CHECK_EQUAL_INT(WAMCAM_SLOT_B, slots.running);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, slots.record.previous);
    flash_before = flash_double;
    record_before = slots.record;
}

/** A camera that trusts the key of the build, and the other one, too, if that is wanted. */
static void start(size_t key_count) {
    slots_board_init(&board);
    board.board.limits.wasm_module_bytes_max = FLASH_DOUBLE_SLOT_BYTES;
    board.board.limits.wasm_pages_max = 8;
    good.length = read_file("timelapse.wasm", good.bytes, sizeof good.bytes);
    CHECK_EQUAL_INT(sizeof keys[0].point,
                    read_file("trusted.key", keys[0].point, sizeof keys[0].point));
    keys[1] = parcel_key;
    find_sections();
    read_manifest();
    new_application_make(&factory, 'g', 0, 0);
    wamcam_slots_open(&slots, &board.board, factory.parcel.bytes, factory.parcel.length);
    fill_slots();
    board.board.trusted_keys = keys;
    board.board.trusted_key_count = key_count;
}

static void end(void) {
    slots_board_free(&board);
}

static void check_nothing_changed(void) {
    CHECK_EQUAL_INT(flash_before.steps, flash_double.steps);
    CHECK(memcmp(flash_before.journal, flash_double.journal, sizeof flash_before.journal) == 0);
    CHECK(memcmp(flash_before.slots, flash_double.slots, sizeof flash_before.slots) == 0);
    CHECK(memcmp(&record_before, &slots.record, sizeof record_before) == 0);
    CHECK_EQUAL_INT(WAMCAM_SLOT_B, slots.running);
    CHECK_EQUAL_INT(WAMCAM_SLOT_NONE, slots.receiving);
    CHECK(!slots.is_swap_wanted && !wamcam_slots_is_on_trial(&slots));
}

static int offer(const uint8_t *bytes, size_t length) {
    return wamcam_slot_file_begin(&file, &slots, bytes, length, 0, 0);
}

static void check_refused(const struct bytes *bytes, int error, const char *part) {
    CHECK_EQUAL_INT(error, offer(bytes->bytes, bytes->length));
    CHECK_CONTAINS(part, slots.sentence);
    check_nothing_changed();
}

/* --- making others --------------------------------------------------------------------------- */

static void add(const void *bytes, size_t length) {
    CHECK(made.length + length <= sizeof made.bytes);
    memcpy(made.bytes + made.length, bytes, length);
    made.length += length;
}

/** A number in LEB128 of so many bytes, as wide as it is wanted. */
static void add_number(uint32_t number, unsigned width) {
    for (unsigned index = 0; index < width; index++) {
        uint8_t more = index + 1 < width ? 0x80 : 0;
        uint8_t byte = (uint8_t)((number & 0x7fu) | more);
        add(&byte, 1);
        number >>= 7;
    }
}

static void add_custom(const char *name, const void *content, size_t length) {
    uint8_t name_length = (uint8_t)strlen(name);
    add("", 1);
    add_number((uint32_t)(1 + name_length + length), 2);
    add(&name_length, 1);
    add(name, name_length);
    add(content, length);
}

/** The signature as it has to be written, with the key of parcel.c. */
static void sign(void) {
    uint8_t content[PARCEL_SIGNATURE_BYTES];
    parcel_sign(made.bytes, made.length, content);
    add("\0\x5a\x10wamcam.signature", 19);
    add(content, sizeof content);
}

/** The code of the file with another manifest, signed with the key of parcel.c. */
static void make_with(const char *text) {
    made.length = 0;
    add(good.bytes, manifest_place()->begin);
    add_custom("wamcam.manifest", text, strlen(text));
    sign();
}

/** The manifest with this text in place of that one. */
static const char *changed_manifest(const char *from, const char *to) {
    static char text[sizeof manifest + 64];
    const char *at = strstr(manifest, from);
    CHECK(at != NULL);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - manifest), manifest, to, at + strlen(from));
    return text;
}

/* --- tests ----------------------------------------------------------------------------------- */

static void test_as_it_is_it_is_taken(void) {
    start(1);
    CHECK_EQUAL_INT(0, offer(good.bytes, good.length));
    int status = 1;
    while (status > 0) {
        status = wamcam_slot_file_advance(&file);
    }
    CHECK_EQUAL_INT(0, status);
    CHECK_EQUAL_INT(WAMCAM_SLOT_A, wamcam_slots_choose(&slots));
    CHECK_EQUAL_TEXT("timelapse", wamcam_slots_identity(&slots)->name);
    CHECK(memcmp(good.bytes, flash_double.slots[0], good.length) == 0);
    end();
}

/** What a file says that was cut at this byte, by the places of its sections. */
static const char *reason_of_cut(size_t length, int *error) {
    static char reason[128];
    *error = WAMCAM_INVALID;
    if (length == 0) {
        return "the application has no bytes";
    }
    snprintf(reason, sizeof reason, "is not a WebAssembly file of version 1 (%zu bytes)", length);
    for (size_t index = 0; index < place_count && length >= HEADER_BYTES; index++) {
        const struct place *place = &places[index];
        if (length == place->begin) {
            *error = WAMCAM_ACCESS;
            return "the application is not signed";
        }
        if (length > place->begin && length < place->content) {
            snprintf(reason, sizeof reason, "is cut off or damaged: section %u claims ",
                     (unsigned)place->id);
        } else if (length >= place->content && length < place->end) {
            snprintf(reason, sizeof reason,
                     "is cut off or damaged: section %u claims %zu bytes, %zu are there",
                     (unsigned)place->id, place->end - place->content, length - place->content);
        }
    }
    return reason;
}

static void check_cut(size_t length) {
    int error = 0;
    const char *reason = reason_of_cut(length, &error);
    CHECK_EQUAL_INT(error, offer(good.bytes, length));
    CHECK_CONTAINS(reason, slots.sentence);
    check_nothing_changed();
}

static void test_cut_off_it_is_refused(void) {
    start(1);
    for (size_t length = 0; length < good.length; length += TRUNCATED_EVERY) {
        check_cut(length);
    }
    for (size_t index = 0; index < place_count; index++) {
        for (size_t length = places[index].begin - 1; length <= places[index].content; length++) {
            check_cut(length);
        }
    }
    check_cut(good.length - 1);
    end();
}

/** The section whose id or length has this byte, or NULL: it is content. */
static const struct place *place_with_head_at(size_t at) {
    for (size_t index = 0; index < place_count; index++) {
        if (at >= places[index].begin && at < places[index].content) {
            return &places[index];
        }
    }
    return NULL;
}

/** A file whose sections are others is refused for one of these. */
static void check_structure_refused(int status) {
    static const char *const reasons[] = {
        "is cut off or damaged: section ",
        "the name of a section is longer than it",
        "is not its last section",
        "has a start section",
        "has two sections of imports",
        "has two manifests",
        "is not signed",
        "signature is damaged",
        "was changed after it was signed",
    };
    bool is_known = false;
    for (size_t index = 0; index < sizeof reasons / sizeof *reasons; index++) {
        is_known = is_known || strstr(slots.sentence, reasons[index]) != NULL;
    }
    CHECK(status == WAMCAM_INVALID || status == WAMCAM_ACCESS);
    CHECK_EQUAL_TEXT(is_known ? slots.sentence : "", slots.sentence);
}

static void check_flip_refused(size_t at, int status) {
    if (at < HEADER_BYTES) {
        CHECK_EQUAL_INT(WAMCAM_INVALID, status);
        CHECK_CONTAINS("is not a WebAssembly file of version 1", slots.sentence);
    } else if (place_with_head_at(at) != NULL) {
        check_structure_refused(status);
    } else {
        CHECK_EQUAL_INT(WAMCAM_ACCESS, status);
        CHECK_CONTAINS("was changed after it was signed: the signature with the key ",
                       slots.sentence);
    }
}

/** Look at the file as slots do, but without them. */
static int look(const struct bytes *bytes) {
    struct wamcam_slot_identity identity;
    return wamcam_slot_package_check(&board.board, bytes->bytes, bytes->length, &identity,
                                     slots.sentence, sizeof slots.sentence);
}

/** Each byte offered with one of its bits flipped, in turn. */
static void test_with_a_bit_flipped_it_is_refused(void) {
    start(1);
    made = good;
    for (size_t at = 0; at < FLIPPED_BYTES; at++) {
        uint8_t mask = (uint8_t)(1u << at % 8);
        made.bytes[at] ^= mask;
        check_flip_refused(at, offer(made.bytes, made.length));
        check_nothing_changed();
        made.bytes[at] ^= mask;
    }
    end();
}

/** The other seven bits of each byte; nearly each takes a check of the signature. */
static void test_with_any_bit_flipped_it_is_refused(void) {
    start(1);
    made = good;
    for (size_t bit = 0; bit < FLIPPED_BYTES * 8; bit++) {
        uint8_t mask = (uint8_t)(1u << bit % 8);
        if (bit % 8 == bit / 8 % 8) {
            continue; /* see above */
        }
        made.bytes[bit / 8] ^= mask;
        check_flip_refused(bit / 8, look(&made));
        made.bytes[bit / 8] ^= mask;
    }
    CHECK(memcmp(made.bytes, good.bytes, good.length) == 0);
    CHECK_EQUAL_INT(0, look(&made));
    check_nothing_changed();
    end();
}

static void test_the_last_bits_count_as_well(void) {
    start(1);
    made = good;
    for (size_t at = signature_place()->begin; at < good.length; at++) {
        made.bytes[at] ^= 1;
        CHECK(offer(made.bytes, made.length) < 0);
        CHECK(slots.sentence[0] != '\0');
        check_nothing_changed();
        made.bytes[at] ^= 1;
    }
    end();
}

static void test_signed_by_another_it_is_refused(void) {
    start(1);
    make_with(manifest);
    check_refused(&made, WAMCAM_ACCESS,
                  "is signed with the key b18b86ce1389e46d, which this board does not trust");
    end();
}

static void test_without_its_signature_it_is_refused(void) {
    start(1);
    made = good;
    made.length = signature_place()->begin;
    check_refused(&made, WAMCAM_ACCESS, "the application is not signed");
    end();
}

/** The maker of the file has signed it all the same: the key of parcel.c is trusted here. */
static void test_a_manifest_that_hides_something_is_refused(void) {
    char line[64];
    char part[64];
    int hidden = 0;
    start(2);
    for (const char *at = strstr(manifest, "use "); at != NULL; at = strstr(at + 1, "\nuse ")) {
        at += at[0] == '\n' ? 1 : 0;
        snprintf(line, sizeof line, "%.*s\n", (int)strcspn(at, "\n"), at);
        snprintf(part, sizeof part, "the application imports %.*s.", (int)strlen(line) - 5,
                 line + 4);
        make_with(changed_manifest(line, ""));
        check_refused(&made, WAMCAM_INVALID, part);
        CHECK_CONTAINS(", which its manifest does not ask for", slots.sentence);
        hidden++;
    }
    CHECK(hidden >= 10);
    make_with(changed_manifest("memory 512\n", "memory 64\n"));
    check_refused(&made, WAMCAM_TOO_BIG, "of memory, its manifest says 64 KiB");
    end();
}

static void test_from_the_future_it_is_refused(void) {
    char line[32];
    char part[128];
    start(2);
    for (unsigned abi = 2; abi < 100; abi += 7) {
        snprintf(line, sizeof line, "abi %u\nwings 2\n", abi); /* and a key that nobody knows yet */
        snprintf(part, sizeof part,
                 "is made for version %u of the ABI, this firmware has version 1: renew the "
                 "firmware first",
                 abi);
        make_with(changed_manifest("abi 1\n", line));
        check_refused(&made, WAMCAM_NOT_SUPPORTED, part);
    }
    end();
}

/** The file with this in place of a section's length; what comes behind it is as it was. */
static void make_lying(const struct place *place, uint32_t claimed, unsigned width) {
    made.length = 0;
    add(good.bytes, place->begin + 1);
    add_number(claimed, width);
    add(good.bytes + place->content, signature_place()->begin - place->content);
    sign();
}

static void check_lie_refused(const struct place *place, uint32_t claimed) {
    char part[128];
    make_lying(place, claimed, 5);
    size_t there = made.length - (place->begin + 1 + 5);
    CHECK(claimed > there);
    snprintf(part, sizeof part, "is cut off or damaged: section %u claims %u bytes, %zu are there",
             (unsigned)place->id, (unsigned)claimed, there);
    check_refused(&made, WAMCAM_INVALID, part);
}

static void test_sections_that_lie_are_refused(void) {
    start(2);
    for (size_t index = 0; index < place_count - 1; index++) {
        const struct place *place = &places[index];
        const uint32_t length = (uint32_t)(place->end - place->content);
        const uint32_t left = (uint32_t)(good.length - place->content);
        check_lie_refused(place, left + 1);
        check_lie_refused(place, UINT32_MAX);
        make_lying(place, length, 5); /* one more bit than 32 */
        made.bytes[place->begin + 5] |= 0x10;
        check_refused(&made, WAMCAM_INVALID, "is cut off or damaged: section ");
        /* A small lie moves where the next one begins; whoever tells it cannot sign it. */
        for (uint32_t lie = 1; lie < 40; lie++) {
            const uint32_t claimed[] = {length + lie, length - lie};
            for (size_t sign_of = 0; sign_of < 2; sign_of++) {
                make_lying(place, claimed[sign_of], 5);
                made.bytes[made.length - 1] ^= 1;
                check_structure_refused(offer(made.bytes, made.length));
                check_nothing_changed();
            }
        }
    }
    end();
}

static void test_ten_megabytes_are_refused(void) {
    static uint8_t huge[HUGE_BYTES];
    start(1);
    memcpy(huge, good.bytes, good.length);
    CHECK_EQUAL_INT(WAMCAM_TOO_BIG, offer(huge, sizeof huge));
    CHECK_CONTAINS("the application has 10000000 bytes, a slot of this board holds 98304",
                   slots.sentence);
    check_nothing_changed();
    end();
}

static const struct check_test tests[] = {
    {"as it is it is taken", test_as_it_is_it_is_taken},
    {"cut off it is refused", test_cut_off_it_is_refused},
    {"the last bits count as well", test_the_last_bits_count_as_well},
    {"signed by another it is refused", test_signed_by_another_it_is_refused},
    {"without its signature it is refused", test_without_its_signature_it_is_refused},
    {"a manifest that hides something is refused", test_a_manifest_that_hides_something_is_refused},
    {"from the future it is refused", test_from_the_future_it_is_refused},
    {"sections that lie are refused", test_sections_that_lie_are_refused},
    {"ten megabytes are refused", test_ten_megabytes_are_refused},
};
CHECK_SUITE(runtime_built, tests);

static const struct check_test slow_tests[] = {
    {"with a bit flipped it is refused", test_with_a_bit_flipped_it_is_refused},
    {"with any bit flipped it is refused", test_with_any_bit_flipped_it_is_refused},
};
CHECK_SUITE(runtime_built_slow, slow_tests);
