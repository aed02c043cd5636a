/** A folder for one test, below the system's temporary folder. */
#ifndef WAMCAM_SCRATCH_H
#define WAMCAM_SCRATCH_H

#define SCRATCH_PATH_BYTES 512

/** Make a new empty folder. */
void scratch_make(char folder[SCRATCH_PATH_BYTES]);
/** folder/name */
void scratch_path(const char *folder, const char *name, char path[SCRATCH_PATH_BYTES]);
/** Entries in the folder. */
int scratch_count(const char *folder);
/** Remove the folder and everything below. */
void scratch_remove(const char *folder);

#endif
