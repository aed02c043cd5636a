/* Doubles of the HTTP server and of mDNS. */
#include <stdio.h>
#include <string.h>

#include "doubles.h"
#include "esp_http_server.h"
#include "mdns.h"

#define HANDLERS_MAX 8

static struct doubles_http http;
static struct doubles_mdns mdns;
static httpd_uri_t handlers[HANDLERS_MAX];

struct doubles_http *doubles_http(void) {
    return &http;
}

struct doubles_mdns *doubles_mdns(void) {
    return &mdns;
}

void doubles_http_start(void) {
    memset(&http, 0, sizeof http);
    memset(&mdns, 0, sizeof mdns);
    memset(handlers, 0, sizeof handlers);
}

esp_err_t httpd_start(httpd_handle_t *handle, const httpd_config_t *config) {
    esp_err_t error = doubles_outcome("httpd_start");
    if (error == ESP_OK) {
        http.is_started = true;
        http.port = config->server_port;
        http.core = config->core_id;
        *handle = &http;
    }
    return error;
}

esp_err_t httpd_stop(httpd_handle_t handle) {
    ((struct doubles_http *)handle)->is_started = false;
    memset(handlers, 0, sizeof handlers);
    return doubles_outcome("httpd_stop");
}

esp_err_t httpd_register_uri_handler(httpd_handle_t handle, const httpd_uri_t *uri_handler) {
    esp_err_t error = doubles_outcome("httpd_register_uri_handler");
    (void)handle;
    for (size_t index = 0; error == ESP_OK && index < HANDLERS_MAX; index++) {
        if (handlers[index].handler == NULL) {
            handlers[index] = *uri_handler;
            return ESP_OK;
        }
    }
    return error;
}

esp_err_t httpd_queue_work(httpd_handle_t handle, httpd_work_fn_t work, void *arg) {
    esp_err_t error = doubles_outcome("httpd_queue_work");
    (void)handle;
    if (error == ESP_OK) {
        work(arg);
    }
    return error;
}

bool doubles_http_ask(int method, const char *path) {
    httpd_req_t request = {.handle = &http, .method = method, .content_len = http.length_bytes};
    http.read_bytes = 0;
    http.status[0] = '\0';
    http.header[0] = '\0';
    http.header_field = NULL;
    http.answer[0] = '\0';
    for (size_t index = 0; index < HANDLERS_MAX && http.is_started; index++) {
        const httpd_uri_t *row = &handlers[index];
        if (row->handler != NULL && (int)row->method == method && strcmp(row->uri, path) == 0) {
            http.is_kept = row->handler(&request) == ESP_OK;
            return true;
        }
    }
    return false;
}

/** As the real functions copy: what is too long is cut off, and said so. */
static esp_err_t give(const char *text, char *out, size_t size) {
    if (text == NULL) {
        return ESP_ERR_NOT_FOUND;
    }
    int length = snprintf(out, size, "%s", text);
    return (size_t)length < size ? ESP_OK : ESP_ERR_HTTPD_RESULT_TRUNC;
}

esp_err_t httpd_req_get_hdr_value_str(httpd_req_t *r, const char *field, char *val,
                                      size_t val_size) {
    (void)r;
    return strcmp(field, "Authorization") == 0 ? give(http.authorization, val, val_size)
                                               : ESP_ERR_NOT_FOUND;
}

esp_err_t httpd_req_get_url_query_str(httpd_req_t *r, char *buf, size_t buf_len) {
    (void)r;
    return give(http.query, buf, buf_len);
}

static size_t smallest(size_t one, size_t two) {
    return one < two ? one : two;
}

int httpd_req_recv(httpd_req_t *r, char *buf, size_t buf_len) {
    size_t left = http.body_bytes - http.read_bytes;
    bool waits = http.timeouts > 0 || (left == 0 && http.hangs);
    if (waits) {
        http.timeouts -= http.timeouts > 0;
        doubles_advance_us(http.timeout_us);
        return HTTPD_SOCK_ERR_TIMEOUT;
    }
    if (doubles_outcome("httpd_req_recv") != ESP_OK) {
        return HTTPD_SOCK_ERR_FAIL;
    }
    size_t count = smallest(smallest(left, buf_len), r->content_len - http.read_bytes);
    count = http.piece_bytes > 0 ? smallest(count, http.piece_bytes) : count;
    if (count > 0 && http.body != NULL) {
        memcpy(buf, http.body + http.read_bytes, count);
    }
    http.read_bytes += count;
    return (int)count;
}

esp_err_t httpd_resp_set_status(httpd_req_t *r, const char *status) {
    (void)r;
    snprintf(http.status, sizeof http.status, "%s", status);
    return doubles_outcome("httpd_resp_set_status");
}

esp_err_t httpd_resp_set_type(httpd_req_t *r, const char *type) {
    (void)r;
    snprintf(http.type, sizeof http.type, "%s", type);
    return doubles_outcome("httpd_resp_set_type");
}

/* The real one keeps the pointers until the answer is sent. */
esp_err_t httpd_resp_set_hdr(httpd_req_t *r, const char *field, const char *value) {
    (void)r;
    http.header_field = field;
    http.header_value = value;
    return doubles_outcome("httpd_resp_set_hdr");
}

esp_err_t httpd_resp_send(httpd_req_t *r, const char *buf, ssize_t buf_len) {
    (void)r;
    (void)buf_len; /* -1: up to the NUL */
    snprintf(http.answer, sizeof http.answer, "%s", buf);
    if (http.header_field != NULL) {
        snprintf(http.header, sizeof http.header, "%s: %s", http.header_field, http.header_value);
    }
    http.header_field = NULL;
    return doubles_outcome("httpd_resp_send");
}

esp_err_t mdns_init(void) {
    return doubles_outcome("mdns_init");
}

esp_err_t mdns_hostname_set(const char *hostname) {
    snprintf(mdns.host, sizeof mdns.host, "%s", hostname);
    return doubles_outcome("mdns_hostname_set");
}

esp_err_t mdns_service_add(const char *instance_name, const char *service_type, const char *proto,
                           uint16_t port, mdns_txt_item_t txt[], size_t num_items) {
    esp_err_t error = doubles_outcome("mdns_service_add");
    if (error != ESP_OK) {
        return error;
    }
    snprintf(mdns.name, sizeof mdns.name, "%s", instance_name);
    snprintf(mdns.service, sizeof mdns.service, "%s.%s", service_type, proto);
    mdns.port = port;
    mdns.properties[0] = '\0';
    for (size_t index = 0; index < num_items; index++) {
        size_t used = strlen(mdns.properties);
        snprintf(mdns.properties + used, sizeof mdns.properties - used, "%s=%s ", txt[index].key,
                 txt[index].value);
    }
    return ESP_OK;
}

esp_err_t mdns_service_instance_name_set(const char *service_type, const char *proto,
                                         const char *instance_name) {
    (void)service_type;
    (void)proto;
    snprintf(mdns.name, sizeof mdns.name, "%s", instance_name);
    return doubles_outcome("mdns_service_instance_name_set");
}
