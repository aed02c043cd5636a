#include "runtime/dropped.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "memory.h"
#include "runtime/host.h"
#include "runtime/slot_file.h"
#include "store/path.h"
#include "store/volume.h"

#define ENDING ".wasm"
#define REFUSED ".refused"

struct dropped {
    struct wamcam_slots *slots;
    char name[WAMCAM_PATH_BYTES_MAX + 1]; /* "" until one is found */
    char path[WAMCAM_FULL_PATH_BYTES];
    uint8_t *bytes;
    size_t length;
};

/** FAT gives short names back in capitals. */
static bool ends_with(const char *name, const char *ending) {
    size_t length = strlen(name);
    size_t ending_length = strlen(ending);
    return length > ending_length && strcasecmp(name + length - ending_length, ending) == 0;
}

/** Of several the first by name. macOS drops files of its own that begin with a dot. */
static int visit(void *context, const char *name, bool is_folder) {
    struct dropped *dropped = context;
    bool is_application = !is_folder && name[0] != '.' && ends_with(name, ENDING) &&
                          strlen(name) < sizeof dropped->name;
    if (is_application && (dropped->name[0] == '\0' || strcmp(name, dropped->name) < 0)) {
        snprintf(dropped->name, sizeof dropped->name, "%s", name);
    }
    return 0;
}

/** What the name asks for explicitly: NAME.downgrade.wasm, NAME.again.wasm, or both. */
static uint8_t flags_of(const char *name) {
    static const struct {
        const char *ending;
        uint8_t flag;
    } wishes[] = {{".downgrade" ENDING, WAMCAM_SLOTS_DOWNGRADE},
                  {".again" ENDING, WAMCAM_SLOTS_AGAIN},
                  {".again.downgrade" ENDING, WAMCAM_SLOTS_AGAIN},
                  {".downgrade.again" ENDING, WAMCAM_SLOTS_DOWNGRADE}};
    uint8_t flags = 0;
    for (size_t index = 0; index < sizeof wishes / sizeof *wishes; index++) {
        flags |= ends_with(name, wishes[index].ending) ? wishes[index].flag : 0u;
    }
    return flags;
}

static int write_slot(struct dropped *dropped) {
    struct wamcam_slot_file file;
    int status = wamcam_slot_file_begin(&file, dropped->slots, dropped->bytes, dropped->length,
                                        flags_of(dropped->name), 0);
    if (status < 0) {
        return status;
    }
    do {
        status = wamcam_slot_file_advance(&file);
    } while (status > 0);
    return status;
}

static int install(struct dropped *dropped) {
    int status =
        wamcam_slot_file_read(dropped->slots, dropped->path, &dropped->bytes, &dropped->length);
    if (status == 0) {
        status = write_slot(dropped);
    }
    wamcam_memory_free(dropped->bytes);
    return status;
}

/** A refusal that lasts: else the file would be read and refused at each start. */
static void put_aside(const struct dropped *dropped) {
    char refused[WAMCAM_FULL_PATH_BYTES];
    int status = wamcam_path_with_ending(dropped->path, REFUSED, refused);
    if (status == 0) {
        (void)wamcam_volume_remove_file(refused); /* of an earlier time */
        status = wamcam_volume_rename(dropped->path, refused);
    }
    if (status < 0) {
        wamcam_host_log(dropped->slots->board, WAMCAM_LEVEL_WARNING,
                        "slots: %s cannot be renamed, remove it: %s", dropped->path,
                        wamcam_error_text(status));
    }
}

static void judge(const struct dropped *dropped, int status) {
    const struct wamcam_board *board = dropped->slots->board;
    const char *sentence = dropped->slots->sentence;
    switch (status) {
    case 0:
        wamcam_host_log(board, WAMCAM_LEVEL_INFORMATION, "slots: %s was found and is to be tried",
                        dropped->path);
        (void)wamcam_volume_remove_file(dropped->path);
        break;
    case WAMCAM_EXISTS: /* power was cut before it was removed */
        (void)wamcam_volume_remove_file(dropped->path);
        break;
    case WAMCAM_BUSY:
    case WAMCAM_IO:
    case WAMCAM_NO_DEVICE:
    case WAMCAM_NO_MEMORY:
        wamcam_host_log(board, WAMCAM_LEVEL_WARNING, "slots: %s was found, but not now: %s",
                        dropped->path, sentence);
        break;
    default:
        wamcam_host_log(board, WAMCAM_LEVEL_ERROR, "slots: %s is refused: %s", dropped->path,
                        sentence);
        put_aside(dropped);
    }
}

/** True if there was one. */
static bool install_from(struct wamcam_slots *slots, const char *folder) {
    struct dropped dropped = {.slots = slots};
    if (folder == NULL || wamcam_volume_list(folder, visit, &dropped) < 0 ||
        dropped.name[0] == '\0') {
        return false;
    }
    int written = snprintf(dropped.path, sizeof dropped.path, "%s/%s", folder, dropped.name);
    if (written < 0 || (size_t)written >= sizeof dropped.path) {
        return false;
    }
    judge(&dropped, install(&dropped));
    return true;
}

/** Who wakes from deep sleep has no time for it, and nobody was there. */
static bool may_look(const struct wamcam_slots *slots) {
    struct wamcam_health health = {0};
    slots->board->health(slots->board->context, &health);
    return slots->is_usable && health.reset_reason != WAMCAM_RESET_DEEP_SLEEP;
}

void wamcam_dropped_install(struct wamcam_slots *slots) {
    const struct wamcam_board *board = slots->board;
    const size_t folders = sizeof board->settings_folders / sizeof *board->settings_folders;
    bool was_found = !may_look(slots) || install_from(slots, board->card_folder);
    for (size_t index = 0; index < folders && !was_found; index++) {
        was_found = install_from(slots, board->settings_folders[index]);
    }
}
