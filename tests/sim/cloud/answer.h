/** An answer that a service gives. */
#ifndef SIM_CLOUD_ANSWER_H
#define SIM_CLOUD_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIM_ANSWER_BODY_BYTES 1024
#define SIM_ANSWER_FILE_BYTES 4096

struct sim_answer {
    int status;
    const char *content_type;
    int retry_after_s; /**< Header; 0: none. */
    bool closes;       /**< The connection ends after it. */
    char body[SIM_ANSWER_BODY_BYTES];
    const uint8_t *bytes; /**< Of a file, in place of the body; NULL: none. */
    size_t byte_count;    /**< At most SIM_ANSWER_FILE_BYTES. */
};

/** Fill in an answer; `format` as for printf. */
void sim_answer_set(struct sim_answer *answer, int status, const char *content_type,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
