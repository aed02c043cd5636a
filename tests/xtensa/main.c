/* The simulated board on an Xtensa core: checks of what is only here, a life, the figures of it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mbedtls/sha256.h"
#include "meter.h"
#include "pieces.h"
#include "system.h"

/* Called by start.S. */
void xtensa_main(void);
/* The front end of the simulated board: ../sim/main.c. */
int sim_main(int count, char **arguments);

static void expect(const char *what, int holds) {
    if (!holds) {
        printf("check failed: %s\n", what);
        exit(4);
    }
}

/* --- SHA-256 against the vectors of FIPS 180-4 ------------------------------------------------ */

static int hashes_to(const char *text, size_t times, const char *expected) {
    mbedtls_sha256_context context;
    unsigned char digest[32];
    char hexadecimal[65] = "";
    mbedtls_sha256_init(&context);
    mbedtls_sha256_starts(&context, 0);
    for (size_t index = 0; index < times; index++) {
        mbedtls_sha256_update(&context, (const unsigned char *)text, strlen(text));
    }
    mbedtls_sha256_finish(&context, digest);
    for (int index = 0; index < 32; index++) {
        snprintf(hexadecimal + index * 2, 3, "%02x", digest[index]);
    }
    return strcmp(hexadecimal, expected) == 0;
}

static void check_sha256(void) {
    expect("SHA-256 of nothing",
           hashes_to("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    expect("SHA-256 of abc",
           hashes_to("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    expect("SHA-256 of two blocks",
           hashes_to("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
                     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    expect("SHA-256 of a million a",
           hashes_to("aaaaaaaaaa", 100000,
                     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

/* --- arithmetic: volatile, so that the compiler does not do it beforehand --------------------- */

static void check_integers(void) {
    volatile int64_t left = INT64_C(-1234567890123456789);
    volatile int64_t right = INT64_C(987654321);
    volatile uint64_t large = UINT64_C(0xfedcba9876543210);
    char text[32];
    expect("64-bit multiplication", left * 7 == INT64_C(-8641975230864197523));
    expect("64-bit division", left / right == INT64_C(-1249999988));
    expect("64-bit remainder", left % right == INT64_C(-725308641));
    expect("unsigned 64-bit division", large / 1000003 == UINT64_C(18364703450382));
    snprintf(text, sizeof text, "%lld %zu", (long long)left, sizeof left);
    expect("64-bit text", strcmp(text, "-1234567890123456789 8") == 0);
}

static void check_floats(void) {
    volatile double third = 1.0 / 3.0;
    volatile double tiny = 5e-324;
    volatile float single = 16777217.0f;
    uint64_t bits = 0;
    double product = third * third;
    memcpy(&bits, &product, sizeof bits);
    expect("double multiplication", bits == UINT64_C(0x3fbc71c71c71c71c));
    expect("double subnormals", tiny / 2 == 0 && tiny * 2 > tiny);
    expect("double to integer", (int64_t)(third * 3e15) == INT64_C(1000000000000000));
    expect("float rounding", single == 16777216.0f);
}

/** An access that is not aligned: it ends the program. */
static void misalign(void) {
    static volatile uint32_t words[2] = {0x01020304, 0x05060708};
    volatile uint32_t *odd = (volatile uint32_t *)((uintptr_t)words + 1);
    __asm__("" : "+r"(odd)); /* the compiler is not to know, or it takes single bytes */
    printf("read %08x\n", (unsigned)*odd);
}

void xtensa_main(void) {
    int count = 0;
    xtensa_stack_paint();
    char **arguments = xtensa_arguments(&count);
    if (count > 1 && strcmp(arguments[1], "--misalign") == 0) {
        misalign();
    }
    expect("instructions are counted", meter_of_3200_nops() - 3200 <= 2);
    check_sha256();
    check_integers();
    check_floats();
    meter_start();
    int code = sim_main(count, arguments);
    meter_print();
    printf("stack %zu\nheap %zu\ninternal heap %zu\nmisaligned %u\n", xtensa_stack_used(),
           xtensa_heap_used(), pieces_internal_peak(), xtensa_misaligned());
    exit(code);
}
