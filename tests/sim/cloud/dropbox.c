/*
 * The routes of Dropbox that the application calls: token, upload, get_metadata, download. Facts of
 * dropbox-api-spec (files.stone, common.stone) and of Dropbox's documentation.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cloud/drive.h"
#include "cloud/services.h"
#include "digest.h"
#include "draw.h"
#include "faults.h"
#include "oracle.h"
#include "pulls.h"
#include "virtual_time.h"

#define TOKEN_LIFETIME_S 14400
#define REVISION "a1c10ce0dd" /* and two digits */
#define REVISION_FIRST 0x78u
#define JSON "application/json"
#define TEXT "text/plain; charset=utf-8"

static struct sim_draw draw;
static uint32_t token_number; /* of the token that is good now, 0: none was given */
static int64_t token_ends_at_us;

void sim_dropbox_start(uint64_t seed) {
    sim_draw_start(&draw, seed, "dropbox");
    token_number = 0;
    token_ends_at_us = 0;
    sim_drive_start();
}

void sim_dropbox_end(void) {
    sim_drive_end();
}

void sim_answer_set(struct sim_answer *answer, int status, const char *content_type,
                    const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(answer->body, sizeof answer->body, format, arguments);
    va_end(arguments);
    answer->status = status;
    answer->content_type = content_type;
}

static void refuse(struct sim_answer *answer, const char *text, const char **complaint) {
    sim_answer_set(answer, 400, TEXT, "Error in call to API function: %s", text);
    *complaint = text;
}

/* --- tokens --------------------------------------------------------------------------------- */

static void give_token(const struct sim_request *request, struct sim_answer *answer,
                       const char **complaint) {
    char value[128];
    bool asks_well = sim_form_value(request->body, "grant_type", value, sizeof value) &&
                     strcmp(value, "refresh_token") == 0;
    bool is_known = sim_form_value(request->body, "refresh_token", value, sizeof value) &&
                    strcmp(value, SIM_REFRESH_TOKEN) == 0 &&
                    sim_form_value(request->body, "client_id", value, sizeof value) &&
                    strcmp(value, SIM_APP_KEY) == 0 &&
                    sim_form_value(request->body, "client_secret", value, sizeof value) &&
                    strcmp(value, SIM_APP_SECRET) == 0;
    if (!asks_well || !is_known) {
        sim_answer_set(answer, 400, JSON,
                       "{\"error\":\"invalid_grant\",\"error_description\":\"refused\"}");
        *complaint = "a token is asked for with other values than those of settings.toml";
        return;
    }
    token_number++;
    token_ends_at_us = sim_time_us() + TOKEN_LIFETIME_S * SIM_SECOND_US;
    sim_answer_set(answer, 200, JSON,
                   "{\"access_token\":\"sl.secret-%u\",\"token_type\":\"bearer\","
                   "\"expires_in\":%d}",
                   (unsigned)token_number, TOKEN_LIFETIME_S);
}

/** True if the request may act; else the answer says why not. */
static bool is_authorised(const struct sim_request *request, struct sim_answer *answer,
                          const char **complaint) {
    unsigned number = 0;
    const char *value = request->authorization == NULL ? "" : request->authorization;
    if (sscanf(value, "Bearer sl.secret-%u", &number) != 1 || number > token_number) {
        refuse(answer, "the request has no access token that was ever given", complaint);
        return false;
    }
    if (sim_draw_chance(&draw, sim_faults.token_dies)) {
        token_ends_at_us = sim_time_us();
    }
    if (number < token_number || sim_time_us() >= token_ends_at_us) {
        sim_answer_set(answer, 401, JSON,
                       "{\"error_summary\": \"expired_access_token/...\", "
                       "\"error\": {\".tag\": \"expired_access_token\"}}");
        return false;
    }
    return true;
}

/* --- files ---------------------------------------------------------------------------------- */

static void write_hash(const uint8_t hash[32], char text[65]) {
    for (size_t index = 0; index < 32; index++) {
        snprintf(text + 2 * index, 3, "%02x", (unsigned)hash[index]);
    }
}

static void describe(const struct sim_drive_file *file, struct sim_answer *answer,
                     const char *tag) {
    char hash[65];
    write_hash(file->hash, hash);
    if (sim_draw_chance(&draw, sim_faults.answer_wrong_hash)) {
        hash[0] = hash[0] == '0' ? '1' : '0';
        if (strcmp(file->path, SIM_PULLS_FILE) == 0) {
            sim_pulls_mislead();
        }
    }
    sim_answer_set(answer, 200, JSON,
                   "{%s\"name\": \"%s\", \"path_display\": \"%s\", \"id\": \"id:a4ayc_80\", "
                   "\"rev\": \"" REVISION "%02x\", \"size\": %lld, \"content_hash\": \"%s\"}",
                   tag, strrchr(file->path, '/') + 1, file->path, REVISION_FIRST + file->revision,
                   (long long)file->bytes, hash);
}

static void conflict(struct sim_answer *answer) {
    sim_answer_set(answer, 409, JSON,
                   "{\"error_summary\": \"path/conflict/file/..\", \"error\": {\".tag\": \"path\", "
                   "\"reason\": {\".tag\": \"conflict\", \"conflict\": {\".tag\": \"file\"}}, "
                   "\"upload_session_id\": \"AAAAAAAAAbc\"}}");
}

/** Write the file as `mode` says. */
static void commit(const struct sim_request *request, const char *path, bool overwrites,
                   struct sim_answer *answer) {
    struct sim_drive_file *file = sim_drive_find(path);
    const uint8_t *hash = request->body_hash;
    bool is_same = file != NULL && memcmp(file->hash, hash, sizeof file->hash) == 0;
    if (file != NULL && !is_same && !overwrites) {
        conflict(answer);
        return;
    }
    if (file == NULL) {
        file = sim_drive_add(path, hash, request->body_bytes);
    } else {
        memcpy(file->hash, hash, sizeof file->hash);
        file->bytes = request->body_bytes;
    }
    sim_digest_bytes("commit", path, strlen(path));
    sim_oracle_file_in_cloud(path, hash, overwrites);
    describe(file, answer, "");
}

static void upload(const struct sim_request *request, struct sim_answer *answer,
                   const char **complaint) {
    char path[300];
    char mode[32];
    char expected[65];
    char actual[65];
    const char *arg = request->dropbox_arg;
    if (arg == NULL || !sim_json_member(arg, "path", path, sizeof path) ||
        !sim_json_member(arg, "mode", mode, sizeof mode) || path[0] != '/') {
        refuse(answer, "Dropbox-API-Arg lacks a path or a mode", complaint);
        return;
    }
    if (request->content_type == NULL ||
        strcmp(request->content_type, "application/octet-stream") != 0) {
        refuse(answer, "the Content-Type of an upload is not application/octet-stream", complaint);
        return;
    }
    write_hash(request->body_hash, actual);
    if (sim_json_member(arg, "content_hash", expected, sizeof expected) &&
        strcmp(expected, actual) != 0) {
        sim_answer_set(answer, 409, JSON,
                       "{\"error_summary\": \"content_hash_mismatch/..\", "
                       "\"error\": {\".tag\": \"content_hash_mismatch\"}}");
        return;
    }
    commit(request, path, strcmp(mode, "overwrite") == 0, answer);
}

static void get_metadata(const struct sim_request *request, struct sim_answer *answer,
                         const char **complaint) {
    char path[300];
    if (!sim_json_member(request->body, "path", path, sizeof path)) {
        refuse(answer, "get_metadata lacks a path", complaint);
        return;
    }
    sim_pulls_look();
    const struct sim_drive_file *file = sim_drive_find(path);
    if (file == NULL) {
        sim_answer_set(answer, 409, JSON,
                       "{\"error_summary\": \"path/not_found/.\", \"error\": {\".tag\": \"path\", "
                       "\"path\": {\".tag\": \"not_found\"}}}");
    } else {
        describe(file, answer, "\".tag\": \"file\", ");
    }
}

/** A part of an application. Dropbox keeps revisions that were replaced, too. */
static void download(const struct sim_request *request, struct sim_answer *answer,
                     const char **complaint) {
    char path[64];
    unsigned revision = 0;
    size_t first = 0;
    size_t last = 0;
    const char *arg = request->dropbox_arg;
    const char *range = request->range;
    if (arg == NULL || !sim_json_member(arg, "path", path, sizeof path) ||
        sscanf(path, "rev:" REVISION "%02x", &revision) != 1 || range == NULL ||
        sscanf(range, "bytes=%zu-%zu", &first, &last) != 2) {
        refuse(answer, "Dropbox-API-Arg lacks a revision that was told, or Range a part",
               complaint);
        return;
    }
    const uint8_t *bytes = sim_pulls_piece(revision - REVISION_FIRST, first, last);
    if (bytes == NULL || last - first >= SIM_ANSWER_FILE_BYTES) {
        refuse(answer, "a part is asked for that is not there, or too large", complaint);
        return;
    }
    answer->status = 206;
    answer->content_type = "application/octet-stream";
    answer->bytes = bytes;
    answer->byte_count = last - first + 1;
}

void sim_dropbox_api(const struct sim_request *request, struct sim_answer *answer,
                     const char **complaint) {
    if (strcmp(request->method, "POST") != 0) {
        refuse(answer, "Dropbox is asked with another method than POST", complaint);
    } else if (strcmp(request->target, "/oauth2/token") == 0) {
        give_token(request, answer, complaint);
    } else if (strcmp(request->target, "/2/files/get_metadata") != 0) {
        refuse(answer, "a route that the model of Dropbox does not have", complaint);
    } else if (is_authorised(request, answer, complaint)) {
        get_metadata(request, answer, complaint);
    }
}

void sim_dropbox_content(const struct sim_request *request, struct sim_answer *answer,
                         const char **complaint) {
    bool is_upload = strcmp(request->target, "/2/files/upload") == 0;
    if (!is_upload && strcmp(request->target, "/2/files/download") != 0) {
        refuse(answer, "a route that the model of Dropbox does not have", complaint);
    } else if (is_authorised(request, answer, complaint)) {
        (is_upload ? upload : download)(request, answer, complaint);
    }
}
