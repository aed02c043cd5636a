#include "runtime/slot_journal.h"

#include <string.h>

#include <mbedtls/md.h>

#define RECORD_BYTES 512u
#define CHECK_BYTES 16u /* of SHA-256 over all that stands before them, at the end */
#define BLANK 0xffu
#define SECTORS 2u

static const uint8_t magic[4] = {'W', 'M', 'J', '1'}; /* the last one counts the formats */

/** Goes through a record's bytes, in or out. All boards are little-endian, as wasm is. */
struct cursor {
    uint8_t *at;
    bool is_reading;
};

static void carry(struct cursor *cursor, void *value, size_t size) {
    memcpy(cursor->is_reading ? value : cursor->at, cursor->is_reading ? cursor->at : value, size);
    cursor->at += size;
}

static void carry_identity(struct cursor *cursor, struct wamcam_slot_identity *identity) {
    carry(cursor, identity->name, sizeof identity->name);
    carry(cursor, &identity->version, sizeof identity->version);
    identity->name[sizeof identity->name - 1] = '\0';
}

static void carry_slot(struct cursor *cursor, struct wamcam_slot *slot) {
    carry(cursor, &slot->state, sizeof slot->state);
    carry(cursor, &slot->starts, sizeof slot->starts);
    carry(cursor, &slot->failures, sizeof slot->failures);
    carry(cursor, &slot->flags, sizeof slot->flags);
    carry(cursor, &slot->size_bytes, sizeof slot->size_bytes);
    carry(cursor, &slot->done_bytes, sizeof slot->done_bytes);
    carry(cursor, &slot->trial_s, sizeof slot->trial_s);
    carry(cursor, slot->sha256, sizeof slot->sha256);
    carry_identity(cursor, &slot->identity);
}

static void carry_record(struct cursor *cursor, struct wamcam_slot_record *record) {
    carry(cursor, &record->active, sizeof record->active);
    carry(cursor, &record->previous, sizeof record->previous);
    carry_slot(cursor, &record->slots[WAMCAM_SLOT_A]);
    carry_slot(cursor, &record->slots[WAMCAM_SLOT_B]);
    carry_identity(cursor, &record->failure.identity);
    carry(cursor, record->failure.reason, sizeof record->failure.reason);
    carry(cursor, record->refused, sizeof record->refused);
    record->failure.reason[sizeof record->failure.reason - 1] = '\0';
}

_Static_assert(sizeof(struct wamcam_version) == 6, "carried as a whole");
_Static_assert(sizeof magic + 4 + 2 + 2 * (4 + 12 + WAMCAM_SLOT_HASH_BYTES) +
                       3 * (WAMCAM_MANIFEST_NAME_SIZE + 6) + WAMCAM_SLOT_REASON_SIZE +
                       WAMCAM_SLOT_REFUSED_MAX * WAMCAM_SLOT_REFUSED_BYTES + CHECK_BYTES <=
                   RECORD_BYTES,
               "what is carried fits into a record");

/** False if the hash cannot be had: then no record is whole, and none is written. */
static bool check_of(const uint8_t bytes[RECORD_BYTES], uint8_t out[CHECK_BYTES]) {
    uint8_t hash[32];
    const mbedtls_md_info_t *sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    bool made = sha256 != NULL && mbedtls_md(sha256, bytes, RECORD_BYTES - CHECK_BYTES, hash) == 0;
    memcpy(out, hash, made ? CHECK_BYTES : 0);
    return made;
}

/** The sequence of a whole record, 0 for anything else. */
static uint32_t sequence_of(const uint8_t bytes[RECORD_BYTES]) {
    uint8_t check[CHECK_BYTES];
    uint32_t sequence = 0;
    if (memcmp(bytes, magic, sizeof magic) == 0 && check_of(bytes, check) &&
        memcmp(bytes + RECORD_BYTES - CHECK_BYTES, check, CHECK_BYTES) == 0) {
        memcpy(&sequence, bytes + sizeof magic, sizeof sequence);
    }
    return sequence;
}

static uint32_t places_in_sector(const struct wamcam_slot_journal *journal) {
    return journal->board->flash->erase_bytes / RECORD_BYTES;
}

static int read_place(const struct wamcam_slot_journal *journal, uint32_t sector, uint32_t place,
                      uint8_t out[RECORD_BYTES]) {
    const struct wamcam_flash *flash = journal->board->flash;
    return flash->read(journal->board->context, WAMCAM_FLASH_JOURNAL,
                       sector * flash->erase_bytes + place * RECORD_BYTES, out, RECORD_BYTES);
}

/** A number that stands for nothing is as good as none. */
static void mend(struct wamcam_slot_record *record) {
    record->active = record->active < WAMCAM_SLOTS ? record->active : WAMCAM_SLOT_NONE;
    record->previous = record->previous < WAMCAM_SLOTS ? record->previous : WAMCAM_SLOT_NONE;
}

/** Take a record if it is newer than what was found so far. */
static void consider(struct wamcam_slot_journal *journal, uint32_t sector, uint32_t place,
                     uint8_t bytes[RECORD_BYTES], struct wamcam_slot_record *record) {
    uint32_t sequence = sequence_of(bytes);
    if (sequence <= journal->sequence) {
        return;
    }
    struct cursor cursor = {bytes + sizeof magic + sizeof sequence, true};
    carry_record(&cursor, record);
    mend(record);
    journal->sequence = sequence;
    journal->sector = sector;
    journal->place = place;
}

int wamcam_slot_journal_open(struct wamcam_slot_journal *journal, const struct wamcam_board *board,
                             struct wamcam_slot_record *record) {
    memset(record, 0, sizeof *record);
    /* As if the last place of the second sector had been written: the first one comes next. */
    *journal = (struct wamcam_slot_journal){.board = board, .sector = SECTORS - 1};
    journal->place = places_in_sector(journal) - 1;
    int worst = 0;
    for (uint32_t index = 0; index < SECTORS * places_in_sector(journal); index++) {
        uint8_t bytes[RECORD_BYTES];
        uint32_t sector = index / places_in_sector(journal);
        uint32_t place = index % places_in_sector(journal);
        int status = read_place(journal, sector, place, bytes);
        if (status < 0) {
            worst = status;
        } else {
            consider(journal, sector, place, bytes, record);
        }
    }
    return worst;
}

static bool is_blank(const struct wamcam_slot_journal *journal, uint32_t sector, uint32_t place) {
    uint8_t bytes[RECORD_BYTES];
    if (place >= places_in_sector(journal) || read_place(journal, sector, place, bytes) < 0) {
        return false;
    }
    for (size_t index = 0; index < RECORD_BYTES; index++) {
        if (bytes[index] != BLANK) {
            return false;
        }
    }
    return true;
}

/** Write and read back: only what can be read has been kept. */
static int put(struct wamcam_slot_journal *journal, uint32_t sector, uint32_t place,
               const uint8_t bytes[RECORD_BYTES]) {
    const struct wamcam_flash *flash = journal->board->flash;
    uint8_t seen[RECORD_BYTES];
    int status =
        flash->write(journal->board->context, WAMCAM_FLASH_JOURNAL,
                     sector * flash->erase_bytes + place * RECORD_BYTES, bytes, RECORD_BYTES);
    status = status < 0 ? status : read_place(journal, sector, place, seen);
    if (status == 0 && memcmp(seen, bytes, RECORD_BYTES) != 0) {
        status = WAMCAM_IO;
    }
    if (status == 0) {
        journal->sector = sector;
        journal->place = place;
    }
    return status;
}

static int put_in_other_sector(struct wamcam_slot_journal *journal,
                               const uint8_t bytes[RECORD_BYTES]) {
    const struct wamcam_flash *flash = journal->board->flash;
    uint32_t other = SECTORS - 1 - journal->sector;
    int status = flash->erase(journal->board->context, WAMCAM_FLASH_JOURNAL,
                              other * flash->erase_bytes, flash->erase_bytes);
    return status < 0 ? status : put(journal, other, 0, bytes);
}

int wamcam_slot_journal_write(struct wamcam_slot_journal *journal,
                              const struct wamcam_slot_record *record) {
    uint8_t bytes[RECORD_BYTES];
    struct wamcam_slot_record copy = *record;
    /* Counted up also when it fails: a record that came through unnoticed must not have a twin. */
    journal->sequence++;
    memset(bytes, BLANK, sizeof bytes);
    memcpy(bytes, magic, sizeof magic);
    memcpy(bytes + sizeof magic, &journal->sequence, sizeof journal->sequence);
    struct cursor cursor = {bytes + sizeof magic + sizeof journal->sequence, false};
    carry_record(&cursor, &copy);
    if (!check_of(bytes, bytes + RECORD_BYTES - CHECK_BYTES)) {
        return WAMCAM_NO_MEMORY;
    }
    uint32_t next = journal->place + 1;
    if (is_blank(journal, journal->sector, next) &&
        put(journal, journal->sector, next, bytes) == 0) {
        return 0;
    }
    return put_in_other_sector(journal, bytes);
}
