#include "runtime/recorder.h"

#include <stdbool.h>
#include <string.h>

#include "imports/table.h"
#include "memory.h"
#include "runtime/host.h"
#include "store/content_hash.h"
#include "wamcam/package.h"

/* Pieces in which the board gets the recording. */
#define BUFFER_BYTES 2048u
#define NUMBERS_MAX 5
#define READS_MAX 2

/* Tags of entries; calls of imports follow, two for each. */
enum tag {
    TAG_LEAVE = 4, /* 1 to 3 are exports that are entered */
    TAG_TRAP = 5,
    TAG_FULL = 6,
    TAG_FIRST_CALL = 8,
};

/** Bytes that were read, without the bytes. */
struct reading {
    uint32_t length;
    uint32_t hash;
};

/** One call of an import. Without gaps, so that two can be compared byte by byte. */
struct call {
    int64_t numbers[NUMBERS_MAX];
    struct reading readings[READS_MAX];
    int64_t lent_bytes;
    int64_t result;
};

struct wamcam_recorder {
    const struct wamcam_board *board;
    uint64_t left_bytes; /* of the board's limit; 0: nothing is recorded any more */
    uint8_t buffer[BUFFER_BYTES];
    size_t used_bytes;
    int64_t entered_with[TAG_LEAVE];
    int64_t left_with[TAG_LEAVE];
    enum wamcam_recorded_export callee;
    bool host_trapped;

    uint32_t import; /* of the call under way */
    struct call call;
    size_t number_count;
    size_t reading_count;
    const uint8_t *lent;
    uint8_t *before; /* what the lent bytes were */
    size_t before_room;
    struct call *last; /* of each import */
    uint32_t import_count;
};

/* --- bytes ---------------------------------------------------------------------------------- */

static void flush(struct wamcam_recorder *recorder) {
    const struct wamcam_board *board = recorder->board;
    if (recorder->used_bytes > 0 &&
        board->record(board->context, recorder->buffer, recorder->used_bytes) < 0) {
        recorder->left_bytes = 0;
    }
    recorder->used_bytes = 0;
}

static void put_byte(struct wamcam_recorder *recorder, uint8_t byte) {
    if (recorder->used_bytes == BUFFER_BYTES) {
        flush(recorder);
    }
    recorder->buffer[recorder->used_bytes++] = byte;
}

static void put_bytes(struct wamcam_recorder *recorder, const void *bytes, size_t length) {
    const uint8_t *next = bytes;
    for (size_t index = 0; index < length; index++) {
        put_byte(recorder, next[index]);
    }
}

/** Seven bits a byte, the lowest first, the highest bit of a byte for: there is more. */
static void put_whole(struct wamcam_recorder *recorder, uint64_t number) {
    for (; number >= 0x80; number >>= 7) {
        put_byte(recorder, (uint8_t)(number | 0x80));
    }
    put_byte(recorder, (uint8_t)number);
}

/** By how much a number differs from the one before: small in either direction, few bytes. */
static void put_step(struct wamcam_recorder *recorder, int64_t number, int64_t before) {
    uint64_t step = (uint64_t)number - (uint64_t)before;
    uint64_t sign = step >> 63 ? UINT64_MAX : 0;
    put_whole(recorder, (step << 1) ^ sign);
}

static void put_text(struct wamcam_recorder *recorder, const char *text) {
    size_t length = strlen(text);
    put_whole(recorder, length);
    put_bytes(recorder, text, length);
}

/* --- begin and end -------------------------------------------------------------------------- */

/** What tells the application, and the imports by the numbers that calls have. */
static void put_head(struct wamcam_recorder *recorder, const uint8_t *wasm, size_t wasm_length) {
    struct wamcam_content_hash running;
    uint8_t hash[WAMCAM_CONTENT_HASH_BYTES];
    /* Each signature is another one: a build of the same sources can replay. */
    size_t covered_bytes = wamcam_package_covered_bytes(wasm, wasm_length);
    wamcam_content_hash_start(&running);
    wamcam_content_hash_add(&running, wasm, covered_bytes);
    wamcam_content_hash_finish(&running, hash);
    put_bytes(recorder, "WMR1", 4);
    put_whole(recorder, WAMCAM_ABI_VERSION);
    put_text(recorder, recorder->board->name);
    put_whole(recorder, covered_bytes);
    put_bytes(recorder, hash, sizeof hash);
    put_whole(recorder, recorder->import_count);
    for (uint32_t index = 0; index < recorder->import_count; index++) {
        put_text(recorder, wamcam_recorded_imports[index].name);
        put_text(recorder, wamcam_recorded_imports[index].form);
    }
}

struct wamcam_recorder *wamcam_recorder_start(const struct wamcam_board *board, const uint8_t *wasm,
                                              size_t wasm_length) {
    if (board->record == NULL) {
        return NULL;
    }
    struct wamcam_recorder *recorder = wamcam_memory_take(sizeof *recorder);
    if (recorder == NULL) {
        return NULL;
    }
    recorder->board = board;
    recorder->left_bytes = board->limits.recording_bytes_max;
    recorder->import_count = wamcam_recorded_import_count;
    recorder->last = wamcam_memory_take(recorder->import_count * sizeof *recorder->last);
    if (recorder->last == NULL) {
        wamcam_memory_free(recorder);
        return NULL;
    }
    put_head(recorder, wasm, wasm_length);
    return recorder;
}

void wamcam_recorder_stop(struct wamcam_recorder *recorder) {
    if (recorder == NULL) {
        return;
    }
    flush(recorder);
    wamcam_memory_free(recorder->before);
    wamcam_memory_free(recorder->last);
    wamcam_memory_free(recorder);
}

struct wamcam_recorder *wamcam_recorder_of(wasm_exec_env_t environment) {
    return wamcam_host_of(environment)->recorder;
}

/**
 * True if an entry of about so many bytes may be put. The first that may not is replaced by one
 * that says so: a recording has a beginning, but need not have an end.
 */
static bool may_put(struct wamcam_recorder *recorder, uint64_t bytes) {
    if (recorder == NULL || recorder->left_bytes == 0) {
        return false;
    }
    if (bytes >= recorder->left_bytes) {
        put_whole(recorder, TAG_FULL);
        flush(recorder);
        recorder->left_bytes = 0;
        return false;
    }
    recorder->left_bytes -= bytes;
    return true;
}

/* Tags and numbers of an entry take no more. */
#define ENTRY_BYTES_MAX 80u

/* --- calls into the application ------------------------------------------------------------- */

void wamcam_recorder_enter(struct wamcam_recorder *recorder, enum wamcam_recorded_export callee,
                           int64_t argument) {
    if (!may_put(recorder, ENTRY_BYTES_MAX / 8)) {
        return;
    }
    recorder->callee = callee;
    recorder->host_trapped = false;
    put_whole(recorder, callee);
    put_step(recorder, argument, recorder->entered_with[callee]);
    recorder->entered_with[callee] = argument;
}

void wamcam_recorder_stopped(struct wamcam_recorder *recorder) {
    if (recorder != NULL) {
        recorder->host_trapped = true;
    }
}

void wamcam_recorder_leave(struct wamcam_recorder *recorder, int64_t result) {
    if (!may_put(recorder, ENTRY_BYTES_MAX / 8)) {
        return;
    }
    put_whole(recorder, TAG_LEAVE);
    put_step(recorder, result, recorder->left_with[recorder->callee]);
    recorder->left_with[recorder->callee] = result;
}

void wamcam_recorder_trap(struct wamcam_recorder *recorder, enum wamcam_recorded_trap kind,
                          const char *reason) {
    if (!may_put(recorder, ENTRY_BYTES_MAX + strlen(reason))) {
        return;
    }
    bool by_host = kind == WAMCAM_RECORDED_TRAP_OWN && recorder->host_trapped;
    put_whole(recorder, TAG_TRAP);
    put_whole(recorder, by_host ? WAMCAM_RECORDED_TRAP_HOST : kind);
    put_text(recorder, reason);
}

/* --- calls of the application --------------------------------------------------------------- */

void wamcam_recorder_call(struct wamcam_recorder *recorder, uint32_t import) {
    if (recorder != NULL) {
        recorder->import = import;
        recorder->call = (struct call){0};
        recorder->number_count = 0;
        recorder->reading_count = 0;
        recorder->lent = NULL;
    }
}

void wamcam_recorder_number(struct wamcam_recorder *recorder, int64_t number) {
    if (recorder != NULL && recorder->number_count < NUMBERS_MAX) {
        recorder->call.numbers[recorder->number_count++] = number;
    }
}

/** FNV-1a: tells whether a replay hands over the same bytes; they are not kept. */
static uint32_t hash_of(const uint8_t *bytes, uint32_t length) {
    uint32_t hash = UINT32_C(2166136261);
    for (uint32_t index = 0; index < length; index++) {
        hash = (hash ^ bytes[index]) * UINT32_C(16777619);
    }
    return hash;
}

void wamcam_recorder_read(struct wamcam_recorder *recorder, const uint8_t *bytes, uint32_t length) {
    if (recorder != NULL && recorder->reading_count < READS_MAX) {
        recorder->call.readings[recorder->reading_count++] =
            (struct reading){length, hash_of(bytes, length)};
    }
}

void wamcam_recorder_lend(struct wamcam_recorder *recorder, const uint8_t *bytes, uint32_t length) {
    if (recorder == NULL || recorder->left_bytes == 0) {
        return;
    }
    if (length > recorder->before_room) {
        uint8_t *larger = wamcam_memory_resize(recorder->before, length);
        if (larger == NULL) {
            (void)may_put(recorder, UINT64_MAX); /* from here on the recording would be wrong */
            return;
        }
        recorder->before = larger;
        recorder->before_room = length;
    }
    recorder->lent = bytes;
    recorder->call.lent_bytes = length;
    if (length > 0) {
        memcpy(recorder->before, bytes, length);
    }
}

/** Which of the lent bytes have changed: the first, and how many up to the last. */
static uint32_t changed(const struct wamcam_recorder *recorder, uint32_t *first) {
    uint32_t from = 0;
    uint32_t to = recorder->lent == NULL ? 0 : (uint32_t)recorder->call.lent_bytes;
    while (from < to && recorder->lent[from] == recorder->before[from]) {
        from++;
    }
    while (to > from && recorder->lent[to - 1] == recorder->before[to - 1]) {
        to--;
    }
    *first = from;
    return to - from;
}

static void put_call(struct wamcam_recorder *recorder, uint32_t first, uint32_t count) {
    const struct call *call = &recorder->call;
    struct call *last = &recorder->last[recorder->import];
    put_whole(recorder, TAG_FIRST_CALL + 2 * recorder->import);
    for (size_t index = 0; index < recorder->number_count; index++) {
        put_step(recorder, call->numbers[index], last->numbers[index]);
    }
    for (size_t index = 0; index < recorder->reading_count; index++) {
        put_whole(recorder, call->readings[index].length);
        put_bytes(recorder, &call->readings[index].hash, sizeof call->readings[index].hash);
    }
    put_step(recorder, call->lent_bytes, last->lent_bytes);
    put_step(recorder, call->result, last->result);
    put_whole(recorder, count);
    if (count > 0) {
        put_whole(recorder, first);
        put_bytes(recorder, recorder->lent + first, count);
    }
    *last = *call;
}

int64_t wamcam_recorder_result(struct wamcam_recorder *recorder, wasm_exec_env_t environment,
                               int64_t result) {
    if (recorder == NULL || recorder->left_bytes == 0) {
        return result;
    }
    uint32_t first = 0;
    uint32_t count = changed(recorder, &first);
    recorder->call.result = result;
    const struct call *last = &recorder->last[recorder->import];
    bool is_repeated = count == 0 && memcmp(&recorder->call, last, sizeof *last) == 0;
    if (!may_put(recorder, is_repeated ? 2 : ENTRY_BYTES_MAX + count)) {
        return result;
    }
    if (is_repeated) {
        put_whole(recorder, TAG_FIRST_CALL + 2 * recorder->import + 1);
    } else {
        put_call(recorder, first, count);
    }
    wasm_module_inst_t instance = wasm_runtime_get_module_inst(environment);
    recorder->host_trapped = wasm_runtime_get_exception(instance) != NULL;
    return result;
}
