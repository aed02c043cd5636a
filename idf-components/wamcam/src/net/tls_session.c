#include "net/tls_session.h"

#include <string.h>

#include "net/route.h"

struct entry {
    char host[WAMCAM_HOST_SIZE]; /* "": free */
    uint16_t port;
    uint32_t kept_at; /* running number: the smallest is the oldest */
    mbedtls_ssl_session session;
};

static struct entry table[WAMCAM_TLS_SESSIONS_MAX];
static uint32_t keep_count;

static void empty(struct entry *entry) {
    if (entry->host[0] != '\0') {
        mbedtls_ssl_session_free(&entry->session);
        entry->host[0] = '\0';
    }
    entry->kept_at = 0;
}

static struct entry *find(const char *host, uint16_t port) {
    for (size_t i = 0; i < WAMCAM_TLS_SESSIONS_MAX; i++) {
        if (table[i].port == port && strcmp(table[i].host, host) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

static struct entry *oldest(void) {
    struct entry *found = &table[0];
    for (size_t i = 1; i < WAMCAM_TLS_SESSIONS_MAX; i++) {
        if (table[i].kept_at < found->kept_at) {
            found = &table[i];
        }
    }
    return found;
}

bool wamcam_tls_session_offer(const char *host, uint16_t port, mbedtls_ssl_context *ssl) {
    struct entry *entry = find(host, port);
    return entry != NULL && mbedtls_ssl_set_session(ssl, &entry->session) == 0;
}

void wamcam_tls_session_keep(const char *host, uint16_t port, const mbedtls_ssl_context *ssl) {
    mbedtls_ssl_session session;
    mbedtls_ssl_session_init(&session);
    if (strlen(host) > WAMCAM_HOST_BYTES_MAX || mbedtls_ssl_get_session(ssl, &session) != 0) {
        mbedtls_ssl_session_free(&session);
        return;
    }
    struct entry *entry = find(host, port);
    entry = entry != NULL ? entry : oldest();
    empty(entry);
    strcpy(entry->host, host);
    entry->port = port;
    entry->kept_at = ++keep_count;
    entry->session = session; /* moved: the entry owns what it points to */
}

void wamcam_tls_session_forget(const char *host, uint16_t port) {
    struct entry *entry = find(host, port);
    if (entry != NULL) {
        empty(entry);
    }
}

void wamcam_tls_session_forget_all(void) {
    for (size_t i = 0; i < WAMCAM_TLS_SESSIONS_MAX; i++) {
        empty(&table[i]);
    }
}
