/**
 * The camera's worker with a switch: worker_prompt.c takes the place of camera/worker.c and behaves
 * like it, unless a test whose time jumps wants jobs to end before anything else happens.
 */
#ifndef WAMCAM_WORKER_PROMPT_H
#define WAMCAM_WORKER_PROMPT_H

#include <stdbool.h>

void worker_prompt(bool is_prompt);

#endif
