#include "dropped.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "esp_log.h"
#include "wamcam/errors.h"
#include "wamcam/offer.h"

#define SUFFIX ".wasm"
#define REFUSED ".refused"
/* FAT names have at most 255 bytes, in UTF-8 three times as many. */
#define PATH_BYTES 800

static const char *const tag = "firmware";

/** FAT gives short names back in capitals; macOS drops files of its own that begin with a dot. */
static bool is_application(const char *name) {
    size_t length = strlen(name);
    size_t suffix = sizeof SUFFIX - 1;
    return name[0] != '.' && length > suffix && strcasecmp(name + length - suffix, SUFFIX) == 0;
}

/** The path of the first one in the folder. */
static bool find(const char *folder, char out[PATH_BYTES]) {
    DIR *directory = opendir(folder);
    bool found = false;
    if (directory == NULL) {
        return false;
    }
    for (struct dirent *entry = readdir(directory); entry != NULL && !found;
         entry = readdir(directory)) {
        if (is_application(entry->d_name)) {
            int written = snprintf(out, PATH_BYTES, "%s/%s", folder, entry->d_name);
            found = written > 0 && (size_t)written < PATH_BYTES;
        }
    }
    (void)closedir(directory);
    return found;
}

/** The whole file, to be freed; NULL with a sentence. */
static uint8_t *load(const char *path, size_t most, size_t *length, const char **sentence) {
    struct stat about;
    *sentence = "it cannot be read";
    if (stat(path, &about) != 0) {
        return NULL;
    }
    if (about.st_size <= 0 || (uintmax_t)about.st_size > most) {
        *sentence = "it is empty, or larger than a slot";
        return NULL;
    }
    *length = (size_t)about.st_size;
    uint8_t *bytes = malloc(*length);
    FILE *file = bytes == NULL ? NULL : fopen(path, "rb");
    bool is_read = file != NULL && fread(bytes, 1, *length, file) == *length;
    if (file != NULL) {
        (void)fclose(file);
    }
    if (!is_read) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

static int install(const struct wamcam_board *board, const struct firmware_application *factory,
                   const char *path, char sentence[WAMCAM_OFFER_SENTENCE_SIZE]) {
    struct wamcam_offer_answer answer;
    const char *why;
    size_t length = 0;
    uint8_t *bytes = load(path, board->limits.wasm_module_bytes_max, &length, &why);
    if (bytes == NULL) {
        snprintf(sentence, WAMCAM_OFFER_SENTENCE_SIZE, "%s", why);
        return WAMCAM_INVALID;
    }
    const struct wamcam_offer offer = {.bytes = bytes, .length = length};
    int status =
        wamcam_offer_between_runs(board, factory->wasm, factory->wasm_bytes, &offer, &answer);
    free(bytes);
    snprintf(sentence, WAMCAM_OFFER_SENTENCE_SIZE, "%s", answer.sentence);
    return status;
}

/** A refusal that lasts: else the file would be read and refused at each start. */
static void put_aside(const char *path) {
    char refused[PATH_BYTES + sizeof REFUSED];
    snprintf(refused, sizeof refused, "%s" REFUSED, path);
    (void)remove(refused);
    if (rename(path, refused) != 0) {
        ESP_LOGW(tag, "%s cannot be renamed; remove it", path);
    }
}

void firmware_install_dropped(const struct wamcam_board *board,
                              const struct firmware_application *factory, const char *folder) {
    char path[PATH_BYTES];
    char sentence[WAMCAM_OFFER_SENTENCE_SIZE];
    if (!find(folder, path)) {
        return;
    }
    int status = install(board, factory, path, sentence);
    if (status == 0) {
        ESP_LOGI(tag, "%s is installed and tried next", path);
    } else {
        ESP_LOGE(tag, "%s is not installed: %s", path, sentence);
    }
    if (status == 0 || status == WAMCAM_EXISTS) {
        (void)remove(path);
    } else if (status == WAMCAM_INVALID || status == WAMCAM_ACCESS || status == WAMCAM_TOO_BIG) {
        put_aside(path);
    }
}
