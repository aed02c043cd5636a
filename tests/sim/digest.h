/** A number over everything that has happened: two runs are the same if their digests are. */
#ifndef SIM_DIGEST_H
#define SIM_DIGEST_H

#include <stddef.h>
#include <stdint.h>

void sim_digest_start(void);
/** Something happened now; `what` names its kind. */
void sim_digest_number(const char *what, int64_t value);
void sim_digest_bytes(const char *what, const void *bytes, size_t length);
uint64_t sim_digest(void);

#endif
