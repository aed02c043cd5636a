/* Vectors of Dropbox's content_hash: rows of 'A' as in rclone's published tests, the others
 * computed with Python's hashlib. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "store/content_hash.h"

enum content { TEXT, REPEATED_A, MODULO_251, MODULO_256 };

static const struct {
    enum content content;
    const char *text;
    size_t length;
    const char *hash;
} vectors[] = {
    {TEXT, "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {TEXT, "A", 1, "1cd6ef71e6e0ff46ad2609d403dc3fee244417089aa4461245a4e4fe23a55e42"},
    {TEXT, "hello world", 11, "bc62d4b80d9e36da29c16c5d4d9f11731f36052c72401a76c23c0fb5a9b74423"},
    {TEXT, "\xFF\xD8\xFF\xD9", 4,
     "1a006620651c79d197bcf137ec09a49c0080d7774b2af3f63bf52c0818622236"},
    {MODULO_256, NULL, 256, "60bd11c69262f84ddfea5f0d116d40af862c4dd8c2a92fb90e368b132e8fa89c"},
    {MODULO_251, NULL, 100000, "88b85b9000b6743c667d110b1cfaf1c760a607c0131974ac1498342c241fe708"},
    {REPEATED_A, NULL, 4194303, "647c8627d70f7a7d13ce96b1e7710a771a55d41a62c3da490d92e56044d311fa"},
    {REPEATED_A, NULL, 4194304, "d4d63bac5b866c71620185392a8a6218ac1092454a2d16f820363b69852befa3"},
    {REPEATED_A, NULL, 4194305, "8f553da8d00d0bf509d8470e242888be33019c20c0544811f5b2b89e98360b92"},
    {REPEATED_A, NULL, 8388609, "02c8a4aefc2bfc9036f89a7098001865885938ca580e5c9e5db672385edd303c"},
    {MODULO_251, NULL, 9000000, "f3c9b1fe5a25dd4cd3decf2e05cbc4bdf75551d2dfa14f45834b8c5f32b9607c"},
};

static void fill(enum content content, const char *text, uint8_t *out, size_t length) {
    for (size_t i = 0; i < length; i++) {
        out[i] = (uint8_t)(content == TEXT         ? (size_t)text[i]
                           : content == REPEATED_A ? (size_t)'A'
                                                   : i % (content == MODULO_251 ? 251 : 256));
    }
}

static void hash_in_pieces(const uint8_t *bytes, size_t length, size_t piece_max,
                           struct check_random *random, char hex[65]) {
    struct wamcam_content_hash hash;
    uint8_t digest[WAMCAM_CONTENT_HASH_BYTES];
    wamcam_content_hash_start(&hash);
    while (length > 0) {
        size_t piece = 1 + check_random_below(random, piece_max);
        piece = piece < length ? piece : length;
        wamcam_content_hash_add(&hash, bytes, piece);
        bytes += piece;
        length -= piece;
    }
    wamcam_content_hash_finish(&hash, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
}

static void vectors_in_random_pieces(void) {
    struct check_random random = check_random_seed(9);
    static const size_t piece_max[] = {7001, 100003, 5000000, 20000000};
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        uint8_t *bytes = wamcam_memory_take(vectors[i].length);
        CHECK(bytes != NULL);
        fill(vectors[i].content, vectors[i].text, bytes, vectors[i].length);
        for (size_t j = 0; j < sizeof piece_max / sizeof piece_max[0]; j++) {
            char hex[65];
            hash_in_pieces(bytes, vectors[i].length, piece_max[j], &random, hex);
            CHECK_EQUAL_TEXT(vectors[i].hash, hex);
        }
        wamcam_memory_free(bytes);
    }
}

static void single_bytes(void) {
    uint8_t bytes[256];
    char hex[65];
    struct check_random random = check_random_seed(1);
    fill(MODULO_256, NULL, bytes, sizeof bytes);
    hash_in_pieces(bytes, sizeof bytes, 1, &random, hex);
    CHECK_EQUAL_TEXT(vectors[4].hash, hex);
}

static void an_abandoned_hash_frees_all(void) {
    struct wamcam_content_hash hash;
    size_t before = wamcam_memory_used();
    wamcam_content_hash_start(&hash);
    wamcam_content_hash_add(&hash, (const uint8_t *)"abc", 3);
    wamcam_content_hash_abandon(&hash);
    CHECK_EQUAL_INT(before, wamcam_memory_used());
}

static const struct check_test tests[] = {
    {"vectors_in_random_pieces", vectors_in_random_pieces},
    {"single_bytes", single_bytes},
    {"an_abandoned_hash_frees_all", an_abandoned_hash_frees_all},
};
CHECK_SUITE(content_hash, tests);
