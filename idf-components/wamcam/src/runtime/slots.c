#include "runtime/slots.h"

#include <stdio.h>
#include <string.h>

#include <mbedtls/md.h>

#include "imports/text.h"
#include "memory.h"
#include "runtime/host.h"
#include "runtime/slot_package.h"

static struct wamcam_slot *slot_of(struct wamcam_slots *slots, uint8_t number) {
    return &slots->record.slots[number];
}

static bool is_in_state(const struct wamcam_slots *slots, uint8_t number,
                        enum wamcam_slot_state state) {
    return number != WAMCAM_SLOT_NONE && slots->record.slots[number].state == state;
}

enum wamcam_flash_area wamcam_slots_area(uint8_t number) {
    return number == WAMCAM_SLOT_A ? WAMCAM_FLASH_SLOT_A : WAMCAM_FLASH_SLOT_B;
}

int wamcam_slots_hash(const uint8_t *bytes, size_t length, uint8_t out[WAMCAM_SLOT_HASH_BYTES]) {
    const mbedtls_md_info_t *sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    bool made = sha256 != NULL && mbedtls_md(sha256, bytes, length, out) == 0;
    return made ? 0 : WAMCAM_NO_MEMORY;
}

int wamcam_slots_keep(struct wamcam_slots *slots) {
    int status = wamcam_slot_journal_write(&slots->journal, &slots->record);
    if (status < 0) {
        wamcam_host_log(slots->board, WAMCAM_LEVEL_ERROR,
                        "slots: what is known of the applications cannot be kept: %s",
                        wamcam_error_text(status));
    }
    return status;
}

/* --- leaving -------------------------------------------------------------------------------- */

/** Remember an application that failed before all others: by the hash that either name leads to. */
static void refuse(struct wamcam_slots *slots, const struct wamcam_slot *slot) {
    uint8_t(*refused)[WAMCAM_SLOT_REFUSED_BYTES] = slots->record.refused;
    uint8_t content_hash[WAMCAM_SLOT_HASH_BYTES];
    if (wamcam_slots_hash(slot->sha256, sizeof slot->sha256, content_hash) < 0) {
        return; /* offered again, it fails again */
    }
    memmove(refused[1], refused[0], sizeof slots->record.refused - sizeof refused[0]);
    memcpy(refused[0], content_hash, sizeof refused[0]);
}

static void note_failure(struct wamcam_slots *slots, const struct wamcam_slot *slot,
                         const char *reason) {
    struct wamcam_slot_failure *failure = &slots->record.failure;
    failure->identity = slot->identity;
    wamcam_text_copy(failure->reason, sizeof failure->reason, (const uint8_t *)reason,
                     strlen(reason));
    wamcam_host_log(slots->board, WAMCAM_LEVEL_ERROR,
                    "slots: %s %u.%u.%u in slot %c does not run any more: %s", slot->identity.name,
                    slot->identity.version.major, slot->identity.version.minor,
                    slot->identity.version.patch, slot == slot_of(slots, WAMCAM_SLOT_A) ? 'a' : 'b',
                    failure->reason);
}

/** What is active when `number` cannot be any more. */
static void give_way(struct wamcam_slots *slots, uint8_t number) {
    struct wamcam_slot_record *record = &slots->record;
    if (record->active == number) {
        bool has_previous = record->previous != number &&
                            is_in_state(slots, record->previous, WAMCAM_SLOT_CONFIRMED);
        record->active = has_previous ? record->previous : WAMCAM_SLOT_NONE;
    }
    if (record->previous == number || record->previous == record->active) {
        record->previous = WAMCAM_SLOT_NONE;
    }
}

void wamcam_slots_fail(struct wamcam_slots *slots, uint8_t number, const char *reason) {
    struct wamcam_slot *slot = slot_of(slots, number);
    slot->state = WAMCAM_SLOT_FAILED;
    refuse(slots, slot);
    note_failure(slots, slot, reason);
    give_way(slots, number);
    (void)wamcam_slots_keep(slots); /* else it is tried again after a start, and fails again */
}

/* --- choosing ------------------------------------------------------------------------------- */

/** Whether a slot is to be tried. One whose starts are used up has failed. */
static bool is_to_be_tried(struct wamcam_slots *slots, uint8_t number) {
    if (is_in_state(slots, number, WAMCAM_SLOT_TRIAL) &&
        slot_of(slots, number)->starts >= WAMCAM_SLOTS_STARTS_MAX) {
        char reason[WAMCAM_SLOT_REASON_SIZE];
        snprintf(reason, sizeof reason, "it was started %d times and did not prove itself",
                 WAMCAM_SLOTS_STARTS_MAX);
        wamcam_slots_fail(slots, number, reason);
    }
    return is_in_state(slots, number, WAMCAM_SLOT_READY) ||
           is_in_state(slots, number, WAMCAM_SLOT_TRIAL);
}

/** Count a start on trial; false if that cannot be kept: then there could be starts without end. */
static bool count_start(struct wamcam_slots *slots, uint8_t number) {
    struct wamcam_slot *slot = slot_of(slots, number);
    const struct wamcam_slot before = *slot;
    slot->state = WAMCAM_SLOT_TRIAL;
    slot->starts++;
    if (wamcam_slots_keep(slots) == 0) {
        return true;
    }
    *slot = before;
    return false;
}

void wamcam_slots_crashed(struct wamcam_slots *slots, const char *crash) {
    char reason[WAMCAM_SLOT_REASON_SIZE];
    snprintf(reason, sizeof reason, "the board was reset by %s while it ran", crash);
    for (uint8_t number = WAMCAM_SLOT_A; number < WAMCAM_SLOTS; number++) {
        if (is_in_state(slots, number, WAMCAM_SLOT_TRIAL) && slot_of(slots, number)->starts > 0) {
            wamcam_slots_fail(slots, number, reason);
            return;
        }
    }
    if (is_in_state(slots, slots->record.active, WAMCAM_SLOT_CONFIRMED)) {
        slots->running = slots->record.active;
        (void)wamcam_slots_stumble(slots, reason);
    }
}

/** Who runs when nothing is to be tried. */
static uint8_t confirmed(const struct wamcam_slots *slots) {
    uint8_t active = slots->record.active;
    return is_in_state(slots, active, WAMCAM_SLOT_CONFIRMED) ? active : WAMCAM_SLOT_NONE;
}

void wamcam_slots_open(struct wamcam_slots *slots, const struct wamcam_board *board,
                       const uint8_t *factory, size_t factory_length) {
    char reason[WAMCAM_SLOTS_SENTENCE_SIZE];
    memset(slots, 0, sizeof *slots);
    slots->board = board;
    slots->is_usable = board->flash != NULL;
    if (wamcam_slot_package_identify(board, factory, factory_length, &slots->factory, reason,
                                     sizeof reason) < 0) {
        slots->factory = (struct wamcam_slot_identity){.name = "unnamed"};
    }
    if (slots->is_usable && wamcam_slot_journal_open(&slots->journal, board, &slots->record) < 0) {
        wamcam_host_log(board, WAMCAM_LEVEL_ERROR,
                        "slots: a part of what is known of the applications cannot be read");
    }
    slots->running = confirmed(slots);
}

static uint8_t choose(struct wamcam_slots *slots) {
    for (uint8_t number = WAMCAM_SLOT_A; number < WAMCAM_SLOTS; number++) {
        if (is_to_be_tried(slots, number) && count_start(slots, number)) {
            return number;
        }
    }
    return confirmed(slots);
}

uint8_t wamcam_slots_choose(struct wamcam_slots *slots) {
    slots->is_swap_wanted = false;
    slots->receiving = WAMCAM_SLOT_NONE;
    slots->running = slots->is_usable ? choose(slots) : WAMCAM_SLOT_NONE;
    return slots->running;
}

bool wamcam_slots_is_on_trial(const struct wamcam_slots *slots) {
    return is_in_state(slots, slots->running, WAMCAM_SLOT_TRIAL);
}

bool wamcam_slots_is_withdrawn(const struct wamcam_slots *slots) {
    return is_in_state(slots, slots->running, WAMCAM_SLOT_EMPTY) ||
           is_in_state(slots, slots->running, WAMCAM_SLOT_RECEIVING) ||
           is_in_state(slots, slots->running, WAMCAM_SLOT_READY);
}

const struct wamcam_slot_identity *wamcam_slots_identity(const struct wamcam_slots *slots) {
    if (slots->running == WAMCAM_SLOT_NONE) {
        return &slots->factory;
    }
    return wamcam_slots_is_withdrawn(slots) ? &slots->withdrawn
                                            : &slots->record.slots[slots->running].identity;
}

/* --- running -------------------------------------------------------------------------------- */

static int read_slot(const struct wamcam_slots *slots, uint8_t number, uint8_t *bytes) {
    const struct wamcam_slot *slot = &slots->record.slots[number];
    const struct wamcam_flash *flash = slots->board->flash;
    uint8_t hash[WAMCAM_SLOT_HASH_BYTES];
    int status =
        flash->read(slots->board->context, wamcam_slots_area(number), 0, bytes, slot->size_bytes);
    status = status < 0 ? status : wamcam_slots_hash(bytes, slot->size_bytes, hash);
    if (status == 0 && (slot->flags & WAMCAM_SLOTS_CONTENT_HASH) != 0) {
        uint8_t sha256[WAMCAM_SLOT_HASH_BYTES];
        memcpy(sha256, hash, sizeof sha256);
        status = wamcam_slots_hash(sha256, sizeof sha256, hash);
    }
    if (status == 0 && memcmp(hash, slot->sha256, sizeof hash) != 0) {
        status = WAMCAM_INVALID;
    }
    return status;
}

uint8_t *wamcam_slots_load(const struct wamcam_slots *slots, uint8_t number, size_t *length,
                           char *reason, size_t reason_size) {
    const struct wamcam_slot *slot = &slots->record.slots[number];
    bool fits = slot->size_bytes > 0 &&
                slot->size_bytes <= slots->board->flash->area_bytes[wamcam_slots_area(number)];
    uint8_t *bytes = fits ? wamcam_memory_take(slot->size_bytes) : NULL;
    int status = !fits           ? WAMCAM_TOO_BIG
                 : bytes == NULL ? WAMCAM_NO_MEMORY
                                 : read_slot(slots, number, bytes);
    *length = slot->size_bytes;
    if (status == 0) {
        return bytes;
    }
    wamcam_memory_free(bytes);
    snprintf(reason, reason_size, "the slot does not hold what was received: %s",
             status == WAMCAM_INVALID ? "its SHA-256 is another one" : wamcam_error_text(status));
    return NULL;
}

int wamcam_slots_confirm(struct wamcam_slots *slots) {
    struct wamcam_slot_record before = slots->record;
    struct wamcam_slot *slot = slot_of(slots, slots->running);
    slot->state = WAMCAM_SLOT_CONFIRMED;
    slot->failures = 0;
    slots->record.previous = before.active;
    slots->record.active = slots->running;
    int status = wamcam_slots_keep(slots);
    if (status < 0) {
        slots->record = before;
        return status;
    }
    wamcam_host_log(slots->board, WAMCAM_LEVEL_INFORMATION,
                    "slots: %s %u.%u.%u has proved itself and stays", slot->identity.name,
                    slot->identity.version.major, slot->identity.version.minor,
                    slot->identity.version.patch);
    return 0;
}

void wamcam_slots_spare(struct wamcam_slots *slots) {
    slot_of(slots, slots->running)->starts--;
    (void)wamcam_slots_keep(slots);
}

bool wamcam_slots_stumble(struct wamcam_slots *slots, const char *reason) {
    struct wamcam_slot *slot = slot_of(slots, slots->running);
    char sentence[WAMCAM_SLOT_REASON_SIZE];
    slot->failures++;
    if (slot->failures < WAMCAM_SLOTS_FAILURES_MAX) {
        (void)wamcam_slots_keep(slots);
        return false;
    }
    snprintf(sentence, sizeof sentence, "it failed %d times in a row, at last so: %s",
             WAMCAM_SLOTS_FAILURES_MAX, reason);
    wamcam_slots_fail(slots, slots->running, sentence);
    return true;
}

void wamcam_slots_recover(struct wamcam_slots *slots) {
    struct wamcam_slot *slot = slot_of(slots, slots->running);
    if (is_in_state(slots, slots->running, WAMCAM_SLOT_CONFIRMED) && slot->failures > 0) {
        slot->failures = 0;
        (void)wamcam_slots_keep(slots);
    }
}

/* --- by hand -------------------------------------------------------------------------------- */

/** What is to be tried, or is on trial, has to go because a person says so. */
static bool end_trials(struct wamcam_slots *slots) {
    bool ended = false;
    slots->is_swap_wanted = wamcam_slots_is_on_trial(slots);
    for (uint8_t number = WAMCAM_SLOT_A; number < WAMCAM_SLOTS; number++) {
        if (is_in_state(slots, number, WAMCAM_SLOT_READY) ||
            is_in_state(slots, number, WAMCAM_SLOT_TRIAL)) {
            wamcam_slots_fail(slots, number, "a person went back to another application");
            ended = true;
        }
    }
    return ended;
}

static int activate(struct wamcam_slots *slots, uint8_t number) {
    struct wamcam_slot_record before = slots->record;
    slots->record.active = number;
    slots->record.previous = before.active;
    int status = wamcam_slots_keep(slots);
    if (status < 0) {
        slots->record = before;
        return status;
    }
    slots->is_swap_wanted = true;
    return 0;
}

int wamcam_slots_roll_back(struct wamcam_slots *slots) {
    if (end_trials(slots)) {
        return 0;
    }
    uint8_t previous = slots->record.previous;
    if (slots->record.active == WAMCAM_SLOT_NONE &&
        !is_in_state(slots, previous, WAMCAM_SLOT_CONFIRMED)) {
        return WAMCAM_NOT_FOUND;
    }
    bool has_previous = is_in_state(slots, previous, WAMCAM_SLOT_CONFIRMED);
    return activate(slots, has_previous ? previous : WAMCAM_SLOT_NONE);
}

int wamcam_slots_use_factory(struct wamcam_slots *slots) {
    bool ended = end_trials(slots);
    if (slots->record.active != WAMCAM_SLOT_NONE) {
        return activate(slots, WAMCAM_SLOT_NONE);
    }
    return ended ? 0 : WAMCAM_NOT_FOUND;
}
