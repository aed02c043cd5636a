/* Receiving an application into a slot, so that it can be interrupted anywhere. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"
#include "runtime/host.h"
#include "runtime/slot_package.h"
#include "runtime/slots.h"

/* How often it is written down how far an installation has come: what is lost by a cut of power
 * comes again, and each note wears the journal. */
#define NOTE_BYTES (16u * 1024u)

static int refuse(struct wamcam_slots *slots, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static int refuse(struct wamcam_slots *slots, int error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(slots->sentence, sizeof slots->sentence, format, arguments);
    va_end(arguments);
    return error;
}

/* --- beginning ------------------------------------------------------------------------------ */

/* What is offered is compared by its content_hash: a SHA-256 leads to that, but not the other way.
 */

static bool is_refused(const struct wamcam_slots *slots, const uint8_t *content_hash) {
    for (size_t index = 0; index < WAMCAM_SLOT_REFUSED_MAX; index++) {
        if (memcmp(slots->record.refused[index], content_hash, WAMCAM_SLOT_REFUSED_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

/** The content_hash of a file whose hash was given with these flags. */
static int content_hash_of(const uint8_t *sha256, uint8_t flags,
                           uint8_t out[WAMCAM_SLOT_HASH_BYTES]) {
    if ((flags & WAMCAM_SLOTS_CONTENT_HASH) == 0) {
        return wamcam_slots_hash(sha256, WAMCAM_SLOT_HASH_BYTES, out);
    }
    memcpy(out, sha256, WAMCAM_SLOT_HASH_BYTES);
    return 0;
}

static bool holds(const struct wamcam_slot *slot, enum wamcam_slot_state state,
                  const uint8_t *content_hash) {
    uint8_t hash[WAMCAM_SLOT_HASH_BYTES];
    return slot->state == state && content_hash_of(slot->sha256, slot->flags, hash) == 0 &&
           memcmp(hash, content_hash, sizeof hash) == 0;
}

/** It is to be tried, or on trial. */
static bool is_trial(const struct wamcam_slot *slot) {
    return slot->state == WAMCAM_SLOT_READY || slot->state == WAMCAM_SLOT_TRIAL;
}

int wamcam_slots_fit(struct wamcam_slots *slots, uint64_t size_bytes) {
    if (!slots->is_usable) {
        return refuse(slots, WAMCAM_NOT_SUPPORTED, "this board has no room for applications");
    }
    uint32_t most = slots->board->limits.wasm_module_bytes_max;
    for (uint8_t number = WAMCAM_SLOT_A; number < WAMCAM_SLOTS; number++) {
        uint32_t area = slots->board->flash->area_bytes[wamcam_slots_area(number)];
        most = area < most ? area : most;
    }
    if (size_bytes > most) {
        return refuse(slots, WAMCAM_TOO_BIG,
                      "the application has %" PRIu64 " bytes, a slot of this board holds %u",
                      size_bytes, (unsigned)most);
    }
    return size_bytes > 0 ? 0 : refuse(slots, WAMCAM_INVALID, "the application has no bytes");
}

static int check_rules(struct wamcam_slots *slots, const uint8_t *content_hash, uint8_t flags) {
    const struct wamcam_slot *slot = slots->record.slots;
    for (uint8_t number = WAMCAM_SLOT_A; number < WAMCAM_SLOTS; number++) {
        if (is_trial(&slot[number]) && (flags & WAMCAM_SLOTS_REPLACE) == 0) {
            return refuse(slots, WAMCAM_BUSY, "a new application is on trial; wait for its end");
        }
        if (holds(&slot[number], WAMCAM_SLOT_CONFIRMED, content_hash)) {
            return refuse(slots, WAMCAM_EXISTS, "this application is installed already");
        }
    }
    if ((flags & WAMCAM_SLOTS_AGAIN) == 0 && is_refused(slots, content_hash)) {
        return refuse(slots, WAMCAM_ACCESS,
                      "this application has failed before; it is tried again only when that is "
                      "asked for");
    }
    return 0;
}

static int check_version(struct wamcam_slots *slots, const struct wamcam_slot_identity *identity,
                         uint8_t flags) {
    const struct wamcam_slot_identity *running = wamcam_slots_identity(slots);
    const struct wamcam_version version = identity->version;
    bool is_older = strcmp(identity->name, running->name) == 0 &&
                    wamcam_version_compare(version, running->version) < 0;
    if (!is_older || (flags & WAMCAM_SLOTS_DOWNGRADE) != 0) {
        return 0;
    }
    return refuse(slots, WAMCAM_ACCESS,
                  "%s %u.%u.%u is older than what runs; it is taken only when a downgrade is asked "
                  "for",
                  identity->name, version.major, version.minor, version.patch);
}

int wamcam_slots_check(struct wamcam_slots *slots, const uint8_t *bytes, size_t length,
                       const uint8_t sha256[WAMCAM_SLOT_HASH_BYTES], uint8_t flags) {
    struct wamcam_slot_identity identity = {0};
    uint8_t content_hash[WAMCAM_SLOT_HASH_BYTES];
    if (content_hash_of(sha256, 0, content_hash) < 0) {
        return refuse(slots, WAMCAM_NO_MEMORY, "no memory for the hash of the file");
    }
    int status = check_rules(slots, content_hash, flags);
    if (status == 0) {
        status = wamcam_slot_package_check(slots->board, bytes, length, &identity, slots->sentence,
                                           sizeof slots->sentence);
    }
    if (status == 0) {
        status = check_version(slots, &identity, flags);
    }
    if (status == 0) {
        slots->checked = identity;
        memcpy(slots->checked_sha256, sha256, sizeof slots->checked_sha256);
    }
    return status;
}

/** How much would be lost with a slot. */
static int worth(const struct wamcam_slots *slots, uint8_t number, const uint8_t *content_hash) {
    const struct wamcam_slot_record *record = &slots->record;
    const struct wamcam_slot *slot = &record->slots[number];
    if (holds(slot, WAMCAM_SLOT_RECEIVING, content_hash)) {
        return 0; /* it goes on there */
    }
    if (slot->state != WAMCAM_SLOT_CONFIRMED) {
        return 1;
    }
    return number == record->active ? 4 : number == record->previous ? 3 : 2;
}

/** The slot that is needed least; the other one is the active one, if any is. */
static uint8_t spare_slot(const struct wamcam_slots *slots, const uint8_t *content_hash) {
    int a = worth(slots, WAMCAM_SLOT_A, content_hash);
    int b = worth(slots, WAMCAM_SLOT_B, content_hash);
    return b < a ? WAMCAM_SLOT_B : WAMCAM_SLOT_A;
}

/** A person's wish within what the board allows. */
static uint32_t trial_s(const struct wamcam_slots *slots, uint32_t wanted_s) {
    const struct wamcam_limits *limits = &slots->board->limits;
    uint32_t chosen_s = wanted_s == 0 ? limits->trial_s : wanted_s;
    return chosen_s < limits->trial_s_max ? chosen_s : limits->trial_s_max;
}

/** Give the slots of trials away: the one to come takes their place. */
static void withdraw_trials(struct wamcam_slots *slots) {
    for (uint8_t number = WAMCAM_SLOT_A; number < WAMCAM_SLOTS; number++) {
        struct wamcam_slot *slot = &slots->record.slots[number];
        if (is_trial(slot)) {
            slots->withdrawn = number == slots->running ? slot->identity : slots->withdrawn;
            *slot = (struct wamcam_slot){0};
        }
    }
}

int32_t wamcam_slots_begin(struct wamcam_slots *slots, uint32_t size_bytes,
                           const uint8_t sha256[WAMCAM_SLOT_HASH_BYTES], uint8_t flags,
                           uint32_t wanted_s) {
    slots->receiving = WAMCAM_SLOT_NONE;
    slots->is_applications = false;
    int status = wamcam_slots_fit(slots, size_bytes);
    if (status < 0) {
        return status;
    }
    uint8_t content_hash[WAMCAM_SLOT_HASH_BYTES];
    if (content_hash_of(sha256, flags, content_hash) < 0) {
        return refuse(slots, WAMCAM_NO_MEMORY, "no memory for the hash of the file");
    }
    status = check_rules(slots, content_hash, flags);
    if (status < 0) {
        return status;
    }
    struct wamcam_slot_record before = slots->record;
    withdraw_trials(slots);
    uint8_t number = spare_slot(slots, content_hash);
    struct wamcam_slot *slot = &slots->record.slots[number];
    bool goes_on =
        holds(slot, WAMCAM_SLOT_RECEIVING, content_hash) && slot->size_bytes == size_bytes;
    *slot = (struct wamcam_slot){.state = WAMCAM_SLOT_RECEIVING,
                                 .flags = flags,
                                 .size_bytes = size_bytes,
                                 .done_bytes = goes_on ? slot->done_bytes : 0,
                                 .trial_s = trial_s(slots, wanted_s)};
    memcpy(slot->sha256, sha256, sizeof slot->sha256);
    if (wamcam_slots_keep(slots) < 0) {
        slots->record = before;
        return refuse(slots, WAMCAM_IO, "the flash memory for applications fails");
    }
    slots->receiving = number;
    slots->received_bytes = slot->done_bytes;
    return (int32_t)slot->done_bytes;
}

/** What runs has no slot any more, and what was to come does not: back to the active one. */
static void leave_withdrawn(struct wamcam_slots *slots) {
    slots->is_swap_wanted = slots->is_swap_wanted || wamcam_slots_is_withdrawn(slots);
}

/* --- writing -------------------------------------------------------------------------------- */

/** Erase what a part needs that is about to be written and was not erased for the part before. */
static int erase_ahead(const struct wamcam_slots *slots, size_t length) {
    const struct wamcam_flash *flash = slots->board->flash;
    uint32_t unit = flash->erase_bytes;
    uint32_t from = (slots->received_bytes + unit - 1) / unit * unit;
    uint32_t to = (slots->received_bytes + (uint32_t)length + unit - 1) / unit * unit;
    return from >= to ? 0
                      : flash->erase(slots->board->context, wamcam_slots_area(slots->receiving),
                                     from, to - from);
}

/** Write down how far it is, now and then; only whole erased units count. */
static int note_progress(struct wamcam_slots *slots) {
    uint32_t unit = slots->board->flash->erase_bytes;
    uint32_t step = unit > NOTE_BYTES ? unit : NOTE_BYTES / unit * unit;
    struct wamcam_slot *slot = &slots->record.slots[slots->receiving];
    uint32_t whole = slots->received_bytes / step * step;
    if (whole <= slot->done_bytes) {
        return 0;
    }
    slot->done_bytes = whole;
    return wamcam_slots_keep(slots);
}

int wamcam_slots_write(struct wamcam_slots *slots, uint32_t offset, const uint8_t *bytes,
                       size_t length) {
    if (slots->receiving == WAMCAM_SLOT_NONE) {
        return refuse(slots, WAMCAM_NOT_FOUND, "no installation is under way");
    }
    uint32_t size_bytes = slots->record.slots[slots->receiving].size_bytes;
    if (offset != slots->received_bytes || length > size_bytes - offset) {
        return refuse(slots, WAMCAM_INVALID, "%u bytes are there of %u, byte %u comes next",
                      (unsigned)slots->received_bytes, (unsigned)size_bytes,
                      (unsigned)slots->received_bytes);
    }
    int status = erase_ahead(slots, length);
    if (status == 0) {
        status = slots->board->flash->write(
            slots->board->context, wamcam_slots_area(slots->receiving), offset, bytes, length);
    }
    if (status == 0) {
        slots->received_bytes += (uint32_t)length;
        status = note_progress(slots);
    }
    if (status < 0) {
        slots->receiving = WAMCAM_SLOT_NONE; /* begun again, it goes on where it was safe */
        leave_withdrawn(slots);
        return refuse(slots, WAMCAM_IO, "the flash memory for applications fails");
    }
    return 0;
}

/* --- ending --------------------------------------------------------------------------------- */

/** It has passed wamcam_slots_check(). */
static bool was_checked(const struct wamcam_slots *slots, const struct wamcam_slot *slot) {
    return slots->checked.name[0] != '\0' && (slot->flags & WAMCAM_SLOTS_CONTENT_HASH) == 0 &&
           memcmp(slot->sha256, slots->checked_sha256, sizeof slot->sha256) == 0;
}

/** What has been received: those bytes, and an application by the rules. */
static int check(struct wamcam_slots *slots, uint8_t number) {
    struct wamcam_slot *slot = &slots->record.slots[number];
    size_t length = 0;
    uint8_t *bytes =
        wamcam_slots_load(slots, number, &length, slots->sentence, sizeof slots->sentence);
    if (bytes == NULL) {
        return WAMCAM_INVALID;
    }
    slot->identity = slots->checked;
    int status = was_checked(slots, slot)
                     ? 0
                     : wamcam_slot_package_check(slots->board, bytes, length, &slot->identity,
                                                 slots->sentence, sizeof slots->sentence);
    status = status < 0 ? status : check_version(slots, &slot->identity, slot->flags);
    if (status == 0 && (slot->flags & WAMCAM_SLOTS_CONTENT_HASH) != 0) {
        slot->flags &= (uint8_t)~WAMCAM_SLOTS_CONTENT_HASH;
        status = wamcam_slots_hash(bytes, length, slot->sha256);
    }
    wamcam_memory_free(bytes);
    return status;
}

int wamcam_slots_end(struct wamcam_slots *slots) {
    uint8_t number = slots->receiving;
    struct wamcam_slot *slot = &slots->record.slots[number];
    if (number == WAMCAM_SLOT_NONE) {
        return refuse(slots, WAMCAM_NOT_FOUND, "no installation is under way");
    }
    if (slots->received_bytes < slot->size_bytes) {
        return refuse(slots, WAMCAM_INVALID, "%u of %u bytes are there",
                      (unsigned)slots->received_bytes, (unsigned)slot->size_bytes);
    }
    slots->receiving = WAMCAM_SLOT_NONE;
    int status = check(slots, number);
    if (status == 0) {
        slot->state = WAMCAM_SLOT_READY;
        status = wamcam_slots_keep(slots);
        slots->is_swap_wanted = status == 0;
    }
    if (status < 0) {
        *slot = (struct wamcam_slot){0};
        (void)wamcam_slots_keep(slots);
        leave_withdrawn(slots);
    }
    return status;
}
