/** What the application's ledger says about each shot, by the shot's number. */
#ifndef SIM_CLAIMS_H
#define SIM_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/content.h"
#include "ledger_line.h"

enum sim_period {
    SIM_PERIOD_UNKNOWN,
    SIM_DAY,
    SIM_NIGHT,
};

struct sim_claim {
    int64_t photo; /**< Number of a photo of the oracle and one; 0: none is stored. */
    bool is_planned;
    bool is_missed;
    bool is_verified;
    bool is_deleted;
    int refused_in_start;
    enum sim_period period;
    int64_t due_ms; /**< UTC; SIM_LEDGER_TIME_UNKNOWN. Of missed shots only the first has one. */
    int64_t last_due_ms;
};

void sim_claims_start(void);
void sim_claims_end(void);
/** The claim about a number from 1 on; made if it is new. NULL for a number that none can have. */
struct sim_claim *sim_claims_about(int64_t number);
/** The highest number about which anything was said. */
int64_t sim_claims_last(void);

typedef void sim_claims_reader(const struct sim_ledger_line *line);
/**
 * A file of the ledger was synced: hand its new lines on. False if lines that were there are gone.
 * Damaged lines are passed over, as every reader does.
 */
bool sim_claims_read(const char *path, const struct sim_content *content,
                     sim_claims_reader *reader);
/** Hand on all lines of a file. */
void sim_claims_read_again(const struct sim_content *content, sim_claims_reader *reader);

#endif
