/**
 * What really happened to each photo: what the camera delivered, the card holds and Dropbox has
 * taken. Knows nothing of what the application says about it.
 */
#ifndef SIM_ORACLE_H
#define SIM_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "card/content.h"

#define SIM_PHOTO_PATH_BYTES 96
#define SIM_PHOTO_COPY_BYTES 160

/** How a rename ended that has had an effect. */
enum sim_rename {
    SIM_RENAME_DONE,
    SIM_RENAME_CUT,    /**< Power went: what is found afterwards is to stay. */
    SIM_RENAME_FAILED, /**< The core was told that it failed: it may say that of the photo, too. */
};

/** A frame that was put on the card under a name of its own. */
struct sim_photo {
    uint64_t frame;
    size_t length;
    uint8_t hash[32];
    int64_t begun_at_us;  /**< Of the exposure. */
    int64_t begun_utc_us; /**< By the board's clock; -1: it did not know. */
    char path[SIM_PHOTO_PATH_BYTES];
    char path_before[SIM_PHOTO_PATH_BYTES]; /**< A rename was cut: it may still be there. */
    char path_copy[SIM_PHOTO_COPY_BYTES];   /**< While it is written anew under its path. */
    bool is_on_card;
    bool is_promised;     /**< The core has said that it is stored, or a cut has left it. */
    bool may_be_disowned; /**< The card has failed when it got its name. */
    bool is_in_cloud;
    int arrivals; /**< How often Dropbox has got all of it. */
    char cloud_path[SIM_PHOTO_PATH_BYTES];
    int64_t number; /**< That the ledger gives it, 0: none yet. */
};

void sim_oracle_start(void);
void sim_oracle_end(void);

/* What the models tell. */
void sim_oracle_frame_taken(uint64_t frame, size_t length, int64_t begun_at_us,
                            int64_t begun_utc_us);
void sim_oracle_file_synced(const char *path, const struct sim_content *content);
void sim_oracle_file_renamed(const char *from, const char *to, const struct sim_content *content,
                             enum sim_rename rename);
void sim_oracle_file_removed(const char *path, const struct sim_content *content);
void sim_oracle_file_in_cloud(const char *path, const uint8_t hash[32], bool overwrites);
/** Power was cut: photos that nobody was promised may be gone. */
void sim_oracle_power_was_cut(void);

/* What the invariants ask. */
size_t sim_oracle_photos(void);
struct sim_photo *sim_oracle_photo(size_t index);
int64_t sim_oracle_index(const struct sim_photo *photo);
struct sim_photo *sim_oracle_photo_of_frame(uint64_t frame);
struct sim_photo *sim_oracle_photo_of_hash(const uint8_t hash[32]);
/** The photo that lies under a full path, or NULL. */
struct sim_photo *sim_oracle_photo_at(const char *path);
/** True if the photo lies under its path, with all of its bytes. */
bool sim_oracle_is_in_place(const struct sim_photo *photo);
/** True if it does, or lies where the core will find it after a cut. */
bool sim_oracle_is_whole(const struct sim_photo *photo);

#endif
