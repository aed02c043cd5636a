/** One HTTP/1.1 request, read strictly as RFC 9112 has it: whatever is odd is a fault of the
 * sender. */
#ifndef SIM_CLOUD_REQUEST_H
#define SIM_CLOUD_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/content_hash.h"

#define SIM_REQUEST_HEAD_BYTES_MAX 4096
#define SIM_REQUEST_BODY_BYTES_MAX 2048

struct sim_request {
    char head[SIM_REQUEST_HEAD_BYTES_MAX]; /* as it came, then cut into lines */
    size_t head_length;
    bool has_head;
    const char *method;
    const char *target;
    const char *host;
    const char *authorization;
    const char *content_type;
    const char *dropbox_arg;
    const char *range;
    const char *aio_key;
    int64_t content_length;
    int64_t arrived_at_us; /**< Its last byte, with the server. */

    int64_t body_bytes;
    char body[SIM_REQUEST_BODY_BYTES_MAX + 1]; /**< Its beginning, ended with NUL. */
    struct wamcam_content_hash running;
    uint8_t body_hash[WAMCAM_CONTENT_HASH_BYTES];
};

enum sim_request_state { SIM_REQUEST_UNDER_WAY, SIM_REQUEST_COMPLETE, SIM_REQUEST_MALFORMED };

void sim_request_start(struct sim_request *request);
/** Take bytes; *taken of them belong to this request. */
enum sim_request_state sim_request_feed(struct sim_request *request, const uint8_t *bytes,
                                        size_t length, size_t *taken);
void sim_request_end(struct sim_request *request);

/**
 * Text of a member of a flat JSON object of strings, numbers and words; false if the object is
 * malformed or has no such member. `out` holds `size` bytes.
 */
bool sim_json_member(const char *json, const char *name, char *out, size_t size);
/** Value of a name in a form (application/x-www-form-urlencoded) or a query. */
bool sim_form_value(const char *form, const char *name, char *out, size_t size);

#endif
