/** The files in the simulated Dropbox: paths and content hashes, no bytes (those of applications:
 * pulls.h). */
#ifndef SIM_CLOUD_DRIVE_H
#define SIM_CLOUD_DRIVE_H

#include <stddef.h>
#include <stdint.h>

struct sim_drive_file {
    char *path;
    uint8_t hash[32];
    int64_t bytes;
    unsigned revision;
};

void sim_drive_start(void);
void sim_drive_end(void);
/** The file of a path, or NULL. Valid until the next one is added. */
struct sim_drive_file *sim_drive_find(const char *path);
struct sim_drive_file *sim_drive_add(const char *path, const uint8_t hash[32], int64_t bytes);
size_t sim_drive_count(void);

#endif
