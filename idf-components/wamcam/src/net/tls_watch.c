#include "net/tls_watch.h"

#include <string.h>

#define RECORD_CHANGE_CIPHER_SPEC 20
#define RECORD_ALERT 21
#define RECORD_HANDSHAKE 22
#define ALERT_FATAL 2
#define MESSAGE_SERVER_HELLO 2
#define MESSAGE_CERTIFICATE 11
#define MESSAGE_HEADER_BYTES 4u
#define EXTENSION_PRE_SHARED_KEY 41
#define EXTENSION_SUPPORTED_VERSIONS 43 /* in a ServerHello: TLS 1.3 */

static size_t read_16(const uint8_t *bytes) {
    return (size_t)bytes[0] << 8 | bytes[1];
}

/* Where the list of extensions begins (at its two bytes of length), 0 if there is none. */
static size_t extensions_at(const uint8_t *message, size_t end) {
    size_t session_id_at = MESSAGE_HEADER_BYTES + 2 + 32; /* legacy_version, random */
    if (end <= session_id_at) {
        return 0;
    }
    size_t at = session_id_at + 1 + message[session_id_at] + 2 + 1; /* suite, compression */
    return at + 2 <= end ? at : 0;
}

static void read_server_hello(struct wamcam_tls_watch *watch, size_t end) {
    watch->server_hello = true;
    size_t at = extensions_at(watch->message, end);
    if (at == 0) {
        return;
    }
    at += 2;
    while (at + 4 <= end) {
        size_t type = read_16(watch->message + at);
        if (type == EXTENSION_PRE_SHARED_KEY) {
            watch->pre_shared_key = true;
        } else if (type == EXTENSION_SUPPORTED_VERSIONS) {
            watch->tls_1_3 = true;
        }
        at += 4 + read_16(watch->message + at + 2);
    }
}

static size_t message_length(const uint8_t *message) {
    return MESSAGE_HEADER_BYTES + ((size_t)message[1] << 16) + read_16(message + 2);
}

static void end_message(struct wamcam_tls_watch *watch) {
    size_t kept =
        watch->message_bytes < sizeof watch->message ? watch->message_bytes : sizeof watch->message;
    if (watch->message[0] == MESSAGE_SERVER_HELLO) {
        read_server_hello(watch, kept);
    } else if (watch->message[0] == MESSAGE_CERTIFICATE) {
        watch->certificate = true;
    }
    watch->message_bytes = 0;
}

static void take_handshake_byte(struct wamcam_tls_watch *watch, uint8_t byte) {
    if (watch->message_bytes < sizeof watch->message) {
        watch->message[watch->message_bytes] = byte;
    }
    watch->message_bytes++;
    if (watch->message_bytes >= MESSAGE_HEADER_BYTES &&
        watch->message_bytes == message_length(watch->message)) {
        end_message(watch);
    }
}

static void take_record_byte(struct wamcam_tls_watch *watch, uint8_t byte) {
    uint8_t type = watch->header[0];
    if (type == RECORD_CHANGE_CIPHER_SPEC) {
        watch->encrypted = true;
    } else if (type == RECORD_ALERT && watch->alert_bytes < sizeof watch->alert) {
        watch->alert[watch->alert_bytes++] = byte;
    } else if (type == RECORD_HANDSHAKE) {
        take_handshake_byte(watch, byte);
    }
}

static void take_header_byte(struct wamcam_tls_watch *watch, uint8_t byte) {
    watch->header[watch->header_bytes++] = byte;
    if (watch->header_bytes == sizeof watch->header) {
        watch->record_left = read_16(watch->header + 3);
        watch->header_bytes = watch->record_left > 0 ? watch->header_bytes : 0;
    }
}

void wamcam_tls_watch_received(struct wamcam_tls_watch *watch, const uint8_t *bytes,
                               size_t length) {
    for (size_t i = 0; i < length && !watch->encrypted; i++) {
        if (watch->header_bytes < sizeof watch->header) {
            take_header_byte(watch, bytes[i]);
            continue;
        }
        take_record_byte(watch, bytes[i]);
        watch->record_left--;
        if (watch->record_left == 0) {
            watch->header_bytes = 0;
        }
    }
}

int wamcam_tls_watch_alert(const struct wamcam_tls_watch *watch) {
    bool fatal = watch->alert_bytes == sizeof watch->alert && watch->alert[0] == ALERT_FATAL;
    return fatal ? watch->alert[1] : -1;
}

bool wamcam_tls_watch_resumed(const struct wamcam_tls_watch *watch) {
    if (watch->tls_1_3) {
        return watch->pre_shared_key;
    }
    return watch->server_hello && !watch->certificate;
}
