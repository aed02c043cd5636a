#define _POSIX_C_SOURCE 200809L

#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mbedtls/version.h>

#if MBEDTLS_VERSION_NUMBER >= 0x03000000
#include <psa/crypto.h>
#endif

static void must(int code, const char *what) {
    if (code != 0) {
        printf("the test server failed at %s: %d\n", what, code);
        abort();
    }
}

static int bio_send(void *context, const unsigned char *bytes, size_t length) {
    const struct test_server *server = context;
    ssize_t count = send(server->descriptor, bytes, length, MSG_NOSIGNAL);
    if (count >= 0) {
        return (int)count;
    }
    return errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_WRITE : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

static int bio_receive(void *context, unsigned char *out, size_t length) {
    const struct test_server *server = context;
    ssize_t count = recv(server->descriptor, out, length, 0);
    if (count >= 0) {
        return (int)count;
    }
    return errno == EAGAIN ? MBEDTLS_ERR_SSL_WANT_READ : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

void test_server_start(struct test_server *server, const struct test_identity_order *order) {
    *server = (struct test_server){.listener = -1, .descriptor = -1};
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
    must(psa_crypto_init(), "psa_crypto_init");
#endif
    struct test_identity_order good = {.name = TEST_HOST, .issuer = test_trusted_authority()};
    test_identity_make(&server->identity, order != NULL ? order : &good);
    mbedtls_ssl_config_init(&server->configuration);
    must(mbedtls_ssl_config_defaults(&server->configuration, MBEDTLS_SSL_IS_SERVER,
                                     MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT),
         "defaults");
    mbedtls_ssl_conf_rng(&server->configuration, test_random, NULL);
    must(mbedtls_ssl_conf_own_cert(&server->configuration, &server->identity.certificate,
                                   &server->identity.key),
         "certificate");
    mbedtls_ssl_ticket_init(&server->tickets);
    must(mbedtls_ssl_ticket_setup(&server->tickets, test_random, NULL, MBEDTLS_CIPHER_AES_256_GCM,
                                  3600),
         "tickets");
    mbedtls_ssl_conf_session_tickets_cb(&server->configuration, mbedtls_ssl_ticket_write,
                                        mbedtls_ssl_ticket_parse, &server->tickets);
}

static void make_non_blocking(int descriptor) {
    must(fcntl(descriptor, F_SETFL, O_NONBLOCK), "O_NONBLOCK");
}

void test_server_listen(struct test_server *server, int buffer_bytes) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (buffer_bytes > 0) {
        must(
            setsockopt(server->listener, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes),
            "SO_RCVBUF");
    }
    must(bind(server->listener, (struct sockaddr *)&address, length), "bind");
    must(listen(server->listener, 4), "listen");
    must(getsockname(server->listener, (struct sockaddr *)&address, &length), "getsockname");
    make_non_blocking(server->listener);
    server->port = ntohs(address.sin_port);
}

static void choose_versions(struct test_server *server) {
#if MBEDTLS_VERSION_NUMBER < 0x03000000
    int newest =
        server->manners.only_tls_1_1 ? MBEDTLS_SSL_MINOR_VERSION_2 : MBEDTLS_SSL_MINOR_VERSION_3;
    mbedtls_ssl_conf_max_version(&server->configuration, MBEDTLS_SSL_MAJOR_VERSION_3, newest);
#else
    mbedtls_ssl_conf_max_tls_version(&server->configuration, server->manners.only_tls_1_2
                                                                 ? MBEDTLS_SSL_VERSION_TLS1_2
                                                                 : MBEDTLS_SSL_VERSION_TLS1_3);
#endif
}

void test_server_serve(struct test_server *server, int descriptor) {
    server->descriptor = descriptor;
    server->connections++;
    server->established = false;
    server->gone = false;
    server->received_bytes = 0;
    server->answered_bytes = 0;
    choose_versions(server);
    mbedtls_ssl_init(&server->context);
    server->has_context = true;
    must(mbedtls_ssl_setup(&server->context, &server->configuration), "setup");
    mbedtls_ssl_set_bio(&server->context, server, bio_send, bio_receive, NULL);
}

static bool accept_one(struct test_server *server) {
    int descriptor = server->listener >= 0 ? accept(server->listener, NULL, NULL) : -1;
    if (descriptor < 0) {
        return false;
    }
    int on = 1; /* else a flight of small records waits for the client's delayed ACK */
    must(setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
    make_non_blocking(descriptor);
    test_server_serve(server, descriptor);
    return true;
}

void test_server_hang_up(struct test_server *server) {
    if (server->descriptor >= 0) {
        close(server->descriptor);
        server->descriptor = -1;
    }
    if (server->has_context) {
        mbedtls_ssl_free(&server->context);
        server->has_context = false;
    }
}

void test_server_stop(struct test_server *server) {
    test_server_hang_up(server);
    if (server->listener >= 0) {
        close(server->listener);
    }
    mbedtls_ssl_config_free(&server->configuration);
    mbedtls_ssl_ticket_free(&server->tickets);
    test_identity_free(&server->identity);
    free(server->received);
}

static bool shake_hands(struct test_server *server) {
    int code = mbedtls_ssl_handshake(&server->context);
    if (code == 0) {
        server->established = true;
        return true;
    }
    if (code != MBEDTLS_ERR_SSL_WANT_READ && code != MBEDTLS_ERR_SSL_WANT_WRITE) {
        server->handshake_error = code;
        server->gone = true;
        close(server->descriptor);
        server->descriptor = -1;
        return true;
    }
    return false;
}

static size_t wanted_bytes(const struct test_server *server) {
    const struct test_manners *manners = &server->manners;
    size_t wanted = manners->read_bytes_per_step > 0 ? manners->read_bytes_per_step : 4096;
    if (manners->stop_reading_after > 0) {
        size_t left = manners->stop_reading_after > server->received_bytes
                          ? manners->stop_reading_after - server->received_bytes
                          : 0;
        wanted = wanted < left ? wanted : left;
    }
    return wanted;
}

static bool read_some(struct test_server *server) {
    size_t wanted = wanted_bytes(server);
    if (wanted == 0) {
        return false;
    }
    if (server->received_bytes + wanted > server->received_capacity) {
        server->received_capacity = 2 * (server->received_bytes + wanted);
        server->received = realloc(server->received, server->received_capacity);
    }
    int count =
        mbedtls_ssl_read(&server->context, server->received + server->received_bytes, wanted);
    if (count > 0) {
        server->received_bytes += (size_t)count;
    } else if (count == 0 ||
               (count != MBEDTLS_ERR_SSL_WANT_READ && count != MBEDTLS_ERR_SSL_WANT_WRITE)) {
        server->gone = true; /* the client has left */
    }
    return count > 0;
}

int test_server_listens_to(const struct test_server *server) {
    if (!server->has_context) {
        return server->listener;
    }
    bool deaf = server->gone || server->manners.never_accept_tls ||
                (server->established && wanted_bytes(server) == 0);
    return deaf ? -1 : server->descriptor;
}

static bool answer_due(const struct test_server *server, int64_t now_us) {
    const struct test_manners *manners = &server->manners;
    return manners->answer != NULL && server->received_bytes >= manners->answer_after &&
           server->answered_bytes < strlen(manners->answer) && now_us >= manners->answer_at_us;
}

static bool answer_some(struct test_server *server) {
    const struct test_manners *manners = &server->manners;
    size_t left = strlen(manners->answer) - server->answered_bytes;
    size_t part = manners->answer_bytes_per_step;
    part = part > 0 && part < left ? part : left;
    int count = mbedtls_ssl_write(
        &server->context, (const unsigned char *)manners->answer + server->answered_bytes, part);
    if (count > 0) {
        server->answered_bytes += (size_t)count;
    }
    return count > 0;
}

static bool farewell_due(const struct test_server *server) {
    const struct test_manners *manners = &server->manners;
    bool answered = manners->answer == NULL || server->answered_bytes == strlen(manners->answer);
    return manners->farewell != TEST_FAREWELL_NONE && answered &&
           server->received_bytes >= manners->farewell_after;
}

static void leave(struct test_server *server) {
    if (server->manners.farewell == TEST_FAREWELL_CLOSE_NOTIFY) {
        (void)mbedtls_ssl_close_notify(&server->context);
    } else {
        close(server->descriptor);
        server->descriptor = -1;
    }
    server->gone = true;
}

bool test_server_step(struct test_server *server, int64_t now_us) {
    if (server->descriptor < 0 && !server->has_context) {
        return accept_one(server);
    }
    if (server->gone || server->manners.never_accept_tls) {
        return false;
    }
    if (!server->established) {
        return shake_hands(server);
    }
    bool done = read_some(server);
    if (!server->gone && answer_due(server, now_us)) {
        done = answer_some(server) || done;
    }
    if (!server->gone && farewell_due(server)) {
        leave(server);
        done = true;
    }
    return done;
}
