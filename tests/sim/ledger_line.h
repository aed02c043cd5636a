/** A line of the ledger, read as docs/ledger.md has it; not with the application's reader. */
#ifndef SIM_LEDGER_LINE_H
#define SIM_LEDGER_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIM_LEDGER_KIND_BYTES 16
#define SIM_LEDGER_TEXT_BYTES 201
#define SIM_LEDGER_TIME_UNKNOWN (-1)
/** Of a shot missed among others: between those of the first and the last. */
#define SIM_LEDGER_TIME_BETWEEN 0

struct sim_ledger_line {
    char kind[SIM_LEDGER_KIND_BYTES];
    int64_t number;      /**< First field that is a number. */
    int64_t count;       /**< Second, where there is one. */
    int64_t due_ms;      /**< First field that is a time; SIM_LEDGER_TIME_UNKNOWN for "-". */
    int64_t last_due_ms; /**< Second. */
    char hash[65];       /**< content_hash, or "-". */
    bool is_dark;        /**< A photo of the night, as the ledger has it. */
    char text[SIM_LEDGER_TEXT_BYTES];
};

/** Read one line without its line feed. False if it is damaged or malformed. */
bool sim_ledger_read_line(const char *bytes, size_t length, struct sim_ledger_line *line);

#endif
